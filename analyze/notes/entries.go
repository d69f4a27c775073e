package notes

import (
	"regexp"
	"strings"

	"guette/internal/lazyregexp"
)

var (
	hashHeading = lazyregexp.New(`^\s{0,3}(#{1,6})\s+(.*?)\s*#*\s*$`)
	boldHeading = lazyregexp.New(`^\s{0,3}(?:\*\*|__)([^*_]{2,60})(?:\*\*|__):?\s*$`)
	wordHeading = lazyregexp.New(`^\s{0,3}([\p{L}][\p{L}' /&-]{2,40}):?\s*$`)
	underline   = lazyregexp.New(`^\s{0,3}(=+|-{3,}|~{3,}|\^{3,})\s*$`)
	bullet      = lazyregexp.New(`^(\s*)(?:\*\)|[-*+•‣▪◦–o]|\d{1,3}[.)])\s+(.*)$`)
	htmlItem    = lazyregexp.New(`^(\s*)<(?:li|summary)>\s*(.*)$`)
	htmlFrame   = lazyregexp.New(`^\s*</?(?:details|ul|ol|p|br|div)\s*/?>\s*$`)
	leadLine    = lazyregexp.New(`^\s{0,3}\pL[^.!?|]{3,90}:\**\s*$`)
	fence       = lazyregexp.New("^\\s*(```|~~~)")
	definition  = lazyregexp.New(`^\s*\[[^\]]+\]:\s`)
)

// maxLabel is how many words a bullet has at most that only names a class.
const maxLabel = 4

// leadLevel is the level of a line that leads to a list.
const leadLevel = 9

// A line is a bullet, a heading or a continuation.
type line struct {
	indent int
	text   string
	level  int // of a heading; 0 is no heading
	bullet bool
}

// Entries splits notes into entries. Bullets are entries; one that only names a
// class and has deeper bullets below ("- Security") is a heading; bullets below
// an entry are its details. Notes without bullets have no entries.
func Entries(text string) []Entry {
	lines := split(text)
	var entries []Entry
	var r reader
	for i, l := range lines {
		switch {
		case l.level > 0:
			r.heading(l.level, l.text)
		case l.bullet && r.detail(l.indent):
		case l.bullet && len(strings.Fields(l.text)) <= maxLabel && deeper(lines, i) && headingClass(l.text) != "":
			r.heading(10+l.indent, l.text)
		case l.bullet:
			if len(entries) == maxEntries {
				return entries
			}
			r.open(l.indent)
			entries = append(entries, newEntry(r.class(), continued(lines, i)))
		default:
			r.text(l)
		}
	}
	return entries
}

func split(text string) []line {
	raw := strings.Split(strings.ReplaceAll(text, "\r\n", "\n"), "\n")
	lines := make([]line, 0, len(raw))
	code := false
	for i, s := range raw {
		if fence.Re().MatchString(s) && !underlines(raw, i) {
			code = !code
			continue
		}
		if code || definition.Re().MatchString(s) || underline.Re().MatchString(s) && len(lines) > 0 && lines[len(lines)-1].level > 0 {
			continue
		}
		lines = append(lines, readLine(raw, i))
	}
	return lines
}

// underlines tells whether a row of ~ is under a heading of reStructuredText
// and opens no code.
func underlines(raw []string, i int) bool {
	return i > 0 && underline.Re().MatchString(raw[i]) && strings.TrimSpace(raw[i-1]) != "" && len(strings.TrimSpace(raw[i])) >= len(strings.TrimSpace(raw[i-1]))
}

