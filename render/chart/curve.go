package chart

import (
	"math"

	"guette/render/look"
)

// curve draws lines over time. Lines differ by their marks too, each has its name
// at its end; a missing value breaks the line.
func (v *canvas) curve(c *Chart) {
	const left = 30.0
	height := 140.0
	if len(c.Rows) == 1 {
		height = 76 // a line alone leaves its page to the text
	}
	height += c.Higher
	high, most, names := 0.0, 0, 0.0
	var all [][]float64
	for _, r := range c.Rows {
		vs := values(r.At(1))
		all = append(all, vs)
		most = max(most, len(vs))
		names = max(names, v.measure(v.named(r, vs), 9.5, true))
		for _, a := range vs {
			if !math.IsNaN(a) {
				high = max(high, a)
			}
		}
	}
	step, top := axis(max(high, c.Max))
	right := v.W - min(names, 130) - 18
	for y := 0.0; y <= top+step/1000; y += step {
		at := 8 + height - height*y/top
		col := look.Rule
		if y == 0 {
			col = look.Grey
		}
		v.line(0.6, col, Point{left, at}, Point{right, at})
		v.text(left-6, at+3, 9, false, End, look.Grey, v.words.number(y))
	}
	at := func(i, n int) float64 { return left + 10 + (right-left-20)*float64(i)/float64(max(1, n-1)) }
	v.months(c.X, func(i int) float64 { return at(i, len(c.X)) }, height+21, (right-left)/float64(max(1, len(c.X))))
	var used []float64
	for k, vs := range all {
		used = v.trace(k, vs, v.named(c.Rows[k], vs), func(i int) float64 { return at(i, most) }, func(a float64) float64 { return 8 + height - height*max(0, a)/top }, used)
	}
	v.H = height + 28
}

// named is the name of a line and its last value.
func (v *canvas) named(r Row, vs []float64) string {
	for i := len(vs) - 1; i >= 0; i-- {
		if !math.IsNaN(vs[i]) {
			return r.At(0) + v.words.colon + v.words.number(vs[i])
		}
	}
	return r.At(0)
}

// months writes labels of the axis, as many as there is room for.
func (v *canvas) months(labels []string, at func(int) float64, y, room float64) {
	widest := 0.0
	for _, s := range labels {
		widest = max(widest, v.measure(s, 9, false))
	}
	every := max(1, int(math.Ceil((widest+6)/room)))
	for i, s := range labels {
		if (len(labels)-1-i)%every == 0 {
			v.text(at(i), y, 9, false, Middle, look.Grey, s)
		}
	}
}

// trace draws one line, its marks and its name, apart from the names in used.
func (v *canvas) trace(k int, vs []float64, name string, x func(int) float64, y func(float64) float64, used []float64) []float64 {
	col := []look.Color{v.theme.Primary, look.Hex(0xB84A00), look.Hex(0x2F7D6B)}[k%3]
	var run []Point
	var last Point
	flush := func() {
		if len(run) > 1 {
			v.line(1.8, col, run...)
		}
		run = nil
	}
	for i, a := range vs {
		if math.IsNaN(a) {
			flush()
			continue
		}
		last = Point{x(i), y(a)}
		run = append(run, last)
	}
	flush()
	r := 2.6
	if len(vs) > 14 {
		r = 1.9
	}
	for i, a := range vs {
		if !math.IsNaN(a) {
			v.traceMark(k, x(i), y(a), r, col)
		}
	}
	if last == (Point{}) {
		return used
	}
	at := last.Y + 3.4
	for moved := true; moved; {
		moved = false
		for _, u := range used {
			if math.Abs(at-u) < 11.5 {
				at, moved = u+12, true
			}
		}
	}
	v.text(last.X+9, at, 9.5, true, Start, col, v.fit(name, 9.5, true, v.W-last.X-9))
	return append(used, at)
}

func (v *canvas) traceMark(k int, x, y, r float64, c look.Color) {
	switch k % 3 {
	case 0:
		v.circle(x, y, r, c, nil)
	case 1:
		v.rect(x-r, y-r, 2*r, 2*r, 0, c)
	default:
		v.polygon(c, Point{x, y - r*1.25}, Point{x + r*1.25, y + r}, Point{x - r*1.25, y + r})
	}
}
