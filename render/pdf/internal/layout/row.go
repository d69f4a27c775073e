package layout

import (
	"slices"

	"github.com/yuin/goldmark/ast"
	east "github.com/yuin/goldmark/extension/ast"

	"guette/render/look"
)

// wholeRow is the share of a page under which a row moves whole to the next.
const wholeRow = 0.45

// flowAll sets the head and the rows.
func (t *table) flowAll() {
	rows := t.ready()
	t.begin(rows)
	if rows == nil {
		for _, r := range t.rows {
			t.flow(t.readRow(r))
		}
	}
	for i, r := range rows {
		if i == t.hold && !t.b.room(t.height(rows[i:], t.pad)) {
			t.turn()
		}
		t.flow(r)
	}
	t.rule(margin)
}

// begin makes room for the head and the first rows, and draws the head.
func (t *table) begin(rows [][]cell) {
	b := t.b
	if t.headH > maxHead { // it could fill a page each time: it is set once, as a row
		b.warn(t.node, "a header row of %.0f points is not repeated", t.headH)
		t.once = true
		t.flow(t.head)
		return
	}
	first := streamedRow
	if rows != nil {
		first = t.opening(rows)
	}
	b.need(t.headH + first)
	t.plan(rows)
	t.drawHead(true)
}

// turn goes to the next page, the table closed on this one.
func (t *table) turn() {
	t.rule(margin)
	t.b.next()
	t.drawHead(false)
}

// rule draws the line under a row.
func (t *table) rule(from float64) {
	b, c := t.b, rule
	b.draw(Op{Kind: OpLine, Points: []Point{{from, b.y}, {margin + b.page.full(), b.y}}, LineWidth: 0.6, Stroke: &c})
}

// flow sets the cells of a row, on as many pages as they need.
func (t *table) flow(cells []cell) {
	b, lines := t.b, linesOf(cells)
	h := float64(lines)*cellLead + t.pad
	if !b.room(h) && (h < (b.page.bottom()-top)*wholeRow || !b.room(4*cellLead+t.pad)) {
		t.turn()
	}
	for from := 0; from < lines; {
		fit := max(int((b.page.bottom()-b.y-t.pad)/cellLead), 1)
		to := min(lines, from+fit)
		t.drawRow(cells, from, to)
		if from = to; from < lines {
			t.turn()
		}
	}
}

func linesOf(cells []cell) int {
	lines := 1
	for _, c := range cells {
		lines = max(lines, len(c.lines))
	}
	return lines
}

func (t *table) readRow(r ast.Node) []cell {
	var cells []cell
	tr := t.body.New("TR")
	nodes := make([]ast.Node, 0, len(t.heads))
	for c := r.FirstChild(); c != nil; c = c.NextSibling() {
		nodes = append(nodes, c)
	}
	for i, col := range t.cols {
		kind, names := "TD", i == 0 || col == t.name && col < len(nodes) && t.b.src.Text(nodes[col]) != ""
		if names {
			kind = "TH"
		}
		c := cell{el: tr.New(kind), right: t.heads[col].Alignment == east.AlignRight}
		if names {
			c.el.Attr = append(c.el.Attr, "/O/Table/Scope/Row")
		}
		if col < len(nodes) {
			spans := t.spans(nodes[col], c.el, col, false)
			c.lines = breakLines(spans, t.ws[i]-2*cellPad)
			if len(spans) == 1 {
				c.level = spans[0].level
			}
		}
		if i == 0 {
			text := t.b.src.Text(nodes[0])
			c.again = text == t.above && text != "" && c.level == look.NoLevel
			t.above = text
		}
		cells = append(cells, c)
	}
	return cells
}

// drawRow draws the lines from, to (to left out) of each cell of a row. A name that
// stands in the row above too is set lighter, and the line between is shorter.
func (t *table) drawRow(cells []cell, from, to int) {
	b := t.b
	again := cells[0].again && t.drawn > 0
	if t.drawn > 0 {
		start := margin
		if again && len(t.xs) > 1 {
			start = t.xs[1]
		}
		t.rule(start)
	}
	h := float64(to-from)*cellLead + t.pad
	if m := cells[0].level; m != look.NoLevel {
		fill, _, _ := m.Colors()
		b.draw(Op{Kind: OpRect, X: margin - barWidth, Y: b.y + 0.3, W: barWidth, H: h - 0.6, Fill: &fill})
	}
	for i, c := range cells {
		if from == 0 {
			b.draw(Op{Kind: OpTouch, Elem: c.el})
		}
		for k := from; k < min(to, len(c.lines)); k++ {
			l := c.lines[k]
			if i == 0 && again {
				l = t.lighter(l)
			}
			b.setLine(l, t.at(i, c.right, l), b.y+t.pad/2+float64(k-from)*cellLead+cellLead*0.74)
		}
	}
	b.y += h
	t.drawn++
}

// lighter is a line of a row header in the weight and the grey of what is repeated.
func (t *table) lighter(l line) line {
	out := line{last: l.last}
	for _, w := range l.words {
		w.pieces = slices.Clone(w.pieces)
		for i := range w.pieces {
			if p := &w.pieces[i]; p.link == nil && p.face == t.b.fonts.Semibold {
				p.face, p.color = t.b.fonts.Regular, grey
			}
		}
		if w.space.link == nil && w.space.face == t.b.fonts.Semibold {
			w.space.face, w.space.color = t.b.fonts.Regular, grey
		}
		out.words = append(out.words, w)
	}
	return out
}
