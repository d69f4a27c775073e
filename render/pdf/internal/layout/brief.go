package layout

import (
	"fmt"
	"strings"

	"github.com/yuin/goldmark/ast"
)

// briefID is the id of the summary, which a reader in a hurry sees first: its
// figures stand in a column of their own, its actions in panels.
const briefID = "en-bref"

// Measures of the summary, in points.
const (
	figureColumn = 136.0
	figureSize   = 12.5
)

// brief tells whether a list is one of the summary.
func (b *builder) brief(t *ast.List) bool {
	return b.depth == 1 && b.anchor == briefID && t.Parent() == b.src.Root
}

// figures sets a list whose items begin with a figure in strong text: the figure
// at the left, its sentence beside it, a rule between.
func (b *builder) figures(t *ast.List, lst *Elem) {
	for c := t.FirstChild(); c != nil; c = c.NextSibling() {
		body := lst.New("LI").New("LBody")
		spans := b.spans(c.FirstChild(), b.body(body.New("P")))
		lead := 0
		for lead < len(spans) && spans[lead].face == b.fonts.Semibold {
			spans[lead].face, spans[lead].size, spans[lead].color = b.fonts.Bold, figureSize, b.theme.Primary
			lead++
		}
		movePoint(spans, lead)
		column := figureColumn
		if lead == 0 {
			column = 0
		}
		left, right := breakLines(spans[:lead], figureColumn-14), breakLines(spans[lead:], b.page.full()-column)
		goesOn(left)
		h := max(float64(len(left))*15.5, float64(len(right))*bodyLead) + 9
		b.need(h)
		for i, l := range left {
			b.setLine(l, margin, b.y+5+12+float64(i)*15.5)
		}
		for i, l := range right {
			b.setLine(l, margin+column, b.y+5+12+float64(i)*bodyLead)
		}
		b.y += h
		line := rule
		b.draw(Op{Kind: OpLine, Points: []Point{{margin, b.y}, {margin + b.page.full(), b.y}}, LineWidth: 0.6, Stroke: &line})
	}
	b.y += 12
}

// actions sets a numbered list as panels, the number in a disc.
func (b *builder) actions(t *ast.List, lst *Elem) {
	n := t.Start
	for c := t.FirstChild(); c != nil; c = c.NextSibling() {
		li := lst.New("LI")
		lbl, body := li.New("Lbl"), li.New("LBody")
		ls := breakLines(b.spans(c.FirstChild(), b.body(body.New("P"))), b.page.full()-56)
		h := float64(len(ls))*bodyLead + 13
		b.need(h)
		mist, disc := b.theme.Mist, b.theme.Primary
		w, cy := b.page.full(), b.y+h/2
		b.draw(Op{Kind: OpRect, X: margin, Y: b.y, W: w, H: h, Fill: &mist}, Op{Kind: OpCircle, X: margin + 21, Y: cy, R: 10.5, Fill: &disc})
		s := fmt.Sprint(n)
		b.text(lbl, b.fonts.Bold, 11.5, white, margin+21-b.fonts.Bold.Width(s, 11.5)/2, cy+4, s+" ")
		for i, l := range ls {
			b.setLine(l, margin+44, b.y+6+bodyLead*baseline+float64(i)*bodyLead)
		}
		b.y += h + 5
		n++
	}
	b.y += 7
}

// oneParagraph tells whether each item of a list is one paragraph.
func oneParagraph(t *ast.List) bool {
	for c := t.FirstChild(); c != nil; c = c.NextSibling() {
		if c.ChildCount() != 1 {
			return false
		}
		switch c.FirstChild().(type) {
		case *ast.TextBlock, *ast.Paragraph:
		default:
			return false
		}
	}
	return true
}

// movePoint gives the point that follows a figure to the figure.
func movePoint(spans []span, lead int) {
	if lead == 0 || lead == len(spans) {
		return
	}
	rest := spans[lead].text
	if cut := strings.TrimLeft(rest, "\u00a0\u202f,;.:"); cut != rest {
		spans[lead-1].text += rest[:len(rest)-len(cut)]
		spans[lead].text = cut
	}
}
