package markup

import (
	"fmt"
	"strings"

	"guette/internal/lazyregexp"
)

// Source is the mark before a paragraph: its id and the evidence behind it.
//
//	<!-- src: suivi.phrase ; f1 f2 -->
func Source(id string, evidence ...string) Markdown {
	return Markdown{"<!-- src: " + strings.Join(append([]string{Ident(id), ";"}, idents(evidence)...), " ") + " -->"}
}

// Private characters that stand in a template's output until [Settle]; foreign
// text cannot hold them, see [Clean].
const (
	rowStart = "\uE001"
	rowEnd   = "\uE002"
	rowsHere = "\uE003"
)

// Rows is the mark before a table or a list: its id, and the key and evidence
// of each row in the order of the rows.
//
//	<!-- src: priorites.tableau
//	nginx: f1 f2
//	wordpress: f3
//	-->
func Rows(id string) Markdown {
	return Markdown{"<!-- src: " + Ident(id) + rowsHere + " -->"}
}

// Row begins a row of a table or an item of a list: the key stays the same from
// run to run, whatever the row then says. It moves to the mark before.
func Row(key string, evidence ...string) Markdown {
	return Markdown{rowStart + strings.TrimSpace(Ident(key)+": "+strings.Join(idents(evidence), " ")) + rowEnd}
}

var rowMark = lazyregexp.New(rowStart + `([^` + rowEnd + `\n]*)` + rowEnd)

// Settle moves the keys of rows to the mark of their table or list.
func Settle(doc string) string {
	var out, keys []string
	mark := -1
	flush := func() {
		if mark < 0 {
			return
		}
		text := " ; -->"
		if len(keys) > 0 {
			text = "\n" + strings.Join(keys, "\n") + "\n-->"
		}
		out[mark] = strings.Replace(out[mark], rowsHere+" -->", text, 1)
		mark, keys = -1, nil
	}
	for line := range strings.SplitSeq(doc, "\n") {
		if strings.Contains(line, rowsHere) {
			flush()
			mark = len(out)
		}
		for _, m := range rowMark.Re().FindAllStringSubmatch(line, -1) {
			keys = append(keys, m[1])
		}
		out = append(out, rowMark.Re().ReplaceAllString(line, ""))
	}
	flush()
	return strings.Join(out, "\n")
}

// Zone is an empty zone for the editor, kept byte for byte from run to run.
func Zone(id string) Markdown {
	return Markdown{"<!-- guette:zone id=" + Ident(id) + " -->\n<!-- /guette:zone -->"}
}

// Todo marks what a person has to settle before publishing.
func Todo(id, reason string) Markdown {
	return Markdown{"<!-- guette:todo id=" + Ident(id) + " reason=" + Attribute(reason) + " -->"}
}

// Attribute quotes text for a comment: nothing in it ends the comment or the
// quotation.
func Attribute(s string) string {
	s = Clean(s)
	s = strings.NewReplacer(`"`, "”", "--", "‐‐", "<", "‹", ">", "›").Replace(s)
	return `"` + strings.TrimSuffix(s, "-") + `"`
}

// Ident makes a word of an id that can stand in a comment. Ids of ours pass as
// they are.
func Ident(s string) string {
	var b strings.Builder
	for i, c := range []byte(s) {
		plain := c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' || c >= '0' && c <= '9' || strings.IndexByte("._/+@", c) >= 0 ||
			c == '-' && i > 0 && s[i-1] != '-' && i < len(s)-1
		if plain {
			b.WriteByte(c)
			continue
		}
		fmt.Fprintf(&b, "%%%02X", c)
	}
	return b.String()
}

func idents(list []string) []string {
	out := make([]string, 0, len(list))
	for _, s := range list {
		if s != "" {
			out = append(out, strings.ReplaceAll(Ident(s), "%3A", ":"))
		}
	}
	return out
}

// Anchor is the explicit id of a heading, made of its parts: {#priorite-nginx}.
func Anchor(parts ...string) Markdown {
	return Markdown{"{#" + Slug(strings.Join(parts, "-")) + "}"}
}
