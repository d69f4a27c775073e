package layout

import (
	"fmt"

	"github.com/yuin/goldmark/ast"
)

const listIndent = 17.0

func (b *builder) list(t *ast.List, el *Elem, x, w float64) {
	b.depth++
	defer func() { b.depth-- }()
	if b.depth > maxDepth || w < 90 {
		b.warn(t, "a list nested more than %d deep is set flat", maxDepth)
		for c := t.FirstChild(); c != nil; c = c.NextSibling() {
			b.lines([]span{{text: b.fonts.Regular.Clean(b.src.DeepText(c)), style: b.body(el.New("P"))}}, x, w, bodyLead)
		}
		return
	}
	lst := el.New("L")
	lst.Attr = append(lst.Attr, "/O/List/ListNumbering/"+b.numbering(t))
	switch {
	case b.brief(t) && oneParagraph(t) && t.IsOrdered():
		b.actions(t, lst)
		return
	case b.brief(t) && oneParagraph(t):
		lst.Attr = []string{"/O/List/ListNumbering/None"}
		b.figures(t, lst)
		return
	case termIDs[b.anchor] && b.depth == 1 && t.Parent() == b.src.Root && oneParagraph(t) && !t.IsOrdered():
		lst.Attr = []string{"/O/List/ListNumbering/None"}
		b.terms(t, lst)
		return
	}
	if items, ok := b.columned(t, lst); ok {
		lst.Attr = []string{"/O/List/ListNumbering/None"}
		b.inColumns(items)
		return
	}
	n := t.Start
	for c := t.FirstChild(); c != nil; c = c.NextSibling() {
		b.item(t, c, lst, n, x, w)
		n++
	}
	if b.depth == 1 {
		b.y += 5
	}
}

func (b *builder) numbering(t *ast.List) string {
	switch {
	case t.IsOrdered():
		return "Decimal"
	case b.depth == 2:
		return "Circle"
	}
	return "Disc"
}

func (b *builder) item(t *ast.List, c ast.Node, lst *Elem, n int, x, w float64) {
	li := lst.New("LI")
	lbl, body := li.New("Lbl"), li.New("LBody")
	b.need(2 * bodyLead)
	y, indent := b.y+bodyLead*baseline, listIndent
	switch {
	case t.IsOrdered():
		s := fmt.Sprintf("%d.", n)
		indent = max(indent, b.fonts.Semibold.Width(s, bodySize)+5)
		b.text(lbl, b.fonts.Semibold, bodySize, b.theme.Primary, x, y, s+" ")
	case b.depth == 1:
		b.text(lbl, b.fonts.Bold, bodySize, linkBlue, x+3, y, "• ")
	default:
		b.text(lbl, b.fonts.Regular, bodySize, linkBlue, x+3, y, "– ")
	}
	b.draw(Op{Kind: OpTouch, Elem: body})
	if c.FirstChild() == nil {
		b.y += bodyLead
	}
	for k := c.FirstChild(); k != nil; k = k.NextSibling() {
		b.block(k, body, x+indent, w-indent)
	}
}
