package conformance

import (
	"golang.org/x/image/font"
	"golang.org/x/image/font/sfnt"
	"golang.org/x/image/math/fixed"
)

// show checks the glyphs of a string; each bad code is reported once.
func (c *checker) show(page int, f *fontInfo, s []byte) {
	if f == nil {
		c.fail("content", "page %d: text without font", page)
		return
	}
	if !f.type0 {
		return
	}
	for i := 0; i+1 < len(s); i += 2 {
		if cid := int(s[i])<<8 | int(s[i+1]); !f.bad[cid] {
			c.r.Checks++
			f.bad[cid] = !c.glyph(page, f, cid)
		}
	}
}

// glyph checks one code: its glyph, its character, its width.
func (c *checker) glyph(page int, f *fontInfo, cid int) bool {
	good := c.ok(f.gid(cid) != 0, "UA 31-030 / A 6.2.11.8", "page %d: .notdef for code %04X in %s", page, cid, f.name)
	switch u := f.uni[cid]; {
	case len(u) == 0 || u[0] == 0 || u[0] == 0xfeff || u[0] == 0xfffe:
		c.fail("UA 10-001 / A 6.2.11.7.2", "page %d: code %04X has no Unicode in %s", page, cid, f.name)
		good = false
	case u[0] >= 0xe000 && u[0] <= 0xf8ff:
		c.fail("A 6.2.11.7.3", "page %d: private character %04X", page, u[0])
		good = false
	}
	if g := f.gid(cid); f.sf != nil && g > 0 {
		good = c.width(page, f, cid, g) && good
	}
	return good
}

// width compares the width of a code with the one of its glyph.
func (c *checker) width(page int, f *fontInfo, cid, g int) bool {
	if !c.ok(g < f.sf.NumGlyphs(), "A 6.2.11.4", "page %d: glyph %d outside of font %s", page, g, f.name) {
		return false
	}
	upm := int(f.sf.UnitsPerEm())
	advance, err := f.sf.GlyphAdvance(&f.buf, sfnt.GlyphIndex(g), fixed.Int26_6(upm), font.HintingNone)
	if err != nil {
		return true
	}
	got, ok := f.widths[cid]
	if !ok {
		got = f.dw
	}
	want := float64(advance) * 1000 / float64(upm)
	return c.ok(want-got <= 1 && got-want <= 1, "UA 31-016 / A 6.2.11.5", "page %d: width of %04X in %s is %g, want %g", page, cid, f.name, got, want)
}
