package conformance

import (
	"regexp"
	"strconv"
	"unicode/utf16"
)

var (
	hexDigits = regexp.MustCompile(`<([0-9A-Fa-f]*)>`)
	charBlock = regexp.MustCompile(`(?s)beginbfchar(.*?)endbfchar`)
	spanBlock = regexp.MustCompile(`(?s)beginbfrange(.*?)endbfrange`)
)

// maxBlock is how many entries a block of a CMap may have (ISO 32000-1, 9.10.3).
const maxBlock = 100

// cmap reads a map from codes to Unicode.
func (c *checker) cmap(f *fontInfo, b []byte) {
	s := string(b)
	for _, m := range charBlock.FindAllStringSubmatch(s, -1) {
		h := hexDigits.FindAllStringSubmatch(m[1], -1)
		c.ok(len(h) <= 2*maxBlock, "ToUnicode", "font %s: more than %d entries in a block", f.name, maxBlock)
		for i := 0; i+1 < len(h); i += 2 {
			code, _ := codes(h[i][1])
			_, f.uni[code] = codes(h[i+1][1])
		}
	}
	for _, m := range spanBlock.FindAllStringSubmatch(s, -1) {
		h := hexDigits.FindAllStringSubmatch(m[1], -1)
		for i := 0; i+2 < len(h); i += 3 {
			from, _ := codes(h[i][1])
			to, _ := codes(h[i+1][1])
			first, _ := codes(h[i+2][1])
			c.ok(from>>8 == to>>8, "ToUnicode", "font %s: range <%s> <%s> crosses a high byte", f.name, h[i][1], h[i+1][1])
			for k := from; k <= to; k++ {
				f.uni[k] = []rune{rune(first + k - from)}
			}
		}
	}
}

// codes reads hexadecimal digits as one code, and as UTF-16.
func codes(s string) (first int, text []rune) {
	var units []uint16
	for ; len(s) >= 4; s = s[4:] {
		v, err := strconv.ParseUint(s[:4], 16, 16)
		if err != nil {
			return 0, nil
		}
		units = append(units, uint16(v))
	}
	if len(units) > 0 {
		first = int(units[0])
	}
	return first, utf16.Decode(units)
}
