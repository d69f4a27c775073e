package layout

import (
	"github.com/yuin/goldmark/ast"
	east "github.com/yuin/goldmark/extension/ast"

	"guette/render/chart"
	"guette/render/pdf/internal/face"
)

// fence sets a fenced block: a chart, or code. A chart that cannot be read is set
// as it is written, so that nothing is lost.
func (b *builder) fence(t *ast.FencedCodeBlock, el *Elem, x, w float64) {
	c := b.chartOf(t, true)
	if c != nil {
		h := b.drawing(c).H
		if h <= b.page.bottom()-top-mostChart {
			next, _ := t.NextSibling().(*east.Table)
			b.figureAbove(c, el, next)
			return
		}
		b.warn(t, "a chart of %d points does not fit on a page: it is set as text", int(h))
	}
	b.code(b.src.Lines(t), el, x, w)
}

// mostChart is the room of a page that a chart leaves to its title, and to the name
// of the sheet that goes on, in points.
const mostChart = 80.0

// chartOf reads a chart; nil where there is none.
func (b *builder) chartOf(t *ast.FencedCodeBlock, report bool) *chart.Chart {
	kind := string(t.Language(b.src.Body))
	if !chart.Is(kind) {
		return nil
	}
	c, err := chart.Parse(kind, b.src.Lines(t), b.typeset)
	if err != nil {
		if report {
			b.warn(t, "chart %q is set as text: %v", kind, err)
		}
		return nil
	}
	c.Lang = b.src.Front.Lang
	return c
}

func (b *builder) drawing(c *chart.Chart) chart.Drawing {
	return c.Draw(b.theme, b.page.full(), b.measure)
}

func (b *builder) weight(bold bool) *face.Face {
	if bold {
		return b.fonts.Semibold
	}
	return b.fonts.Regular
}

func (b *builder) measure(text string, size float64, bold bool) float64 {
	f := b.weight(bold)
	return f.Width(f.Clean(text), size)
}

// Room of a figure beside its drawing, in points: its title, the space around.
const (
	titleRoom  = 24.0
	titleLead  = 14.5 // of a title of more than one line
	figureAir  = 4.0
	figureFoot = 6.0
	figureGap  = 16.0 // behind it
)

// figureRoom is the least room of a chart.
func (b *builder) figureRoom(c *chart.Chart) float64 {
	return b.drawing(c).H - c.Slack() + figureAir + titleRoom + figureFoot
}

// figure sets a chart with its title.
func (b *builder) figure(c *chart.Chart, el *Elem) { b.figureAbove(c, el, nil) }

// heldRows is the number of rows up to which a chart gives way to the table behind.
const heldRows = 16

// figureAbove sets a chart above a table, or where next is nil above anything. It
// gives way where both then stay on the page, or it alone.
func (b *builder) figureAbove(c *chart.Chart, el *Elem, next *east.Table) {
	c.Higher = b.stretch(sheetChart)
	d := b.drawing(c)
	b.y += figureAir
	feet := []float64{figureFoot}
	if next != nil && c.Slack() > 0 && next.ChildCount() <= heldRows+1 {
		feet = []float64{figureGap + b.tableHead(next, heldRows), figureFoot}
	}
	for _, foot := range feet {
		if short := b.y + d.H + titleRoom + foot - b.page.bottom(); short > 0 && short < c.Slack() {
			c.Higher = -short - 0.1
			d = b.drawing(c)
			break
		}
	}
	title := breakLines(b.plain(d.Title, style{face: b.fonts.Semibold, size: 11, color: b.theme.Primary, elem: el.New("P")}), b.page.full())
	more := float64(max(len(title)-1, 0)) * titleLead
	b.need(d.H + titleRoom + more + figureFoot)
	fig := el.New("Figure")
	for i, l := range title {
		b.setLine(l, margin, b.y+11+float64(i)*titleLead)
	}
	if len(title) > 0 {
		b.y += titleRoom + more
	}
	fig.Alt, fig.Box = d.Alt, b.box(margin, b.y-2, d.W, d.H+4)
	for _, s := range d.Shapes {
		b.shape(s, fig)
	}
	b.y += d.H + figureGap
}

// later sets the chart of a table behind it, or where it does not fit there between
// two blocks of the next page that the section goes on to: never within one, the order
// of reading is that of the page.
func (b *builder) later(c *chart.Chart) {
	if c != nil && b.page.H < endless && !b.room(b.figureRoom(c)) {
		b.pending = c
		return
	}
	b.settle(c)
}

// settle sets the chart that waits.
func (b *builder) settle(c *chart.Chart) {
	b.pending = nil
	if c != nil {
		b.figure(c, b.doc.Root)
	}
}

// shape draws one mark of a chart at the current place.
func (b *builder) shape(s chart.Shape, fig *Elem) {
	o := Op{Elem: fig, X: margin + s.X, Y: b.y + s.Y, W: s.W, H: s.H, R: s.R, Fill: s.Fill, Stroke: s.Stroke, LineWidth: s.LineWidth}
	for _, p := range s.Points {
		o.Points = append(o.Points, Point{margin + p.X, b.y + p.Y})
	}
	switch s.Kind {
	case chart.Rect:
		o.Kind = OpRect
		if s.R > 0 {
			o.Kind = OpRound
		}
	case chart.Line:
		o.Kind = OpLine
	case chart.Polygon:
		o.Kind = OpPolygon
	case chart.Circle:
		o.Kind = OpCircle
	case chart.Text:
		o.Kind, o.Face, o.Size = OpText, b.weight(s.Bold), s.Size
		text := o.Face.Clean(s.Text)
		switch s.Anchor {
		case chart.Middle:
			o.X -= o.Face.Width(text, s.Size) / 2
		case chart.End:
			o.X -= o.Face.Width(text, s.Size)
		}
		o.Text = text + " "
	}
	b.draw(o)
}
