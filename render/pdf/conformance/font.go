package conformance

import (
	"fmt"
	"regexp"
	"unicode/utf16"

	"github.com/pdfcpu/pdfcpu/pkg/pdfcpu/types"
	"golang.org/x/image/font/sfnt"
)

type fontInfo struct {
	name   string
	type0  bool
	widths map[int]float64
	dw     float64
	gid    func(cid int) int
	sf     *sfnt.Font
	buf    sfnt.Buffer
	uni    map[int][]rune
	bad    map[int]bool
}

func (c *checker) font(o types.Object) *fontInfo {
	k := num(o)
	if f, ok := c.fonts[k]; ok && k != 0 {
		return f
	}
	d := c.dict(o)
	f := &fontInfo{name: c.name(d["BaseFont"]), widths: map[int]float64{}, dw: 1000, uni: map[int][]rune{}, bad: map[int]bool{}}
	c.fonts[k] = f
	st := c.name(d["Subtype"])
	f.type0 = st == "Type0"
	if !c.ok(f.type0, "A 6.2.11", "font %s of type %s: only Type0 is checked", f.name, st) {
		return f
	}
	c.ok(c.name(d["Encoding"]) == "Identity-H", "A 6.2.11.3", "font %s: encoding %s", f.name, c.name(d["Encoding"]))
	df := c.arr(d["DescendantFonts"])
	if len(df) != 1 {
		c.fail("A 6.2.11", "font %s without descendant", f.name)
		return f
	}
	cf := c.dict(df[0])
	fd := c.dict(cf["FontDescriptor"])
	c.ok(c.name(cf["BaseFont"]) == f.name && c.name(fd["FontName"]) == f.name, "A 6.2.11", "names of the font differ: %s", f.name)
	c.ok(regexp.MustCompile(`^[A-Z]{6}\+`).MatchString(f.name), "ISO 32000 9.6.4", "subset font without tag: %s", f.name)
	prog, _ := c.stream(fd["FontFile2"])
	if c.ok(len(prog) > 0, "UA 31-009 / A 6.2.11.4", "font %s is not embedded", f.name) {
		sf, err := sfnt.Parse(prog)
		if c.ok(err == nil, "A 6.2.11.4", "font %s cannot be read: %v", f.name, err) {
			f.sf = sf
		}
	}
	if v, ok := c.integer(cf["DW"]); ok {
		f.dw = float64(v)
	}
	w := c.arr(cf["W"])
	for i := 0; i < len(w); {
		a, _ := c.integer(w[i])
		if i+1 < len(w) {
			if l := c.arr(w[i+1]); l != nil {
				for j, x := range l {
					f.widths[a+j] = c.number(x)
				}
				i += 2
				continue
			}
		}
		if i+2 >= len(w) {
			break
		}
		b, _ := c.integer(w[i+1])
		for j := a; j <= b && j < 65536; j++ {
			f.widths[j] = c.number(w[i+2])
		}
		i += 3
	}
	f.gid = func(cid int) int { return cid }
	if m, _ := c.stream(cf["CIDToGIDMap"]); m != nil {
		f.gid = func(cid int) int {
			if 2*cid+1 >= len(m) {
				return 0
			}
			return int(m[2*cid])<<8 | int(m[2*cid+1])
		}
	} else {
		c.ok(c.name(cf["CIDToGIDMap"]) == "Identity", "UA 31-007 / A 6.2.11.3.2", "font %s: no CIDToGIDMap", f.name)
	}
	tu, _ := c.stream(d["ToUnicode"])
	if c.ok(len(tu) > 0, "UA 31-027 / A 6.2.11.7", "font %s without ToUnicode", f.name) {
		c.cmap(f, tu)
	}
	return f
}

func hexv(s string) (int, []rune) {
	var u []uint16
	for i := 0; i+4 <= len(s); i += 4 {
		var v int
		fmt.Sscanf(s[i:i+4], "%x", &v)
		u = append(u, uint16(v))
	}
	v := 0
	if len(u) > 0 {
		v = int(u[0])
	}
	return v, utf16.Decode(u)
}

func (c *checker) cmap(f *fontInfo, b []byte) {
	s := string(b)
	hex := regexp.MustCompile(`<([0-9A-Fa-f]*)>`)
	for _, m := range regexp.MustCompile(`(?s)beginbfchar(.*?)endbfchar`).FindAllStringSubmatch(s, -1) {
		h := hex.FindAllStringSubmatch(m[1], -1)
		c.ok(len(h) <= 200, "ToUnicode", "font %s: more than 100 entries in a block", f.name)
		for i := 0; i+1 < len(h); i += 2 {
			k, _ := hexv(h[i][1])
			_, f.uni[k] = hexv(h[i+1][1])
		}
	}
	for _, m := range regexp.MustCompile(`(?s)beginbfrange(.*?)endbfrange`).FindAllStringSubmatch(s, -1) {
		h := hex.FindAllStringSubmatch(m[1], -1)
		for i := 0; i+2 < len(h); i += 3 {
			a, _ := hexv(h[i][1])
			z, _ := hexv(h[i+1][1])
			v, _ := hexv(h[i+2][1])
			c.ok(a>>8 == z>>8, "ToUnicode", "font %s: range <%s> <%s> crosses a high byte", f.name, h[i][1], h[i+1][1])
			for k := a; k <= z; k++ {
				f.uni[k] = []rune{rune(v + k - a)}
			}
		}
	}
}
