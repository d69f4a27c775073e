package layout

import (
	"github.com/yuin/goldmark/ast"

	"guette/render/chart"
	"guette/render/pdf/internal/face"
)

// fence sets a fenced block: a chart, or code. A chart that cannot be read is set
// as it is written, so that nothing is lost.
func (b *builder) fence(t *ast.FencedCodeBlock, el *Elem, x, w float64) {
	d, ok := b.chartOf(t, true)
	if !ok || d.H > b.page.bottom()-top-mostChart {
		if ok {
			b.warn(t, "a chart of %d points does not fit on a page: it is set as text", int(d.H))
		}
		b.code(b.src.Lines(t), el, x, w)
		return
	}
	b.figure(d, el)
}

// mostChart is the room of a page that a chart leaves to its title, and to the name
// of the sheet that goes on, in points.
const mostChart = 80.0

func (b *builder) chartOf(t *ast.FencedCodeBlock, report bool) (chart.Drawing, bool) {
	kind := string(t.Language(b.src.Body))
	if !chart.Is(kind) {
		return chart.Drawing{}, false
	}
	c, err := chart.Parse(kind, b.src.Lines(t), b.typeset)
	if err != nil {
		if report {
			b.warn(t, "chart %q is set as text: %v", kind, err)
		}
		return chart.Drawing{}, false
	}
	c.Lang, c.Higher = b.src.Front.Lang, b.stretch(sheetChart)
	return c.Draw(b.theme, b.page.full(), b.measure), true
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

// titleRoom is the height of the title of a figure.
const titleRoom = 24.0

func (b *builder) figureHeight(t *ast.FencedCodeBlock) float64 {
	d, ok := b.chartOf(t, false)
	if !ok {
		return 48
	}
	if d.Title != "" {
		return d.H + titleRoom
	}
	return d.H
}

// figure sets a drawing with its title.
func (b *builder) figure(d chart.Drawing, el *Elem) {
	b.y += 4
	b.need(d.H + titleRoom + 6)
	fig := el.New("Figure")
	if d.Title != "" {
		b.text(el.New("P"), b.fonts.Semibold, 11, b.theme.Primary, margin, b.y+11, d.Title)
		b.y += titleRoom
	}
	fig.Alt, fig.Box = d.Alt, b.box(margin, b.y-2, d.W, d.H+4)
	for _, s := range d.Shapes {
		b.shape(s, fig)
	}
	b.y += d.H + 16
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
