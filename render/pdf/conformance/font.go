package conformance

import (
	"regexp"

	"github.com/pdfcpu/pdfcpu/pkg/pdfcpu/types"
	"golang.org/x/image/font/sfnt"
)

// fontInfo is a composite font as a content stream uses it.
type fontInfo struct {
	name   string
	type0  bool
	widths map[int]float64 // by code
	dw     float64         // width of the other codes
	gid    func(cid int) int
	sf     *sfnt.Font
	buf    sfnt.Buffer
	uni    map[int][]rune
	bad    map[int]bool // codes that were reported
}

// maxCode is the number of codes of two bytes.
const maxCode = 65536

var subsetName = regexp.MustCompile(`^[A-Z]{6}\+`)

// font reads a font once.
func (c *checker) font(o types.Object) *fontInfo {
	k := num(o)
	if f, ok := c.fonts[k]; ok && k != 0 {
		return f
	}
	d := c.dict(o)
	f := &fontInfo{name: c.name(d["BaseFont"]), widths: map[int]float64{}, dw: 1000, uni: map[int][]rune{}, bad: map[int]bool{}}
	c.fonts[k] = f
	subtype := c.name(d["Subtype"])
	if f.type0 = subtype == "Type0"; !c.ok(f.type0, "A 6.2.11", "font %s of type %s: only Type0 is checked", f.name, subtype) {
		return f
	}
	c.ok(c.name(d["Encoding"]) == "Identity-H", "A 6.2.11.3", "font %s: encoding %s", f.name, c.name(d["Encoding"]))
	below := c.arr(d["DescendantFonts"])
	if !c.ok(len(below) == 1, "A 6.2.11", "font %s without descendant", f.name) {
		f.type0 = false
		return f
	}
	cid := c.dict(below[0])
	c.program(f, cid)
	c.widths(f, cid)
	c.glyphs(f, cid)
	if m, _ := c.stream(d["ToUnicode"]); c.ok(len(m) > 0, "UA 31-027 / A 6.2.11.7", "font %s without ToUnicode", f.name) {
		c.cmap(f, m)
	}
	return f
}

// program reads the embedded font and compares its names.
func (c *checker) program(f *fontInfo, cid types.Dict) {
	fd := c.dict(cid["FontDescriptor"])
	c.ok(c.name(cid["BaseFont"]) == f.name && c.name(fd["FontName"]) == f.name, "A 6.2.11", "names of the font differ: %s", f.name)
	c.ok(subsetName.MatchString(f.name), "ISO 32000 9.6.4", "subset font without tag: %s", f.name)
	data, _ := c.stream(fd["FontFile2"])
	if !c.ok(len(data) > 0, "UA 31-009 / A 6.2.11.4", "font %s is not embedded", f.name) {
		return
	}
	sf, err := sfnt.Parse(data)
	if c.ok(err == nil, "A 6.2.11.4", "font %s cannot be read: %v", f.name, err) {
		f.sf = sf
	}
}

// widths reads /W: runs of widths, and ranges of one width.
func (c *checker) widths(f *fontInfo, cid types.Dict) {
	if v, ok := c.integer(cid["DW"]); ok {
		f.dw = float64(v)
	}
	w := c.arr(cid["W"])
	for i := 0; i+1 < len(w); {
		from, _ := c.integer(w[i])
		if run := c.arr(w[i+1]); run != nil {
			for j, x := range run {
				f.widths[from+j] = c.number(x)
			}
			i += 2
			continue
		}
		if i+2 >= len(w) {
			return
		}
		to, _ := c.integer(w[i+1])
		for j := from; j <= to && j < maxCode; j++ {
			f.widths[j] = c.number(w[i+2])
		}
		i += 3
	}
}

// glyphs reads the map from codes to glyphs.
func (c *checker) glyphs(f *fontInfo, cid types.Dict) {
	f.gid = func(cid int) int { return cid }
	m, _ := c.stream(cid["CIDToGIDMap"])
	if m == nil {
		c.ok(c.name(cid["CIDToGIDMap"]) == "Identity", "UA 31-007 / A 6.2.11.3.2", "font %s: no CIDToGIDMap", f.name)
		return
	}
	f.gid = func(cid int) int {
		if 2*cid+1 >= len(m) {
			return 0
		}
		return int(m[2*cid])<<8 | int(m[2*cid+1])
	}
}
