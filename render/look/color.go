package look

import (
	"fmt"
	"math"
	"strconv"
)

// A Color is a colour of sRGB.
type Color struct{ R, G, B uint8 }

// Hex makes a colour from 0xRRGGBB.
func Hex(v int) Color { return Color{uint8(v >> 16), uint8(v >> 8), uint8(v)} }

// ParseColor reads "#RRGGBB".
func ParseColor(s string) (Color, error) {
	if len(s) != 7 || s[0] != '#' {
		return Color{}, fmt.Errorf("%q: want #RRGGBB", s)
	}
	v, err := strconv.ParseUint(s[1:], 16, 32)
	if err != nil {
		return Color{}, fmt.Errorf("%q: want #RRGGBB", s)
	}
	return Hex(int(v)), nil
}

func colorError(name string, err error) error {
	return fmt.Errorf("publisher, %s colour: %w", name, err)
}

// String is the colour as #RRGGBB.
func (c Color) String() string { return fmt.Sprintf("#%02X%02X%02X", c.R, c.G, c.B) }

// Mix goes from a to b by the share t, 0 to 1.
func Mix(a, b Color, t float64) Color {
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
	linear := func(v uint8) float64 {
		s := float64(v) / 255
		if s <= 0.04045 {
			return s / 12.92
		}
		return math.Pow((s+0.055)/1.055, 2.4)
	}
	return 0.2126*linear(c.R) + 0.7152*linear(c.G) + 0.0722*linear(c.B)
}
