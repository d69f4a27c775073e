package layout

import (
	"fmt"

	"github.com/yuin/goldmark/ast"

	"guette/render/markdown"
)

// briefID is the id of the summary, which a reader in a hurry sees first: its
// figures and names stand in a column of their own, its actions in panels.
const briefID = "en-bref"

// brief tells whether a list is one of the summary.
func (b *builder) brief(t *ast.List) bool {
	return b.depth == 1 && b.anchor == briefID && t.Parent() == b.src.Root
}

// mostLoose bounds the space that a row of the summary takes beyond the usual, in
// points.
const mostLoose = 12.0

// loosen tells how much wider the rows of the summary stand: it takes the page that
// nothing else begins on. The summary is what a reader in a hurry is handed.
func (b *builder) loosen(h *ast.Heading) float64 {
	if markdown.HeadingID(h) != briefID || b.page.H >= endless {
		return 0
	}
	rows, n := 0, h.NextSibling()
	height := b.trial(func(t *builder) {
		t.y += ranks[2].lead + ranks[2].after
		for ; n != nil && n.Kind() != ast.KindHeading; n = n.NextSibling() {
			if l, ok := n.(*ast.List); ok {
				rows += l.ChildCount()
			}
			t.block(n, t.doc.Root, margin, textWidth)
		}
	})
	left := b.page.bottom() - b.y - height
	if rows == 0 || left <= 0 || n == nil || b.follow(n, briefID) <= left {
		return 0
	}
	return min(left*fillShare/float64(rows), mostLoose)
}

// actions sets a numbered list as panels, the number in a disc.
func (b *builder) actions(t *ast.List, lst *Elem) {
	n := t.Start
	for c := t.FirstChild(); c != nil; c = c.NextSibling() {
		li := lst.New("LI")
		lbl, body := li.New("Lbl"), li.New("LBody")
		ls := breakLines(b.spans(c.FirstChild(), b.body(body.New("P"))), b.page.full()-56)
		h := float64(len(ls))*bodyLead + 13 + b.loose
		b.need(h)
		mist, disc := b.theme.Mist, b.theme.Primary
		w, cy := b.page.full(), b.y+h/2
		b.draw(Op{Kind: OpRect, X: margin, Y: b.y, W: w, H: h, Fill: &mist}, Op{Kind: OpCircle, X: margin + 21, Y: cy, R: 10.5, Fill: &disc})
		s := fmt.Sprint(n)
		b.text(lbl, b.fonts.Bold, 11.5, white, margin+21-b.fonts.Bold.Width(s, 11.5)/2, cy+4, s+" ")
		for i, l := range ls {
			b.setLine(l, margin+44, b.y+6+b.loose/2+bodyLead*baseline+float64(i)*bodyLead)
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
