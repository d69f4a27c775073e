package chart

import (
	"fmt"
	"html"
	"strconv"
	"strings"

	"guette/render/look"
)

// SVG writes a drawing for a page of HTML: an image with its alternative, whose
// parts no reader has to walk through.
func (d Drawing) SVG() string {
	var b strings.Builder
	fmt.Fprintf(&b, `<svg role="img" aria-label="%s" viewBox="0 0 %s %s" width="%s" height="%s" font-family="inherit">`,
		html.EscapeString(d.Alt), dec(d.W), dec(d.H), dec(d.W*1.25), dec(d.H*1.25))
	for _, s := range d.Shapes {
		s.svg(&b)
	}
	b.WriteString("</svg>")
	return b.String()
}

func dec(v float64) string {
	s := strconv.FormatFloat(v, 'f', 2, 64)
	return strings.TrimSuffix(strings.TrimRight(s, "0"), ".")
}

func (s Shape) svg(b *strings.Builder) {
	switch s.Kind {
	case Rect:
		fmt.Fprintf(b, `<rect x="%s" y="%s" width="%s" height="%s"`, dec(s.X), dec(s.Y), dec(s.W), dec(s.H))
		if s.R > 0 {
			fmt.Fprintf(b, ` rx="%s"`, dec(s.R))
		}
	case Circle:
		fmt.Fprintf(b, `<circle cx="%s" cy="%s" r="%s"`, dec(s.X), dec(s.Y), dec(s.R))
	case Line:
		fmt.Fprintf(b, `<polyline points="%s" stroke-linejoin="round"`, points(s.Points))
	case Polygon:
		fmt.Fprintf(b, `<polygon points="%s"`, points(s.Points))
	case Text:
		s.svgText(b)
		return
	}
	b.WriteString(paint(s.Fill, s.Stroke, s.LineWidth) + "/>")
}

func (s Shape) svgText(b *strings.Builder) {
	fmt.Fprintf(b, `<text x="%s" y="%s" font-size="%s" fill="%s"`, dec(s.X), dec(s.Y), dec(s.Size), *s.Fill)
	if s.Bold {
		b.WriteString(` font-weight="600"`)
	}
	switch s.Anchor {
	case Middle:
		b.WriteString(` text-anchor="middle"`)
	case End:
		b.WriteString(` text-anchor="end"`)
	}
	b.WriteString(">" + html.EscapeString(s.Text) + "</text>")
}

func points(ps []Point) string {
	var parts []string
	for _, p := range ps {
		parts = append(parts, dec(p.X)+","+dec(p.Y))
	}
	return strings.Join(parts, " ")
}

func paint(fill, stroke *look.Color, width float64) string {
	s := ` fill="none"`
	if fill != nil {
		s = ` fill="` + fill.String() + `"`
	}
	if stroke != nil {
		s += ` stroke="` + stroke.String() + `" stroke-width="` + dec(width) + `"`
	}
	return s
}
