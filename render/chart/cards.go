package chart

import (
	"math"

	"guette/render/look"
)

// cards draws figures, four a line: label, figure, note, and a small line of the
// last months where the row has one.
func (v *canvas) cards(c *Chart) {
	const height, gap = 94.0, 11.0
	n := min(4, len(c.Rows))
	w := (v.W - gap*float64(n-1)) / float64(n)
	for i, r := range c.Rows {
		x, y := float64(i%n)*(w+gap), float64(i/n)*(height+10)
		v.rect(x, y, w, height, 0, v.theme.Mist)
		v.rect(x, y, w, 2.4, 0, v.theme.Primary)
		size := 9.3
		for size > 7.6 && v.measure(r.At(0), size, true) > w-18 {
			size -= 0.1
		}
		v.text(x+10, y+18, size, true, Start, look.Grey, v.fit(r.At(0), size, true, w-18))
		v.text(x+10, y+45, 25, true, Start, v.theme.Primary, v.fit(r.At(1), 25, true, w-18))
		v.text(x+10, y+60, 9.3, false, Start, look.Grey, v.fit(r.At(2), 9.3, false, w-18))
		if vs := values(r.At(3)); len(vs) > 1 {
			v.spark(vs, x+10, y+69, w-24, 15)
		}
		v.H = y + height
	}
}

// spark draws a small line without axes.
func (v *canvas) spark(vs []float64, x, y, w, h float64) {
	low, high := math.Inf(1), math.Inf(-1)
	for _, a := range vs {
		if !math.IsNaN(a) {
			low, high = min(low, a), max(high, a)
		}
	}
	if math.IsInf(low, 1) {
		return
	}
	if high == low {
		high = low + 1
	}
	var points []Point
	for i, a := range vs {
		if !math.IsNaN(a) {
			points = append(points, Point{x + w*float64(i)/float64(len(vs)-1), y + h - h*(a-low)/(high-low)})
		}
	}
	if len(points) > 1 {
		area := append([]Point{{points[0].X, y + h + 3}}, points...)
		v.polygon(v.theme.Mist2, append(area, Point{points[len(points)-1].X, y + h + 3})...)
		v.line(1.5, v.theme.Primary, points...)
	}
	last := points[len(points)-1]
	v.circle(last.X, last.Y, 2.8, v.theme.Accent, &v.theme.Primary)
}
