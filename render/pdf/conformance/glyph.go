package conformance

import (
	"golang.org/x/image/font"
	"golang.org/x/image/font/sfnt"
	"golang.org/x/image/math/fixed"
)

func (c *checker) show(page int, f *fontInfo, s []byte, mode int) {
	if f == nil {
		c.fail("content", "page %d: text without font", page)
		return
	}
	if !f.type0 {
		return
	}
	for i := 0; i+1 < len(s); i += 2 {
		cid := int(s[i])<<8 | int(s[i+1])
		if f.bad[cid] {
			continue
		}
		c.r.Checks++
		g := f.gid(cid)
		if g == 0 {
			f.bad[cid] = true
			c.fail("UA 31-030 / A 6.2.11.8", "page %d: .notdef for code %04X in %s", page, cid, f.name)
		}
		u := f.uni[cid]
		if len(u) == 0 || u[0] == 0 || u[0] == 0xfeff || u[0] == 0xfffe {
			f.bad[cid] = true
			c.fail("UA 10-001 / A 6.2.11.7.2", "page %d: code %04X has no Unicode in %s", page, cid, f.name)
		} else if u[0] >= 0xe000 && u[0] <= 0xf8ff {
			f.bad[cid] = true
			c.fail("A 6.2.11.7.3", "page %d: private character %04X", page, u[0])
		}
		if f.sf != nil && g > 0 {
			if g >= f.sf.NumGlyphs() {
				f.bad[cid] = true
				c.fail("A 6.2.11.4", "page %d: glyph %d outside of font %s", page, g, f.name)
				continue
			}
			upm := int(f.sf.UnitsPerEm())
			a, err := f.sf.GlyphAdvance(&f.buf, sfnt.GlyphIndex(g), fixed.Int26_6(upm), font.HintingNone)
			w, ok := f.widths[cid]
			if !ok {
				w = f.dw
			}
			if err == nil {
				if d := float64(a)*1000/float64(upm) - w; d > 1 || d < -1 {
					f.bad[cid] = true
					c.fail("UA 31-016 / A 6.2.11.5", "page %d: width of %04X in %s is %g, want %g", page, cid, f.name, w, float64(a)*1000/float64(upm))
				}
			}
		}
	}
}
