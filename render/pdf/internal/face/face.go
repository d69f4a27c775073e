package face

import (
	"math/bits"

	"golang.org/x/image/font/sfnt"
)

// A Face is one font as one document uses it. It is not safe for concurrent use.
type Face struct {
	*Font
	Key  string // family name for gofpdf
	used [plane / 64]uint64
	kept map[[2]rune]int
	buf  sfnt.Buffer
}

// A Family is the four faces of a document.
type Family struct{ Regular, Semibold, Bold, Italic *Face }

// Load makes the faces of a new document.
func Load() (Family, error) {
	fonts, err := library()
	if err != nil {
		return Family{}, err
	}
	var faces [4]*Face
	for i, f := range fonts {
		faces[i] = &Face{Font: f, Key: "g" + string(rune('a'+i)), kept: map[[2]rune]int{}}
	}
	return Family{faces[0], faces[1], faces[2], faces[3]}, nil
}

// All lists the faces in a fixed order.
func (f Family) All() []*Face { return []*Face{f.Regular, f.Semibold, f.Bold, f.Italic} }

// Has tells whether the face can draw r.
func (f *Face) Has(r rune) bool { return r >= 0 && r < plane && f.gid[r] != 0 }

// Advance is the width of r in thousandths of an em.
func (f *Face) Advance(r rune) float64 {
	if r < 0 || r >= plane {
		return 0
	}
	return float64(f.adv[r])
}

// Kern is the kerning of a pair in thousandths of an em; negative is closer.
func (f *Face) Kern(a, b rune) int {
	if !f.Has(a) || !f.Has(b) {
		return 0
	}
	if a < kernSide && b < kernSide {
		p := &f.kern[int(a)*kernSide+int(b)]
		if v := p.Load(); v != 0 {
			return int(v) - kernMark
		}
		v := f.readKern(&f.buf, a, b)
		p.Store(int32(v + kernMark))
		return v
	}
	pair := [2]rune{a, b}
	v, ok := f.kept[pair]
	if !ok {
		v = f.readKern(&f.buf, a, b)
		f.kept[pair] = v
	}
	return v
}

// Width is the kerned width of s in points, at a size in points.
func (f *Face) Width(s string, size float64) float64 {
	w, prev := 0, rune(-1)
	for _, r := range s {
		if prev >= 0 {
			w += f.Kern(prev, r)
		}
		if r < plane {
			w += int(f.adv[r])
		}
		prev = r
	}
	return float64(w) * size / 1000
}

// Use notes that the document draws r: its glyph will be embedded.
func (f *Face) Use(r rune) {
	if f.Has(r) {
		f.used[r>>6] |= 1 << (r & 63)
	}
}

// Used lists the runes that the document draws, in order.
func (f *Face) Used() []rune {
	var out []rune
	for i, word := range f.used {
		for ; word != 0; word &= word - 1 {
			out = append(out, rune(i<<6+bits.TrailingZeros64(word)))
		}
	}
	return out
}