func readLine(raw []string, i int) line {
	s := strings.ReplaceAll(raw[i], "\t", "    ")
	if m := hashHeading.Re().FindStringSubmatch(s); m != nil {
		return line{level: len(m[1]), text: m[2]}
	}
	for _, form := range []*regexp.Regexp{bullet.Re(), htmlItem.Re()} {
		if m := form.FindStringSubmatch(s); m != nil {
			return line{indent: len(m[1]), text: m[2], bullet: true}
		}
	}
	if htmlFrame.Re().MatchString(s) {
		return line{}
	}
	if labelled(s) {
		return line{text: s, bullet: true}
	}
	text := strings.TrimSpace(s)
	if text != "" && i+1 < len(raw) && underline.Re().MatchString(raw[i+1]) && len(text) < 80 {
		return line{level: 2, text: text}
	}
	if m := boldHeading.Re().FindStringSubmatch(s); m != nil {
		return line{level: 7, text: m[1]}
	}
	if m := wordHeading.Re().FindStringSubmatch(s); m != nil && headingClass(m[1]) != "" && len(strings.Fields(m[1])) <= 4 && blankBefore(raw, i) {
		return line{level: 8, text: m[1]}
	}
	if leadLine.Re().MatchString(s) && headingClass(text) != "" && blankBefore(raw, i) && (i+1 == len(raw) || strings.TrimSpace(raw[i+1]) == "" || bullet.Re().MatchString(raw[i+1])) {
		return line{level: leadLevel, text: text} // "This release fixes the following bugs:"
	}
	return line{indent: len(s) - len(strings.TrimLeft(s, " ")), text: text}
}

func blankBefore(raw []string, i int) bool { return i == 0 || strings.TrimSpace(raw[i-1]) == "" }

// deeper tells whether the next bullet after i is below it.
func deeper(lines []line, i int) bool {
	for _, l := range lines[i+1:] {
		if l.bullet || l.level > 0 {
			return l.bullet && l.indent > lines[i].indent
		}
		if l.text != "" {
			return false
		}
	}
	return false
}

// continued joins a bullet with the lines that go on with it.
func continued(lines []line, i int) string {
	text := lines[i].text
	for _, l := range lines[i+1:] {
		if l.bullet || l.level > 0 || l.text == "" || len(text) > 2000 {
			break
		}
		text += " " + l.text
	}
	return text
}

// A reader keeps the headings above the current line.
type reader struct {
	stack []heading
	entry int // indent of the open entry plus one; 0 is none
}

type heading struct {
	level int
	class string
}

func (r *reader) heading(level int, text string) {
	class := headingClass(text)
	if level == leadLevel && class == Changed {
		class = Other // "the full list of changes:" tells no class, and ends the one above
	}
	for len(r.stack) > 0 && r.stack[len(r.stack)-1].level >= level {
		r.stack = r.stack[:len(r.stack)-1]
	}
	r.stack = append(r.stack, heading{level, class})
	r.entry = 0
}

// class is that of the innermost heading that has one.
func (r *reader) class() string {
	for i := len(r.stack) - 1; i >= 0; i-- {
		if r.stack[i].class != "" {
			return r.stack[i].class
		}
	}
	return ""
}

func (r *reader) open(indent int) {
	r.entry = indent + 1
	for len(r.stack) > 0 && r.stack[len(r.stack)-1].level >= 10 && r.stack[len(r.stack)-1].level-10 >= indent {
		r.stack = r.stack[:len(r.stack)-1]
	}
}

// detail tells whether a bullet is below the open entry. A bullet is one level
// deeper from two columns on.
func (r *reader) detail(indent int) bool { return r.entry > 0 && indent >= r.entry-1+2 }

// text closes the open entry at a paragraph that begins at its margin.
func (r *reader) text(l line) {
	if l.text != "" && r.entry > 0 && l.indent < r.entry-1 {
		r.entry = 0
	}
}

// A paragraph is a piece of text that is no entry, and the class of the heading
// above it.
type paragraph struct{ text, class string }

// paragraphs lists the paragraphs of notes, and their bullets, each on one line.
func paragraphs(text string) (out []paragraph) {
	var r reader
	open := ""
	flush := func() {
		if open != "" {
			out = append(out, paragraph{open, r.class()})
		}
		open = ""
	}
	for _, l := range split(text) {
		switch {
		case l.level > 0:
			flush()
			r.heading(l.level, l.text)
			out = append(out, paragraph{l.text, ""})
		case l.bullet, l.text == "", len(open) > maxParagraph:
			flush()
			open = l.text
		default:
			open = strings.TrimSpace(open + " " + l.text)
		}
	}
	flush()
	return out
}

// maxParagraph bounds what is read as one paragraph, in bytes.
const maxParagraph = 4 << 10
