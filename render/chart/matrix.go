package chart

import (
	"strconv"

	"guette/render/look"
)

// matrixSide is the number of degrees of likelihood and of impact.
const matrixSide = 4

// degree reads a degree of the matrix, within its bounds.
func degree(s string) int { return int(min(max(value(s), 1), matrixSide)) }

// product gives the level of a cell: the product of its degrees, by thresholds
// that keep each level a connected zone.
func (w *words) product(p, i int) (look.Level, string) {
	switch s := p * i; {
	case s >= 12:
		return look.LevelHigh, w.products[0]
	case s >= 8:
		return look.LevelUp, w.products[1]
	case s >= 4:
		return look.LevelMid, w.products[2]
	}
	return look.LevelLow, w.products[3]
}

// matrix draws risks by likelihood and impact, with their key at the right.
func (v *canvas) matrix(c *Chart) {
	const w, h, left = 62.0, 48.0, 58.0
	for p := 1; p <= matrixSide; p++ {
		for i := 1; i <= matrixSide; i++ {
			l, word := v.words.product(p, i)
			fill, text, _ := l.Colors()
			x, y := left+float64(i-1)*w, float64(matrixSide-p)*h
			v.rect(x+0.75, y+0.75, w-1.5, h-1.5, 0, fill)
			v.text(x+5, y+h-6, 7.6, false, Start, text, word)
		}
		s := strconv.Itoa(p)
		v.text(left-12, float64(matrixSide-p)*h+h/2+3, 9.5, true, Middle, look.Grey, s)
		v.text(left+float64(p-1)*w+w/2, matrixSide*h+13, 9.5, true, Middle, look.Grey, s)
	}
	v.text(0, matrixSide*h/2-4, 9, false, Start, look.Grey, v.words.likelihood[0])
	v.text(0, matrixSide*h/2+7, 9, false, Start, look.Grey, v.words.likelihood[1])
	v.text(left+matrixSide*w/2, matrixSide*h+27, 9, false, Middle, look.Grey, v.words.impact)
	slot := map[[2]int]int{}
	keyX, keyY := left+matrixSide*w+22, 10.0
	for _, r := range c.Rows {
		cell := [2]int{degree(r.At(2)), degree(r.At(3))}
		k := slot[cell]
		slot[cell]++
		x, y := left+float64(cell[1]-1)*w+15+float64(k%3)*16, float64(matrixSide-cell[0])*h+14+float64(k/3)*15
		v.circle(x, y, 7.6, look.White, &v.theme.Primary)
		v.text(x, y+3.2, 9, true, Middle, v.theme.Primary, r.At(0))
		v.text(keyX, keyY, 10, true, Start, v.theme.Primary, r.At(0)+".")
		for _, ln := range v.wrap(r.At(1), 10, false, v.W-keyX-18, 4) {
			v.text(keyX+18, keyY, 10, false, Start, look.Ink, ln)
			keyY += 12.6
		}
		keyY += 4
	}
	v.H = max(matrixSide*h+30, keyY)
}
