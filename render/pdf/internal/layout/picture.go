package layout

// picture draws the watch tower of the cover: the light that looks out, in flat
// colours of the theme (no transparency: PDF/A would want a blending space).
func (b *builder) picture() {
	t := b.theme
	w := b.page.W
	deep, far, near := t.Deep, mix(t.Deep, white, 0.055), mix(t.Deep, white, 0.12)
	b.draw(Op{Kind: OpRect, X: -3, Y: -3, W: w + 6, H: coverGround, Fill: &deep})
	x, y := 468.0, 196.0
	b.poly(far, Point{x, y}, Point{-3, 2}, Point{-3, 232})
	b.poly(near, Point{x, y}, Point{-3, 66}, Point{-3, 172})
	b.poly(near, Point{x, y}, Point{w + 3, 158}, Point{w + 3, 220})
	stone, shade, dark, light := mix(t.Deep, white, 0.91), mix(t.Deep, white, 0.7), mix(t.Deep, Color{}, 0.25), t.Accent
	base := coverGround - 16
	b.poly(stone, Point{x - 15, 220}, Point{x + 15, 220}, Point{x + 27, base}, Point{x - 27, base})
	b.poly(shade, Point{x + 4, 220}, Point{x + 15, 220}, Point{x + 27, base}, Point{x + 6, base})
	for _, r := range []struct {
		x, y, w, h float64
		c          Color
	}{{x - 21, 214, 42, 6, stone}, {x - 12, 182, 24, 32, dark}, {x - 8, 186, 16, 24, light},
		{x - 3.5, 280, 7, 14, dark}, {x - 3.5, 356, 7, 14, dark}, {x - 3.5, 432, 7, 14, dark}} {
		c := r.c
		b.draw(Op{Kind: OpRect, X: r.x, Y: r.y, W: r.w, H: r.h, Fill: &c})
	}
	b.poly(stone, Point{x - 16, 182}, Point{x + 16, 182}, Point{x, 164})
	for i, share := range []float64{0.10, 0.16, 0.23} {
		b.waves(coverGround-42+float64(i)*14, i, mix(t.Deep, white, share))
	}
	ground, band := white, t.Accent
	b.draw(Op{Kind: OpRect, X: -3, Y: coverGround, W: w + 6, H: b.page.H - coverGround + 3, Fill: &ground},
		Op{Kind: OpRect, X: -3, Y: coverGround, W: w + 6, H: 5, Fill: &band})
}

func (b *builder) poly(c Color, points ...Point) {
	b.draw(Op{Kind: OpPolygon, Points: points, Fill: &c})
}

// swell is a wave in six steps: its height, of 1.
var swell = [6]float64{0, 0.87, 0.87, 0, -0.87, -0.87}

func (b *builder) waves(y float64, phase int, c Color) {
	const steps, height = 120, 3.4
	w := b.page.W
	points := []Point{{-3, coverGround + 4}}
	for k := range steps + 1 {
		points = append(points, Point{-3 + (w+6)*float64(k)/steps, y - height*swell[(k+2*phase)%len(swell)]})
	}
	b.poly(c, append(points, Point{w + 3, coverGround + 4})...)
}
