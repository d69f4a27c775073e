package layout

import (
	"strings"

	"github.com/yuin/goldmark/ast"
	east "github.com/yuin/goldmark/extension/ast"

	"guette/render/markdown"
)

// Starts of the ids of blocks that stand out.
const (
	panelPrefix = "priorite-" // why to act: a panel
	sheetPrefix = "fiche-"    // a program sheet: whole on its page
)

// sections sets the blocks of the draft; the block of a priority is a panel.
func (b *builder) sections(skip ...ast.Node) {
	n := b.src.Root.FirstChild()
	for n != nil {
		if b.pending != nil && b.room(b.figureRoom(b.pending)) {
			b.settle(b.pending)
		}
		switch {
		case n == skip[0] || n == skip[1]:
			n = n.NextSibling()
		case startsPanel(n):
			n = b.panel(n)
		default:
			b.closeSheet(n)
			b.block(n, b.doc.Root, margin, b.measureOf(n))
			n = n.NextSibling()
		}
	}
}

// wholePanel is the share of a page under which a panel moves whole to the next.
const wholePanel = 0.28

func startsPanel(n ast.Node) bool {
	h, ok := n.(*ast.Heading)
	return ok && h.Level == 3 && strings.HasPrefix(markdown.HeadingID(h), panelPrefix) && onlyText(h.NextSibling())
}

// onlyText tells whether paragraphs and lists alone follow, up to the next heading.
func onlyText(n ast.Node) bool {
	for ; n != nil; n = n.NextSibling() {
		switch n.(type) {
		case *ast.Heading, *east.FootnoteList:
			return true
		case *ast.Paragraph, *ast.List:
		default:
			return false
		}
	}
	return true
}

// panel sets a heading and the text under it on a ground with a bar; it returns
// the node after.
func (b *builder) panel(n ast.Node) ast.Node {
	if b.y > top+1 {
		b.y += 12
	}
	b.need(min(b.panelHeight(n), (b.page.bottom()-top)*wholePanel))
	from, first := b.here(), len(b.page.Ops)
	n = b.panelText(n)
	b.y += 4
	b.ground(from, first, func(p *Page, y0, y1 float64) []Op {
		mist, bar := b.theme.Mist, b.theme.Accent
		return []Op{{Kind: OpRect, X: margin, Y: y0, W: p.full(), H: y1 - y0, Fill: &mist}, {Kind: OpRect, X: margin, Y: y0, W: 4, H: y1 - y0, Fill: &bar}}
	})
	b.y += 4
	return n
}

// sheetWidth is the width of the text of a sheet, in points: it has charts and
// call-outs as wide as the page around it.
const sheetWidth = 440.0

// measureOf is the width of the running text of a block.
func (b *builder) measureOf(n ast.Node) float64 {
	if n.Kind() != ast.KindHeading && isSheet(b.anchor) {
		return sheetWidth
	}
	return textWidth
}

func isSheet(id string) bool { return strings.HasPrefix(id, sheetPrefix) }

// panelText sets the text of a panel, and returns the node after.
func (b *builder) panelText(n ast.Node) ast.Node {
	b.y += 2
	x, w := margin+panelPad+4, b.page.full()-2*panelPad-8
	b.block(n, b.doc.Root, x, w)
	for n = n.NextSibling(); n != nil && n.Kind() != ast.KindHeading && n.Kind() != east.KindFootnoteList; n = n.NextSibling() {
		b.block(n, b.doc.Root, x, w)
	}
	return n
}

func (b *builder) panelHeight(n ast.Node) float64 {
	return b.trial(func(t *builder) { t.panelText(n) }) + 4
}

// sheetHead draws the band under the title of a program sheet.
func (b *builder) sheetHead(height float64) {
	mist, bar := b.theme.Mist, b.theme.Primary
	b.draw(Op{Kind: OpRect, X: margin, Y: b.y - 6, W: b.page.full(), H: height + 12, Fill: &mist}, Op{Kind: OpRect, X: margin, Y: b.y - 6, W: 5, H: height + 12, Fill: &bar})
}

// decided tells whether a paragraph is the decision that a sheet proposes.
func (b *builder) decided(p *ast.Paragraph) bool {
	e, ok := p.FirstChild().(*ast.Emphasis)
	if !ok || e.Level != 2 || !strings.HasPrefix(b.anchor, sheetPrefix) {
		return false
	}
	lead := b.src.Text(e)
	return strings.HasPrefix(lead, "Décision") || strings.HasPrefix(lead, "Decision")
}

// decision sets the paragraph of a decision as a call-out.
func (b *builder) decision(p *ast.Paragraph, el *Elem) {
	set := func(t *builder) {
		t.y += t.stretch(sheetCallPad)
		t.lines(t.spans(p, t.body(el.New("P"))), margin+panelPad+4, t.page.full()-2*panelPad-8, t.stretch(sheetLeading))
		t.y += t.stretch(sheetCallPad)
	}
	b.need(min(b.trial(set), (b.page.bottom()-top)*wholeRow))
	from, first := b.here(), len(b.page.Ops)
	set(b)
	b.ground(from, first, func(pg *Page, y0, y1 float64) []Op {
		mist, bar := b.theme.Mist, b.theme.Accent
		return []Op{{Kind: OpRect, X: margin, Y: y0, W: pg.full(), H: y1 - y0, Fill: &mist}, {Kind: OpRect, X: margin, Y: y0, W: 4, H: y1 - y0, Fill: &bar}}
	})
	b.y += b.stretch(sheetCallGap)
}
