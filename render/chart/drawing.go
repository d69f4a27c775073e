package chart

import "guette/render/look"

// A Drawing is a chart laid out, in points from its top left.
type Drawing struct {
	W, H   float64
	Title  string
	Alt    string
	Shapes []Shape
}

// A Shape is one mark of a drawing.
type Shape struct {
	Kind         ShapeKind
	Points       []Point // of a line or a polygon
	X, Y, W, H   float64
	R            float64 // radius of a circle or of corners
	Fill, Stroke *look.Color
	LineWidth    float64
	Text         string
	Size         float64
	Bold         bool
	Anchor       Anchor
}

// ShapeKind is what a shape is.
type ShapeKind int

// The kinds of shapes.
const (
	Rect ShapeKind = iota
	Line
	Polygon
	Circle
	Text
)

// Anchor is the end of a text that stands at X.
type Anchor int

// The anchors.
const (
	Start Anchor = iota
	Middle
	End
)

// A Point is a place of a drawing.
type Point struct{ X, Y float64 }

// Measure is the width of a text in points.
type Measure func(text string, size float64, bold bool) float64

// A canvas is a drawing in progress.
type canvas struct {
	*Drawing
	theme   look.Theme
	measure Measure
	words   *words
}

// Draw lays a chart out in a width.
func (c *Chart) Draw(theme look.Theme, width float64, m Measure) Drawing {
	d := Drawing{W: width, Title: c.Title, Alt: c.Alt}
	v := &canvas{Drawing: &d, theme: theme, measure: m, words: wordsOf(c.Lang)}
	if d.Alt == "" {
		d.Alt = c.Spell()
	}
	switch c.Kind {
	case "indicateurs":
		v.cards(c)
	case "barres":
		v.bars(c)
	case "courbe":
		v.curve(c)
	case "matrice":
		v.matrix(c)
	case "calendrier":
		v.calendar(c)
	case "repartition":
		v.shares(c)
	case "croisement":
		v.crossing(c)
	}
	return d
}

func (v *canvas) rect(x, y, w, h, r float64, fill look.Color) {
	v.Shapes = append(v.Shapes, Shape{Kind: Rect, X: x, Y: y, W: w, H: h, R: r, Fill: &fill})
}

func (v *canvas) line(width float64, c look.Color, points ...Point) {
	v.Shapes = append(v.Shapes, Shape{Kind: Line, Points: points, Stroke: &c, LineWidth: width})
}

func (v *canvas) polygon(fill look.Color, points ...Point) {
	v.Shapes = append(v.Shapes, Shape{Kind: Polygon, Points: points, Fill: &fill})
}

func (v *canvas) circle(x, y, r float64, fill look.Color, stroke *look.Color) {
	v.Shapes = append(v.Shapes, Shape{Kind: Circle, X: x, Y: y, R: r, Fill: &fill, Stroke: stroke, LineWidth: 1.1})
}

func (v *canvas) text(x, y, size float64, bold bool, a Anchor, c look.Color, s string) {
	v.Shapes = append(v.Shapes, Shape{Kind: Text, X: x, Y: y, Size: size, Bold: bold, Anchor: a, Fill: &c, Text: s})
}

// sign draws the sign of a level: diamond, triangle, square, disc, circle.
func (v *canvas) sign(l look.Level, x, y, r float64, c look.Color) {
	switch l {
	case look.LevelHigh:
		v.polygon(c, Point{x, y - r*1.15}, Point{x + r*1.15, y}, Point{x, y + r*1.15}, Point{x - r*1.15, y})
	case look.LevelUp:
		v.polygon(c, Point{x, y - r}, Point{x + r*1.1, y + r*0.85}, Point{x - r*1.1, y + r*0.85})
	case look.LevelMid:
		v.rect(x-r*0.85, y-r*0.85, r*1.7, r*1.7, 0, c)
	case look.LevelOpen:
		v.circle(x, y, r*0.85, look.White, &c)
	default:
		v.circle(x, y, r*0.9, c, nil)
	}
}

// fit shortens a text with an ellipsis to a width.
func (v *canvas) fit(s string, size float64, bold bool, width float64) string {
	if v.measure(s, size, bold) <= width {
		return s
	}
	runes := []rune(s)
	for len(runes) > 0 && v.measure(string(runes)+"…", size, bold) > width {
		runes = runes[:len(runes)-1]
	}
	return string(runes) + "…"
}

// wrap cuts a text in lines of a width, at spaces.
func (v *canvas) wrap(s string, size float64, bold bool, width float64, most int) []string {
	var lines []string
	cur := ""
	for _, w := range splitSpaces(s) {
		next := w
		if cur != "" {
			next = cur + " " + w
		}
		if cur != "" && v.measure(next, size, bold) > width {
			lines = append(lines, cur)
			next = w
		}
		cur = next
	}
	lines = append(lines, cur)
	if len(lines) > most {
		rest := lines[most-1]
		for _, l := range lines[most:] {
			rest += " " + l
		}
		lines = append(lines[:most-1], v.fit(rest, size, bold, width))
	}
	return lines
}
