package look

import "fmt"

// Fixed colours of text and rules; contrasts are with white.
var (
	White = Hex(0xFFFFFF)
	Ink   = Hex(0x1B1F2A) // 16.5:1
	Grey  = Hex(0x4C5566) // 7.5:1
	Link  = Hex(0x0B57A4) // 7.2:1, always underlined
	Rule  = Hex(0xC7D1DE)
)

var (
	defaultPrimary = Hex(0x13294B)
	defaultAccent  = Hex(0xF2A71B)
)

// A Theme is the colours of a publisher.
type Theme struct {
	Primary Color // titles, rules, bars
	Deep    Color // ground of the cover
	Accent  Color // decoration, never text on white
	Mist    Color // grounds
	Mist2   Color // a darker one
}

// Contrasts that a theme keeps. Source: WCAG 2.2, 1.4.3 (4.5:1, 3:1 for large
// text) and 1.4.6 (7:1).
const (
	titleContrast  = 7.0  // titles on white
	coverContrast  = 10.0 // white on the cover
	accentContrast = 4.5  // accent on the cover
)

// NewTheme derives a theme from two colours. One with too little contrast is
// darkened, or lightened for the accent, and a note says so.
func NewTheme(primary, accent Color) (t Theme, notes []string) {
	t.Primary = primary
	for Contrast(t.Primary, White) < titleContrast {
		t.Primary = Mix(t.Primary, Color{}, 0.06)
	}
	if t.Primary != primary {
		notes = append(notes, fmt.Sprintf("primary colour %s has contrast %.1f:1 on white, %g:1 is needed: %s is used", primary, Contrast(primary, White), titleContrast, t.Primary))
	}
	t.Deep = Mix(t.Primary, Color{}, 0.25)
	for Contrast(t.Deep, White) < coverContrast {
		t.Deep = Mix(t.Deep, Color{}, 0.06)
	}
	t.Accent = accent
	for Contrast(t.Accent, t.Deep) < accentContrast {
		t.Accent = Mix(t.Accent, White, 0.06)
	}
	if t.Accent != accent {
		notes = append(notes, fmt.Sprintf("accent colour %s has contrast %.1f:1 on the cover, %g:1 is needed: %s is used", accent, Contrast(accent, t.Deep), accentContrast, t.Accent))
	}
	t.Mist, t.Mist2 = Mix(t.Primary, White, 0.935), Mix(t.Primary, White, 0.86)
	return t, notes
}
