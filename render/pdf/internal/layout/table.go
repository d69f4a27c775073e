package layout

import (
	"fmt"
	"strings"

	"github.com/yuin/goldmark/ast"
	east "github.com/yuin/goldmark/extension/ast"

	"guette/render/chart"
	"guette/render/look"
)

// A table is set from its parts. A table too wide for the page is turned; one too
// wide for a turned page is split, its first column repeated in each part.
type table struct {
	b     *builder
	node  *east.Table
	el    *Elem
	body  *Elem
	heads []*east.TableCell
	names []string // texts of the heads
	name  int      // column that names the rows, beside the first
	rows  []ast.Node
	wants []wants
	cols  []int // columns of this part
	xs    []float64
	ws    []float64
	head  []cell
	headH float64
	once  bool    // the head is not repeated
	pad   float64 // above and below the text of a row
	hold  int     // the rows from this one on stay together
	drawn int     // rows on this page
	above string  // first cell of the row read before
}

type cell struct {
	el    *Elem
	lines []line
	right bool
	level look.Level
	again bool // the text of the cell above
}

// headRule is the room of the line under the head, in points.
const headRule = 0.8

// probedRows bounds the rows that decide the widths: a table of 10,000 stays
// cheap.
const probedRows = 400

// maxHead bounds the height of a header row that is repeated, in points.
const maxHead = 200.0

func (b *builder) table(n *east.Table, el *Elem) {
	t := b.newTable(n)
	if !visible(b.src.DeepText(n)) {
		b.warn(n, "a table without text is left out")
		return
	}
	if b.float {
		b.float = false
		defer func() { b.later(b.tableChart(n, b.anchor)) }()
	} else {
		t.chart(el)
	}
	switch {
	case t.isCard() && b.alert:
		t.action(el)
		return
	case t.isCard():
		t.columnFacts(el)
		return
	}
	t.wants = b.shared(t)
	if least(t.wants) > b.page.full() {
		t.wants = t.probe(nil)
	}
	if least(t.wants) <= b.page.full() {
		t.set(el, t.all())
		return
	}
	turned := paperLong - 2*margin
	was := b.page
	if b.page.W < b.page.H {
		if len(was.Ops) == 0 && b.y <= top+1 {
			was.W, was.H = paperLong, paperShort
		} else {
			b.addPage(paperLong, paperShort)
		}
	}
	for _, part := range t.parts(turned) {
		t.set(el, part)
	}
	b.newPage()
}

// all lists the columns.
func (t *table) all() []int {
	all := make([]int, len(t.heads))
	for i := range all {
		all[i] = i
	}
	return all
}

func (b *builder) newTable(n *east.Table) *table {
	t := &table{b: b, node: n, pad: rowPad}
	t.read()
	return t
}

// chart draws the chart that belongs to the table, where one does.
func (t *table) chart(el *Elem) {
	if c := t.b.tableChart(t.node, t.b.anchor); c != nil {
		t.b.figureAbove(c, el, t.node)
	}
}

// tableChart is the chart that belongs to a table under the heading of an id; nil
// where none does.
func (b *builder) tableChart(n *east.Table, section string) *chart.Chart {
	if prev, ok := n.PreviousSibling().(*ast.FencedCodeBlock); ok && chart.Is(string(prev.Language(b.src.Body))) {
		return nil // the draft draws it
	}
	data := chart.Table{Section: section, AsOf: b.src.Front.DataAsOf, Lang: b.src.Front.Lang}
	for r := n.FirstChild(); r != nil; r = r.NextSibling() {
		var cells []string
		for c := r.FirstChild(); c != nil; c = c.NextSibling() {
			cells = append(cells, b.src.Text(c))
		}
		if data.Heads == nil {
			data.Heads = cells
			continue
		}
		data.Rows = append(data.Rows, cells)
	}
	return chart.FromTable(data)
}

// parts cuts the columns in groups that fit a width, each with the first column.
func (t *table) parts(width float64) [][]int {
	rest := len(t.heads) - 1
	for k := 1; k < rest; k++ {
		parts := t.even(k)
		fit := true
		for _, p := range parts {
			fit = fit && least(t.pick(p)) <= width
		}
		if !fit {
			continue
		}
		if k > 1 {
			t.b.warn(t.node, "a table of %d columns is split in %d parts", len(t.heads), k)
		}
		return parts
	}
	return t.even(max(rest, 1))
}

// even cuts the columns after the first in k groups of about the same number.
func (t *table) even(k int) [][]int {
	rest := len(t.heads) - 1
	parts := make([][]int, k)
	for i := range parts {
		parts[i] = []int{0}
		for c := rest * i / k; c < rest*(i+1)/k; c++ {
			parts[i] = append(parts[i], c+1)
		}
	}
	return parts
}

func (t *table) pick(cols []int) []wants {
	out := make([]wants, len(cols))
	for i, c := range cols {
		out[i] = t.wants[c]
	}
	return out
}

func (t *table) read() {
	for r := t.node.FirstChild(); r != nil; r = r.NextSibling() {
		switch row := r.(type) {
		case *east.TableHeader:
			for c := row.FirstChild(); c != nil; c = c.NextSibling() {
				h := c.(*east.TableCell)
				t.heads = append(t.heads, h)
				t.names = append(t.names, t.b.src.Text(h))
			}
		case *east.TableRow:
			t.rows = append(t.rows, row)
		}
	}
	t.name = look.NameColumn(t.names)
}

