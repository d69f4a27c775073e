package chart

import "guette/render/look"

// bars draws one horizontal bar a row: label, bar, value.
func (v *canvas) bars(c *Chart) {
	const step, size = 23.0, 10.0
	high, label := 0.0, 0.0
	for _, r := range c.Rows {
		high = max(high, value(r.At(1)))
		label = max(label, v.measure(r.At(0), size, false))
	}
	if high <= 0 {
		high = 1
	}
	label = min(label+10, v.W*0.42)
	span := v.W - label - 56
	plain := look.Mix(v.theme.Primary, look.White, 0.38)
	for i, r := range c.Rows {
		y, n := float64(i)*step, max(0, value(r.At(1)))
		col := plain
		if n == high {
			col = v.theme.Primary
		}
		v.text(label-10, y+13.4, size, false, End, look.Ink, v.fit(r.At(0), size, false, label-8))
		v.rect(label, y+2.5, max(1, span*n/high), 15, 0, col)
		v.text(label+span*n/high+6, y+13.4, size, true, Start, look.Ink, r.At(1)+c.Unit)
	}
	v.H = float64(len(c.Rows)) * step
	v.line(0.8, look.Grey, Point{label, 0}, Point{label, v.H})
}

// shares draws one bar cut in parts, and its key below. A row is a label, a
// number and the word of a level column that gives the colour.
func (v *canvas) shares(c *Chart) {
	const height, size = 26.0, 10.0
	sum := 0.0
	for _, r := range c.Rows {
		sum += max(0, value(r.At(1)))
	}
	if sum <= 0 {
		sum = 1
	}
	x := 0.0
	for i, r := range c.Rows {
		n := max(0, value(r.At(1)))
		if n == 0 {
			continue
		}
		fill, text, edge := v.part(r, i)
		w := v.W * n / sum
		v.Shapes = append(v.Shapes, Shape{Kind: Rect, X: x + 0.75, Y: 0, W: max(w-1.5, 0.5), H: height, Fill: &fill, Stroke: &edge, LineWidth: 0.7})
		v.share(r, x+w/2, height/2, w, text)
		x += w
	}
	v.key(c, height+20, size)
}

// share writes the number of a part in its middle, the sign of its level before it
// where there is room.
func (v *canvas) share(r Row, x, y, w float64, text look.Color) {
	const size, sign = 12.0, 14.0
	n := v.measure(r.At(1), size, true)
	if n+6 >= w {
		return
	}
	if l := level(r); l != look.NoLevel && n+sign+12 < w {
		v.sign(l, x-n/2-4, y, 4, text)
		x += sign / 2
	}
	v.text(x, y+4.2, size, true, Middle, text, r.At(1))
}

func (v *canvas) part(r Row, i int) (fill, text, edge look.Color) {
	if l := level(r); l != look.NoLevel {
		return l.Colors()
	}
	fill = look.Mix(v.theme.Primary, look.White, min(0.18*float64(i), 0.8))
	text = look.White
	if look.Contrast(fill, text) < 4.5 {
		text = look.Ink
	}
	return fill, text, v.theme.Primary
}

// level finds the level of a label among the words of health, severity, fragility
// and priority, or in the column that the row names.
func level(r Row) look.Level {
	columns := []string{"santé", "gravité", "priorité", "fragilité", "health", "severity", "priority", "fragility"}
	if r.At(2) != "" {
		columns = []string{r.At(2)}
	}
	for _, col := range columns {
		if l := look.LevelOf(col, r.At(0)); l != look.NoLevel {
			return l
		}
	}
	return look.NoLevel
}

// key names the parts: sign, label, value; from left to right, then below.
func (v *canvas) key(c *Chart, y, size float64) {
	x := 0.0
	for i, r := range c.Rows {
		label := r.At(0) + v.words.colon + r.At(1) + c.Unit
		w := v.measure(label, size, false) + 18 + 22
		if x > 0 && x+w > v.W+20 {
			x, y = 0, y+17
		}
		fill, text, edge := v.part(r, i)
		v.Shapes = append(v.Shapes, Shape{Kind: Rect, X: x, Y: y - 9.5, W: 13, H: 13, R: 2, Fill: &fill, Stroke: &edge, LineWidth: 0.7})
		if l := level(r); l != look.NoLevel {
			v.sign(l, x+6.5, y-3, 3.4, text)
		}
		v.text(x+18, y+1, size, false, Start, look.Ink, label)
		x += w
	}
	v.H = y + 8
}
