package tagged

import (
	"crypto/sha256"
	"fmt"
	"regexp"
	"strings"

	"guette/render/pdf/internal/face"
)

var (
	baseFont  = regexp.MustCompile(`/BaseFont /utf8([^\s/>\[\]()]+)`)
	fontName  = regexp.MustCompile(`/FontName /utf8([^\s/>\[\]()]+)`)
	toUnicode = regexp.MustCompile(`/ToUnicode (\d+) 0 R`)
)

// fonts gives the embedded subsets their names and an exact map to Unicode:
// gofpdf writes one range for all, and no tag of a subset.
func (w *writer) fonts() error {
	faces, names := map[string]*face.Face{}, map[string]string{}
	for _, f := range w.doc.Faces {
		faces[f.Key] = f
		names[f.Key] = subsetTag(f) + "+" + f.Name
	}
	for k := 1; k < w.next; k++ {
		o := w.objs[k]
		if o == nil {
			continue
		}
		if m := baseFont.FindStringSubmatch(o.dict); m != nil {
			f := faces[m[1]]
			if f == nil {
				return fmt.Errorf("font %q: %w", m[1], errForm)
			}
			if n := number(toUnicode, o.dict); n > 0 {
				w.objs[n] = &object{dict: "<<", data: unicodeMap(f), stream: true}
			}
			o.dict = strings.ReplaceAll(o.dict, m[0], "/BaseFont/"+names[m[1]])
		}
		if m := fontName.FindStringSubmatch(o.dict); m != nil {
			o.dict = strings.Replace(o.dict, m[0], "/FontName/"+names[m[1]], 1)
		}
		if strings.HasPrefix(o.dict, "<</Registry (Adobe)") {
			o.dict = "<</Registry(Adobe)/Ordering(Identity)/Supplement 0>>"
		}
	}
	return nil
}

// used is what the face draws; a face that draws nothing is embedded all the
// same by gofpdf, and its map may not be empty.
func used(f *face.Face) []rune {
	if rs := f.Used(); len(rs) > 0 {
		return rs
	}
	return []rune{' '}
}

// subsetTag is six letters that depend on the glyphs of the subset.
func subsetTag(f *face.Face) string {
	h := sha256.Sum256([]byte(f.Name + string(used(f))))
	tag := make([]byte, 6)
	for i := range tag {
		tag[i] = 'A' + h[i]%26
	}
	return string(tag)
}

// mapBlock is the longest block that a CMap may have.
const mapBlock = 100

func unicodeMap(f *face.Face) []byte {
	var s strings.Builder
	s.WriteString("/CIDInit /ProcSet findresource begin\n12 dict begin\nbegincmap\n" +
		"/CIDSystemInfo <</Registry (Adobe)/Ordering (UCS)/Supplement 0>> def\n/CMapName /Adobe-Identity-UCS def\n/CMapType 2 def\n" +
		"1 begincodespacerange\n<0000> <FFFF>\nendcodespacerange\n")
	runes := used(f)
	for i := 0; i < len(runes); i += mapBlock {
		part := runes[i:min(i+mapBlock, len(runes))]
		fmt.Fprintf(&s, "%d beginbfchar\n", len(part))
		for _, r := range part {
			fmt.Fprintf(&s, "<%04X> <%04X>\n", r, r)
		}
		s.WriteString("endbfchar\n")
	}
	s.WriteString("endcmap\nCMapName currentdict /CMap defineresource pop\nend\nend\n")
	return []byte(s.String())
}