// shared is what the columns of all tables with the heads of t want together: they
// then stand at the same places on all pages.
func (b *builder) shared(t *table) []wants {
	if b.wants == nil {
		b.wants = map[string][]wants{}
		for n := b.src.Root.FirstChild(); n != nil; n = n.NextSibling() {
			if node, ok := n.(*east.Table); ok {
				other := b.newTable(node)
				b.wants[other.key()] = other.probe(b.wants[other.key()])
			}
		}
	}
	if w, ok := b.wants[t.key()]; ok {
		return w
	}
	return t.probe(nil)
}

// key is the same for tables of the same heads.
func (t *table) key() string { return strings.Join(t.names, "\x00") }

// probe adds what the columns of t want; its elements never join the tree.
func (t *table) probe(sum []wants) []wants {
	if sum == nil {
		sum = make([]wants, len(t.heads))
	}
	if len(sum) == 0 || len(sum[0].cells) > probedRows {
		return sum
	}
	b, trial := t.b, &Elem{Type: "Span"}
	kept, urls := len(b.doc.Warnings), len(b.urls)
	for i, h := range t.heads {
		sum[i].probe(t.spans(h, trial, i, true))
	}
	for _, r := range t.rows[:min(len(t.rows), probedRows)] {
		i := 0
		for c := r.FirstChild(); c != nil && i < len(t.heads); c = c.NextSibling() {
			sum[i].probe(t.spans(c, trial, i, false))
			i++
		}
	}
	b.doc.Warnings = b.doc.Warnings[:kept]
	for _, a := range b.urls[urls:] {
		delete(b.seenURL, a.label+"\x00"+a.url)
	}
	b.urls = b.urls[:urls]
	return sum
}

// set draws the columns of one part.
func (t *table) set(el *Elem, cols []int) {
	b := t.b
	t.cols, t.el, t.once = cols, el.New("Table"), false
	t.title()
	t.ws = t.widths()
	t.xs = make([]float64, len(cols))
	x := margin
	for i, w := range t.ws {
		t.xs[i] = x
		x += w
	}
	head := t.el
	t.body = t.el
	if len(t.rows) > 0 { // THead demands a TBody beside it
		head, t.body = t.el.New("THead"), t.el.New("TBody")
	}
	t.readHead(head)
	t.flowAll()
	b.y += 14
}

// widths are the widths of the columns of this part. They are kept: tables of the
// same heads have the same.
func (t *table) widths() []float64 {
	key := fmt.Sprint(t.key(), t.cols, t.b.page.full())
	ws, ok := t.b.widths[key]
	if !ok {
		ws = columnWidths(t.pick(t.cols), t.b.page.full())
		t.b.widths[key] = ws
	}
	return ws
}

func (t *table) title() {
	b := t.b
	if b.caption == nil {
		return
	}
	st := b.body(t.el.New("Caption"))
	st.size, st.face, st.color = 10, b.fonts.Semibold, grey
	b.need(90)
	b.y += 4
	b.lines(b.spans(b.caption, st), margin, b.page.full(), 14)
	b.y += 4
	b.caption = nil
}

func (t *table) readHead(parent *Elem) {
	t.head, t.headH = nil, 0
	tr := parent.New("TR")
	for i, col := range t.cols {
		th := tr.New("TH")
		th.Attr = append(th.Attr, "/O/Table/Scope/Column")
		c := cell{el: th, right: t.heads[col].Alignment == east.AlignRight}
		c.lines = breakLines(t.spans(t.heads[col], th, col, true), t.ws[i]-2*cellPad)
		t.head = append(t.head, c)
		t.headH = max(t.headH, float64(len(c.lines))*cellLead+rowPad)
	}
}

// drawHead draws the header row: once as content, then as an artifact on each
// page (a tagged copy would be read again before every cell).
func (t *table) drawHead(content bool) {
	t.drawn = 0
	if t.once {
		return
	}
	b := t.b
	from := len(b.page.Ops)
	ground, line := b.theme.Mist, b.theme.Primary
	b.draw(Op{Kind: OpRect, X: margin, Y: b.y, W: b.page.full(), H: t.headH, Fill: &ground})
	for i, c := range t.head {
		b.draw(Op{Kind: OpTouch, Elem: c.el})
		y := b.y + t.headH - 8.2 - float64(len(c.lines)-1)*cellLead
		y = max(y, b.y+rowPad/2+cellLead*0.74)
		for k, l := range c.lines {
			b.setLine(l, t.at(i, c.right, l), y+float64(k)*cellLead)
		}
	}
	if !content {
		b.page.Ops = append(b.page.Ops[:from], repeated(b.page.Ops[from:])...)
	}
	b.draw(Op{Kind: OpLine, Points: []Point{{margin, b.y + t.headH}, {margin + b.page.full(), b.y + t.headH}}, LineWidth: 1.3, Stroke: &line})
	b.y += t.headH + headRule
}

// repeated makes artifacts of operations; links and touches are dropped.
func repeated(ops []Op) []Op {
	var out []Op
	for _, o := range ops {
		if o.Kind == OpTouch || o.Kind == OpLink {
			continue
		}
		o.Elem, o.Artifact = nil, "/Type/Pagination"
		out = append(out, o)
	}
	return out
}

// at is where a line of column i starts.
func (t *table) at(i int, right bool, l line) float64 {
	if right {
		return t.xs[i] + t.ws[i] - cellPad - l.width()
	}
	return t.xs[i] + cellPad
}
