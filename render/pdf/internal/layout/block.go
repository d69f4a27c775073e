package layout

import (
	"strings"

	"github.com/yuin/goldmark/ast"
	east "github.com/yuin/goldmark/extension/ast"
)

// Sizes of running text and its leading, in points.
const (
	bodySize = 11.0
	bodyLead = 16.2
	baseline = 0.76 // share of the leading above the baseline
)

// block sets one block node.
func (b *builder) block(n ast.Node, el *Elem, x, w float64) {
	switch t := n.(type) {
	case *ast.Heading:
		b.heading(t, el, x)
	case *ast.Paragraph:
		b.paragraph(t, el, x, w)
	case *ast.TextBlock:
		b.lines(b.spans(t, b.body(el.New("P"))), x, w, bodyLead)
		b.y += 3.5
	case *ast.List:
		b.list(t, el, x, w)
	case *ast.Blockquote:
		b.quote(t, el, x, w)
	case *ast.FencedCodeBlock:
		b.fence(t, el, x, w)
	case *ast.CodeBlock:
		b.code(b.src.Lines(t), el, x, w)
	case *ast.ThematicBreak:
		b.need(20)
		c := rule
		b.draw(Op{Kind: OpLine, Points: []Point{{x, b.y + 6}, {x + 60, b.y + 6}}, LineWidth: 1, Stroke: &c})
		b.y += 16
	case *east.Table:
		b.table(t, el)
	case *east.FootnoteList:
		b.footnotes(t, el, x)
	case *ast.HTMLBlock:
		b.warn(t, "HTML block %.60q is not passed on: its text is set", strings.TrimSpace(b.src.Lines(t)))
		if text := b.src.HTMLText(t); text != "" {
			b.lines(b.plain(text, b.body(el.New("P"))), x, w, bodyLead)
			b.y += 7.5
		}
	default:
		for c := n.FirstChild(); c != nil; c = c.NextSibling() {
			b.block(c, el, x, w)
		}
	}
}

func (b *builder) paragraph(t *ast.Paragraph, el *Elem, x, w float64) {
	if _, ok := t.NextSibling().(*east.Table); ok && strings.HasPrefix(b.src.Text(t), b.words.table) {
		b.caption = t
		return
	}
	if b.decided(t) {
		b.decision(t, el)
		return
	}
	if img := b.onlyImage(t); img != nil {
		b.figureImage(img, el, x, w)
		return
	}
	switch next := t.NextSibling().(type) { // a sentence that leads to a table or a register stays with it
	case *east.Table:
		b.need(b.leadRoom(t) + min(b.tableRoom(next, b.anchor), mostFollow))
	case *ast.List:
		if b.register(next) {
			b.need(24 + registerRoom(next))
		}
	}
	b.lines(b.spans(t, b.body(el.New("P"))), x, w, b.stretch(sheetLeading))
	b.y += b.stretch(sheetGap)
}

// lines sets spans and moves down. It keeps two lines together at the foot and
// at the head of a page.
func (b *builder) lines(spans []span, x, w, lead float64) {
	ls := breakLines(spans, w)
	for i := 0; i < len(ls); {
		fit, left := int((b.page.bottom()-b.y)/lead), len(ls)-i
		if fit < left {
			if fit < 2 && b.y > top+1 {
				b.next()
				continue
			}
			if left-fit == 1 && fit > 2 {
				fit--
			}
			fit = max(fit, 1)
		}
		for range min(fit, left) {
			b.setLine(ls[i], x, b.y+lead*baseline)
			b.y += lead
			i++
		}
		if i < len(ls) {
			b.next()
		}
	}
}
