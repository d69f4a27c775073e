package layout

import (
	"fmt"
	"math"
	"strconv"
	"strings"
)

// A Color is a colour of sRGB, 0 to 255.
type Color struct{ R, G, B uint8 }

// Hex makes a colour from 0xRRGGBB.
func Hex(v int) Color { return Color{uint8(v >> 16), uint8(v >> 8), uint8(v)} }

// Fixed colours: text, and levels, which no publisher may change. The levels are
// ordered by lightness, so that a print in grey keeps their order.
var (
	white     = Hex(0xFFFFFF)
	ink       = Hex(0x1B1F2A) // 16.5:1 on white
	grey      = Hex(0x4C5566) // 7.5:1
	linkBlue  = Hex(0x0B57A4) // 7.2:1, always underlined
	rule      = Hex(0xC7D1DE)
	levelHigh = Hex(0x7A0C2E) // white on it 10.9:1
	levelUp   = Hex(0xB84A00) // white on it 5.2:1
	levelMid  = Hex(0xF4C542) // ink on it 10.1:1
	levelLow  = Hex(0xD5E6F5) // ink on it 12.9:1
)

// A Theme is the colours of a publisher.
type Theme struct {
	Primary Color // titles, rules, bars
	Deep    Color // ground of the cover
	Accent  Color // decoration, never text on white
	Mist    Color // grounds
	Mist2   Color
}

// Contrasts that the theme keeps. Source: WCAG 2.2, 1.4.3 and 1.4.11.
const (
	titleContrast  = 7.0
	coverContrast  = 10.0 // white on the cover
	accentContrast = 4.5  // accent on the cover: large text
)

// Default colours, night blue and amber.
var (
	DefaultPrimary = Hex(0x13294B)
	DefaultAccent  = Hex(0xF2A71B)
)

// NewTheme derives the colours of a bulletin from two of the publisher. A colour
// with too little contrast is darkened (or lightened, for the accent), and the
// list says so.
func NewTheme(primary, accent Color) (Theme, []string) {
	var notes []string
	p := primary
	for Contrast(p, white) < titleContrast {
		p = mix(p, Color{}, 0.06)
	}
	if p != primary {
		notes = append(notes, fmt.Sprintf("primary colour %s has contrast %.1f:1 on white, %g:1 is needed: %s is used", primary, Contrast(primary, white), titleContrast, p))
	}
	deep := mix(p, Color{}, 0.25)
	for Contrast(deep, white) < coverContrast {
		deep = mix(deep, Color{}, 0.06)
	}
	a := accent
	for Contrast(a, deep) < accentContrast {
		a = mix(a, white, 0.06)
	}
	if a != accent {
		notes = append(notes, fmt.Sprintf("accent colour %s has contrast %.1f:1 on the cover, %g:1 is needed: %s is used", accent, Contrast(accent, deep), accentContrast, a))
	}
	return Theme{Primary: p, Deep: deep, Accent: a, Mist: mix(p, white, 0.935), Mist2: mix(p, white, 0.86)}, notes
}

// String is the colour as #RRGGBB.
func (c Color) String() string { return fmt.Sprintf("#%02X%02X%02X", c.R, c.G, c.B) }

// mix goes from a to b by the share t.
func mix(a, b Color, t float64) Color {
	m := func(x, y uint8) uint8 { return uint8(math.Round(float64(x) + (float64(y)-float64(x))*t)) }
	return Color{m(a.R, b.R), m(a.G, b.G), m(a.B, b.B)}
}

// Contrast is the contrast ratio of two colours, 1 to 21.
// Source: WCAG 2.2, definition of contrast ratio.
func Contrast(a, b Color) float64 {
	x, y := luminance(a)+0.05, luminance(b)+0.05
	return max(x, y) / min(x, y)
}

func luminance(c Color) float64 {
	lin := func(v uint8) float64 {
		s := float64(v) / 255
		if s <= 0.04045 {
			return s / 12.92
		}
		return math.Pow((s+0.055)/1.055, 2.4)
	}
	return 0.2126*lin(c.R) + 0.7152*lin(c.G) + 0.0722*lin(c.B)
}

// ParseColor reads "#RRGGBB".
func ParseColor(s string) (Color, error) {
	v, err := strconv.ParseUint(strings.TrimPrefix(s, "#"), 16, 32)
	if err != nil || len(s) != 7 || s[0] != '#' {
		return Color{}, fmt.Errorf("%q: want #RRGGBB", s)
	}
	return Hex(int(v)), nil
}
