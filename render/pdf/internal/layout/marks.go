package layout

import "strings"

// A mark is the shape that goes with the word of a level. The word says it all;
// shape and lightness help, colour never stands alone.
type mark int

const (
	markNone mark = iota
	markHigh      // diamond
	markUp        // triangle
	markMid       // square
	markLow       // disc
	markOpen      // circle: not assessed
)

// levelWords gives the mark of the words of the editorial guide, by the heading of
// their column in lower case.
var levelWords = map[string]map[string]mark{
	"priorité":  {"immédiate": markHigh, "urgente": markUp, "à planifier": markMid, "à vérifier": markLow},
	"priority":  {"immediate": markHigh, "urgent": markUp, "plan": markMid, "check": markLow},
	"gravité":   {"critique": markHigh, "élevée": markUp, "moyenne": markMid, "faible": markLow, "non notée": markOpen},
	"severity":  {"critical": markHigh, "high": markUp, "medium": markMid, "low": markLow, "not scored": markOpen},
	"fragilité": {"forte": markHigh, "modérée": markMid, "faible": markLow, "non évaluée": markOpen},
	"santé": {"arrêtée": markHigh, "critique": markHigh, "dégradée": markUp, "à surveiller": markMid, "bonne": markLow,
		"moyenne": markMid, "non évaluable": markOpen, "non évaluée": markOpen},
	"health": {"stopped": markHigh, "degraded": markUp, "watch": markMid, "good": markLow, "not assessed": markOpen},
}

// markIn finds the mark of a cell, from the heading of its column and its text.
func markIn(column, cell string) mark {
	return levelWords[strings.ToLower(column)][strings.ToLower(cell)]
}

func (m mark) colors() (fill, text, edge Color) {
	switch m {
	case markHigh:
		return levelHigh, white, levelHigh
	case markUp:
		return levelUp, white, levelUp
	case markMid:
		return levelMid, ink, Hex(0x8A6A00)
	case markLow:
		return levelLow, ink, Hex(0x4A7396)
	}
	return white, ink, grey
}

// shape draws the sign of the mark around a centre.
func (m mark) shape(x, y, r float64, c Color) Op {
	switch m {
	case markHigh:
		return Op{Kind: OpPolygon, Fill: &c, Points: []Point{{x, y - r*1.15}, {x + r*1.15, y}, {x, y + r*1.15}, {x - r*1.15, y}}}
	case markUp:
		return Op{Kind: OpPolygon, Fill: &c, Points: []Point{{x, y - r}, {x + r*1.1, y + r*0.85}, {x - r*1.1, y + r*0.85}}}
	case markMid:
		return Op{Kind: OpRect, X: x - r*0.85, Y: y - r*0.85, W: r * 1.7, H: r * 1.7, Fill: &c}
	case markOpen:
		return Op{Kind: OpCircle, X: x, Y: y, R: r * 0.85, Stroke: &c, LineWidth: 0.9}
	}
	return Op{Kind: OpCircle, X: x, Y: y, R: r * 0.9, Fill: &c}
}

// Shares of the size of the text that a badge takes.
const (
	badgePad  = 0.42
	badgeSign = 0.9
)

// room is the width that a badge adds to its text.
func (m mark) room(size float64) float64 {
	if m == markNone {
		return 0
	}
	return size * (2*badgePad + badgeSign)
}

// badge draws a piece with its mark, its baseline at y.
func (b *builder) badge(p piece, x, y float64) {
	fill, text, edge := p.mark.colors()
	h := p.size * 1.36
	topY := y - p.size*1.0
	pad, sign := p.size*badgePad, p.size*badgeSign
	b.draw(Op{Kind: OpRound, X: x, Y: topY, W: p.width - 1, H: h, R: 3, Fill: &fill, Stroke: &edge, LineWidth: 0.7},
		p.mark.shape(x+pad+sign*0.36, topY+h/2, p.size*0.34, text),
		Op{Kind: OpText, Elem: p.elem, X: x + pad + sign, Y: y, Text: p.text, Face: p.face, Size: p.size, Fill: &text})
}
