package layout

import (
	"regexp"
	"strings"

	"github.com/yuin/goldmark/ast"

	"guette/render/look"
)

// spans are the texts of a cell of a column, in the look that the column gives them.
func (t *table) spans(c ast.Node, el *Elem, col int, head bool) []span {
	b := t.b
	st := style{face: b.fonts.Regular, size: cellSize, color: ink, elem: el, lang: b.src.Front.Lang}
	switch {
	case head:
		st.face, st.color = b.fonts.Semibold, b.theme.Primary
	case col == 0:
		st.face = b.fonts.Semibold
	}
	if m := look.LevelOf(t.names[col], b.src.Text(c)); m != look.NoLevel && !head {
		st.face, st.level = b.fonts.Semibold, m
		st.size = cellSize * badgeText
		return []span{{text: b.fonts.Semibold.Clean(strings.ReplaceAll(b.src.Text(c), " ", "\u00a0")), style: st}}
	}
	spans := b.spans(c, st)
	for i := range spans {
		spans[i].text = cellYear.ReplaceAllString(spans[i].text, "$1 $2")
	}
	switch {
	case head:
		return spans
	case col == t.name && col > 0:
		return b.named(spans)
	}
	return signed(t.names[col], spans)
}

// named sets the name that a cell begins with, up to a comma, in the weight of a row
// header.
func (b *builder) named(spans []span) []span {
	var out []span
	for i, s := range spans {
		if s.face != b.fonts.Regular {
			out = append(out, s)
			continue
		}
		head, rest, found := strings.Cut(s.text, ",")
		strong := s
		strong.text, strong.face = head, b.fonts.Semibold
		if out = append(out, strong); found {
			s.text = "," + rest
			return append(append(out, s), spans[i+1:]...)
		}
	}
	return out
}

// signed puts the sign of a level before its word at the end of a cell.
func signed(column string, spans []span) []span {
	text := ""
	for _, s := range spans {
		text += s.text
	}
	_, word, l := look.TailLevel(column, text)
	if l == look.NoLevel || !strings.HasSuffix(spans[len(spans)-1].text, word) {
		return spans
	}
	last := spans[len(spans)-1]
	first, sign := last, last
	first.text, sign.text, sign.sign, sign.elem = strings.TrimSuffix(last.text, word), "", l, nil
	last.text = word
	return append(spans[:len(spans)-1:len(spans)-1], first, sign, last)
}

// cellYear finds the space before the year of a date: in the narrow column of a
// table, a line may break there.
var cellYear = regexp.MustCompile(`(\p{Ll})\x{00a0}(\d{4})`)
