package look

import "strings"

// A Level is the mark that goes with the word of a priority, a severity, a class
// of health. The word says it all; shape and lightness help, colour never stands
// alone. The colours are ordered by lightness, so that a print in grey keeps
// their order.
type Level int

// The levels, with the shape of their sign.
const (
	NoLevel   Level = iota
	LevelHigh       // diamond
	LevelUp         // triangle
	LevelMid        // square
	LevelLow        // disc
	LevelOpen       // circle: not assessed
)

// levelWords gives the level of the words of the editorial guide, by the heading
// of their column.
var levelWords = map[string]map[string]Level{
	"priorité":  {"immédiate": LevelHigh, "urgente": LevelUp, "à planifier": LevelMid, "à vérifier": LevelLow},
	"priority":  {"immediate": LevelHigh, "urgent": LevelUp, "plan": LevelMid, "check": LevelLow},
	"gravité":   {"critique": LevelHigh, "élevée": LevelUp, "moyenne": LevelMid, "faible": LevelLow, "non notée": LevelOpen},
	"severity":  {"critical": LevelHigh, "high": LevelUp, "medium": LevelMid, "low": LevelLow, "not scored": LevelOpen},
	"fragilité": {"forte": LevelHigh, "modérée": LevelMid, "faible": LevelLow, "non évaluée": LevelOpen},
	"fragility": {"strong": LevelHigh, "high": LevelHigh, "moderate": LevelMid, "weak": LevelLow, "low": LevelLow, "not assessed": LevelOpen},
	"santé": {"arrêtée": LevelHigh, "critique": LevelHigh, "dégradée": LevelUp, "à surveiller": LevelMid, "moyenne": LevelMid,
		"bonne": LevelLow, "non évaluable": LevelOpen, "non évaluée": LevelOpen},
	"health": {"stopped": LevelHigh, "critical": LevelHigh, "degraded": LevelUp, "poor": LevelUp, "to be watched": LevelMid, "watch": LevelMid, "fair": LevelMid,
		"good": LevelLow, "cannot be assessed": LevelOpen, "not assessed": LevelOpen, "unknown": LevelOpen},
}

// LevelOf finds the level of a cell, from the heading of its column and its text.
func LevelOf(column, cell string) Level {
	return levelWords[strings.ToLower(column)][strings.ToLower(strings.TrimSpace(cell))]
}

// Colors are the ground, the text on it and the edge of the mark.
func (l Level) Colors() (fill, text, edge Color) {
	switch l {
	case LevelHigh:
		return Hex(0x7A0C2E), White, Hex(0x7A0C2E) // 10.9:1
	case LevelUp:
		return Hex(0xB84A00), White, Hex(0xB84A00) // 5.2:1
	case LevelMid:
		return Hex(0xF4C542), Ink, Hex(0x8A6A00) // 10.1:1
	case LevelLow:
		return Hex(0xD5E6F5), Ink, Hex(0x4A7396) // 12.9:1
	}
	return White, Ink, Grey
}

// TailLevel finds the level that a cell ends with, as in "9,8 (v3.1), critique":
// the text before its word, the word, and its level.
func TailLevel(column, cell string) (before, word string, l Level) {
	i, j := strings.LastIndex(column, ", "), strings.LastIndex(cell, ", ")
	if i < 0 || j < 0 {
		return cell, "", NoLevel
	}
	word = cell[j+2:]
	if l = LevelOf(column[i+2:], word); l == NoLevel {
		return cell, "", NoLevel
	}
	return cell[:j+2], word, l
}

// SignColor is the colour of the sign of a level on white: 3:1 at least.
func (l Level) SignColor() Color {
	fill, _, edge := l.Colors()
	if Contrast(fill, White) >= 3 {
		return fill
	}
	return edge
}
