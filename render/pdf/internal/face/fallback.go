package face

import (
	"strings"
	"unicode"
)

// Box stands for a character that the font cannot draw: a reader sees that
// something is there, and the text behind it is kept for copies and for speech.
const Box = '□'

// plainer names look-alikes that lose nothing of the meaning.
var plainer = map[rune]string{
	0x2011: "-", 0x2010: "-", 0x2009: "\u202f", 0x200a: "\u202f", 0x2007: "\u00a0", 0x2002: " ", 0x2003: " ", 0x3000: " ",
	0x26a0: "▲", 0x2705: "✓", 0x2714: "✓", '\t': " ", '\n': " ", '\r': " ", 0x2028: " ", 0x2029: " ", 0x85: " ",
}

// A Run is a piece of text that is drawn as it is, or with boxes.
type Run struct {
	Text   string // what is drawn
	Actual string // what it stands for, when that is another text; else ""
}

// Runs cuts s in pieces that this face can draw. Invisible characters are
// dropped; what the font lacks becomes boxes, one a visible character.
func (f *Face) Runs(s string) []Run {
	if s == "" {
		return nil
	}
	if f.plain(s) {
		return []Run{{Text: s}}
	}
	c := cutter{}
	for _, r := range s {
		other, known := plainer[r]
		switch {
		case Invisible(r) && !known:
			c.hidden(r)
		case known && !f.Has(r) || Invisible(r):
			c.draw(other)
		case r != unicode.ReplacementChar && f.Has(r):
			c.draw(string(r))
		default:
			c.box(r)
		}
	}
	c.flush()
	return c.runs
}

// A cutter gathers runs: text that is drawn, or boxes and what they stand for.
type cutter struct {
	runs        []Run
	text, boxes strings.Builder
	actual      strings.Builder
}

func (c *cutter) flush() {
	if c.text.Len() > 0 {
		c.runs = append(c.runs, Run{Text: c.text.String()})
		c.text.Reset()
	}
	if c.boxes.Len() > 0 {
		c.runs = append(c.runs, Run{Text: c.boxes.String(), Actual: c.actual.String()})
		c.boxes.Reset()
		c.actual.Reset()
	}
}

func (c *cutter) draw(s string) {
	if c.boxes.Len() > 0 {
		c.flush()
	}
	c.text.WriteString(s)
}

// hidden keeps what makes part of the picture before it.
func (c *cutter) hidden(r rune) {
	if c.boxes.Len() > 0 && joins(r) {
		c.actual.WriteRune(r)
	}
}

// box stands for a character; a mark shares the box of its letter.
func (c *cutter) box(r rune) {
	if c.text.Len() > 0 {
		c.flush()
	}
	if !unicode.Is(unicode.Mn, r) || c.boxes.Len() == 0 {
		c.boxes.WriteRune(Box)
	}
	c.actual.WriteRune(r)
}

func (f *Face) plain(s string) bool {
	for _, r := range s {
		if r == unicode.ReplacementChar || !f.Has(r) || Invisible(r) {
			return false
		}
	}
	return true
}

// Clean is s with only what this face can draw.
func (f *Face) Clean(s string) string {
	if f.plain(s) {
		return s
	}
	var b strings.Builder
	for _, run := range f.Runs(s) {
		b.WriteString(run.Text)
	}
	return b.String()
}

// joins tells whether an invisible character makes part of the picture before it
// (joiners and variation selectors of emoji).
func joins(r rune) bool {
	return r == 0x200d || r >= 0xfe00 && r <= 0xfe0f || r >= 0xe0020 && r <= 0xe007f
}

// Invisible tells whether r is a control, a format or a private character, a
// mark of direction or a variation selector. They are dropped even where the font has a glyph:
// Source Sans has one for U+FEFF and U+00AD, and PDF/A forbids to map to U+FEFF.
func Invisible(r rune) bool {
	switch {
	case r < 0x20, r >= 0x7f && r < 0xa0, r == 0xad, r == 0x34f, r == 0x61c, r == 0xfeff, r == 0xfffe, r == 0xffff:
		return true
	case r >= 0x200b && r <= 0x200f, r >= 0x2028 && r <= 0x202e, r >= 0x2060 && r <= 0x206f, r >= 0xfe00 && r <= 0xfe0f:
		return true
	case r >= 0xd800 && r <= 0xdfff, r >= 0xfff0 && r <= 0xfffb, r >= 0xe0000 && r <= 0xe0fff:
		return true
	}
	return false
}
