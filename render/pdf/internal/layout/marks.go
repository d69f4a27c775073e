package layout

import "guette/render/look"

// Shares of the size of the text that a badge takes.
const (
	badgePad  = 0.42
	badgeSign = 0.9
	signRoom  = 1.05 // of a sign without a badge
	badgeText = 0.93 // of the text in it, to the text around it
)

// badgeRoom is the width that the badge of a level adds to its text.
func badgeRoom(l look.Level, size float64) float64 {
	if l == look.NoLevel {
		return 0
	}
	return size * (2*badgePad + badgeSign)
}

// badge draws a piece with the sign of its level, its baseline at y.
func (b *builder) badge(p piece, x, y float64) {
	fill, text, edge := p.level.Colors()
	h, topY := p.size*1.36, y-p.size
	pad, sign := p.size*badgePad, p.size*badgeSign
	b.draw(Op{Kind: OpRound, X: x, Y: topY, W: p.width - 1, H: h, R: 3, Fill: &fill, Stroke: &edge, LineWidth: 0.7},
		levelSign(p.level, x+pad+sign*0.36, topY+h/2, p.size*0.34, text),
		Op{Kind: OpText, Elem: p.elem, X: x + pad + sign, Y: y, Text: p.text, Face: p.face, Size: p.size, Fill: &text})
}

// levelSign draws the sign of a level around a centre: diamond, triangle, square,
// disc, circle.
func levelSign(l look.Level, x, y, r float64, c Color) Op {
	switch l {
	case look.LevelHigh:
		return Op{Kind: OpPolygon, Fill: &c, Points: []Point{{x, y - r*1.15}, {x + r*1.15, y}, {x, y + r*1.15}, {x - r*1.15, y}}}
	case look.LevelUp:
		return Op{Kind: OpPolygon, Fill: &c, Points: []Point{{x, y - r}, {x + r*1.1, y + r*0.85}, {x - r*1.1, y + r*0.85}}}
	case look.LevelMid:
		return Op{Kind: OpRect, X: x - r*0.85, Y: y - r*0.85, W: r * 1.7, H: r * 1.7, Fill: &c}
	case look.LevelOpen:
		return Op{Kind: OpCircle, X: x, Y: y, R: r * 0.85, Stroke: &c, LineWidth: 0.9}
	}
	return Op{Kind: OpCircle, X: x, Y: y, R: r * 0.9, Fill: &c}
}
