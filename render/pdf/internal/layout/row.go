package layout

import (
	"github.com/yuin/goldmark/ast"
	east "github.com/yuin/goldmark/extension/ast"

	"guette/render/look"
)

// wholeRow is the share of a page under which a row moves whole to the next.
const wholeRow = 0.45

func (t *table) row(r ast.Node) { t.flow(t.readRow(r)) }

// flow sets the cells of a row, on as many pages as they need.
func (t *table) flow(cells []cell) {
	b, lines := t.b, 1
	for _, c := range cells {
		lines = max(lines, len(c.lines))
	}
	h := float64(lines)*cellLead + rowPad
	if !b.room(h) && (h < (b.page.bottom()-top)*wholeRow || !b.room(4*cellLead+rowPad)) {
		b.next()
		t.drawHead(false)
	}
	for from := 0; from < lines; {
		fit := max(int((b.page.bottom()-b.y-rowPad)/cellLead), 1)
		to := min(lines, from+fit)
		t.drawRow(cells, from, to)
		if from = to; from < lines {
			b.next()
			t.drawHead(false)
		}
	}
}

func (t *table) readRow(r ast.Node) []cell {
	var cells []cell
	tr := t.body.New("TR")
	nodes := make([]ast.Node, 0, len(t.heads))
	for c := r.FirstChild(); c != nil; c = c.NextSibling() {
		nodes = append(nodes, c)
	}
	for i, col := range t.cols {
		kind := "TD"
		if i == 0 {
			kind = "TH"
		}
		c := cell{el: tr.New(kind), right: t.heads[col].Alignment == east.AlignRight}
		if i == 0 {
			c.el.Attr = append(c.el.Attr, "/O/Table/Scope/Row")
		}
		if col < len(nodes) {
			spans := t.spans(nodes[col], c.el, col, false)
			c.lines = breakLines(spans, t.ws[i]-2*cellPad)
			if len(spans) == 1 {
				c.level = spans[0].level
			}
		}
		cells = append(cells, c)
	}
	return cells
}

// drawRow draws the lines from, to (to left out) of each cell of a row.
func (t *table) drawRow(cells []cell, from, to int) {
	b := t.b
	h := float64(to-from)*cellLead + rowPad
	if m := cells[0].level; m != look.NoLevel {
		fill, _, _ := m.Colors()
		b.draw(Op{Kind: OpRect, X: margin - barWidth, Y: b.y, W: barWidth, H: h - 0.6, Fill: &fill})
	}
	for i, c := range cells {
		if from == 0 {
			b.draw(Op{Kind: OpTouch, Elem: c.el})
		}
		for k := from; k < min(to, len(c.lines)); k++ {
			b.setLine(c.lines[k], t.at(i, c.right, c.lines[k]), b.y+rowPad/2+float64(k-from)*cellLead+cellLead*0.74)
		}
	}
	b.y += h
	c := rule
	b.draw(Op{Kind: OpLine, Points: []Point{{margin, b.y}, {margin + b.page.full(), b.y}}, LineWidth: 0.6, Stroke: &c})
}
