package layout

import "guette/render/look"

// Color is a colour of sRGB.
type Color = look.Color

// Colours that no publisher may change.
var (
	white    = look.White
	ink      = look.Ink
	grey     = look.Grey
	linkBlue = look.Link
	rule     = look.Rule
)

func mix(a, b Color, t float64) Color { return look.Mix(a, b, t) }

// draftGround is the colour of the word that a draft bears; white on it is 5.2:1.
var draftGround = look.Hex(0xB84A00)
