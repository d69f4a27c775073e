// Package face reads the metrics that a layout needs from the TrueType fonts of
// the bulletin: which runes a face can draw, their advance, the kerning of a
// pair. gofpdf, which embeds the fonts, neither kerns nor tells that a glyph is
// missing.
package face

import (
	_ "embed"
	"fmt"
	"sync"
	"sync/atomic"

	"golang.org/x/image/font"
	"golang.org/x/image/font/sfnt"
	"golang.org/x/image/math/fixed"
)

// Source Sans 3, Adobe, SIL Open Font License 1.1 (fonts/OFL-SourceSans3.md).
var (
	//go:embed fonts/SourceSans3-Regular.ttf
	regular []byte
	//go:embed fonts/SourceSans3-Semibold.ttf
	semibold []byte
	//go:embed fonts/SourceSans3-Bold.ttf
	bold []byte
	//go:embed fonts/SourceSans3-Italic.ttf
	italic []byte
)

// A Font is a parsed font file, shared by all documents: it is read only, but
// for the kerning that is kept as it is first asked for.
type Font struct {
	Name string // PostScript name
	Data []byte // the file; never written to

	file *sfnt.Font
	upm  float64
	gid  [plane]uint16
	adv  [plane]uint16 // thousandths of an em, rounded as gofpdf rounds them
	kern [kernSide * kernSide]atomic.Int32
}

const (
	plane    = 0x10000 // gofpdf holds 65,536 widths: beyond the basic plane it panics
	kernSide = 384     // Latin letters with accents: pairs that are worth keeping
	kernMark = 1 << 20 // added to a kept pair, so that 0 is "not asked yet"
)

// library parses the four files once for the life of the program.
var library = sync.OnceValues(func() ([]*Font, error) {
	var fonts []*Font
	for _, data := range [][]byte{regular, semibold, bold, italic} {
		f, err := parse(data)
		if err != nil {
			return nil, err
		}
		fonts = append(fonts, f)
	}
	return fonts, nil
})

func parse(data []byte) (*Font, error) {
	file, err := sfnt.Parse(data)
	if err != nil {
		return nil, fmt.Errorf("embedded font: %w", err)
	}
	f := &Font{Data: data, file: file, upm: float64(file.UnitsPerEm())}
	var buf sfnt.Buffer
	if f.Name, err = file.Name(&buf, sfnt.NameIDPostScript); err != nil {
		return nil, fmt.Errorf("embedded font: %w", err)
	}
	for r := range plane {
		g, err := file.GlyphIndex(&buf, rune(r))
		if err != nil || g == 0 {
			continue
		}
		f.gid[r] = uint16(g)
		if v, err := file.GlyphAdvance(&buf, g, fixed.Int26_6(f.upm), font.HintingNone); err == nil {
			f.adv[r] = uint16(float64(v)*1000/f.upm + 0.5)
		}
	}
	return f, nil
}

// readKern asks the font for the kerning of a pair, in thousandths of an em.
func (f *Font) readKern(buf *sfnt.Buffer, a, b rune) int {
	v, err := f.file.Kern(buf, sfnt.GlyphIndex(f.gid[a]), sfnt.GlyphIndex(f.gid[b]), fixed.Int26_6(f.upm), font.HintingNone)
	if err != nil {
		return 0
	}
	return int(float64(v) * 1000 / f.upm)
}
