package layout

import (
	"github.com/yuin/goldmark/ast"
	east "github.com/yuin/goldmark/extension/ast"

	"guette/render/markdown"
)

// Bounds of the room that a heading asks for, in points: over the most a page would
// stay too empty.
const (
	mostFollow  = 400.0
	leastFollow = 48.0
	leastRows   = 90.0 // of a table that is not measured
)

// follow is the room that a heading wants after itself, by what comes next. The
// id is the heading's.
func (b *builder) follow(n ast.Node, id string) float64 {
	switch t := n.(type) {
	case *ast.FencedCodeBlock:
		return min(b.fenceRoom(t), mostFollow)
	case *east.Table:
		return min(b.tableRoom(t, id), mostFollow)
	case *ast.Heading:
		r := ranks[min(max(t.Level, 2), 4)]
		room := b.follow(t.NextSibling(), markdown.HeadingID(t))
		if t.Level == 2 {
			room = max(room, 90)
		}
		return r.before + r.lead + r.after + room + 12
	case *ast.Paragraph:
		return b.followLead(t, id)
	}
	return leastFollow
}

// followLead is the room that a paragraph wants with what it leads to.
func (b *builder) followLead(p *ast.Paragraph, id string) float64 {
	switch next := p.NextSibling().(type) {
	case *east.Table:
		return b.leadRoom(p) + min(b.tableRoom(next, id), mostFollow)
	case *ast.FencedCodeBlock:
		return b.leadRoom(p) + min(b.fenceRoom(next), mostFollow)
	case *ast.List:
		if b.register(next) {
			return b.leadRoom(p) + registerRoom(next)
		}
	case *ast.Heading:
		if next.Level == 3 && startsSection(p) {
			return b.leadRoom(p) + b.follow(next, id)
		}
	}
	return leastFollow
}

// startsSection tells whether a paragraph is the only one between the title of a
// section and the next heading: it leads to that, and stays with it.
func startsSection(p *ast.Paragraph) bool {
	h, ok := p.PreviousSibling().(*ast.Heading)
	return ok && h.Level == 2
}

// mostLead is the height over which a paragraph leads to nothing, in points.
const mostLead = 120.0

// leadRoom is the height of a paragraph.
func (b *builder) leadRoom(p *ast.Paragraph) float64 {
	h := b.trial(func(t *builder) { t.lines(t.spans(p, t.body(&Elem{Type: "P"})), margin, textWidth, bodyLead) })
	return min(h, mostLead) + gap
}

// fenceRoom is the room that a fenced block wants: all of a chart.
func (b *builder) fenceRoom(t *ast.FencedCodeBlock) float64 {
	if c := b.chartOf(t, false); c != nil {
		return b.figureRoom(c)
	}
	return leastFollow
}

// tableRoom is the room that a table wants to begin: its chart, or its head and its
// first rows.
func (b *builder) tableRoom(n *east.Table, id string) float64 {
	if room := b.chartRoom(n, id); room > 0 && !b.float {
		return room
	}
	h, ok := b.openings[n]
	if !ok {
		h = b.tableOpening(n)
		b.openings[n] = h
	}
	return h
}

// chartRoom is the room of the chart of a table; 0 where it has none.
func (b *builder) chartRoom(n *east.Table, id string) float64 {
	room, ok := b.chartRooms[n]
	if !ok {
		if c := b.tableChart(n, id); c != nil {
			room = b.figureRoom(c)
		}
		b.chartRooms[n] = room
	}
	return room
}

// tableOpening measures the head and the first rows of a table.
func (b *builder) tableOpening(n *east.Table) float64 { return b.tableHead(n, 0) }

// tableHead measures the head of a table and its rows, so many at most: 0 for those
// that it begins with.
func (b *builder) tableHead(n *east.Table, most int) float64 {
	t := b.newTable(n)
	t.wants = b.shared(t)
	if len(t.rows) == 0 || least(t.wants) > b.page.full() {
		return leastRows
	}
	h := 0.0
	b.trial(func(tb *builder) {
		t.b, t.el, t.body = tb, &Elem{Type: "Table"}, &Elem{Type: "TBody"}
		t.cols = t.all()
		t.ws = t.widths()
		t.readHead(t.el)
		var rows [][]cell
		for _, r := range t.rows[:min(len(t.rows), max(most, fewRows))] {
			rows = append(rows, t.readRow(r))
		}
		h = t.headH + headRule + 1
		if most == 0 {
			h += t.opening(rows)
		} else {
			h += t.height(rows, t.pad)
		}
	})
	return h
}
