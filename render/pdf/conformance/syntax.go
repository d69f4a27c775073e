package conformance

import (
	"bytes"
	"regexp"
	"sort"
	"unicode/utf8"

	"github.com/pdfcpu/pdfcpu/pkg/pdfcpu/types"
)

// objects walks every object of the file: limits of PDF/A, and the layout of
// the bytes of indirect objects and streams.
func (c *checker) objects(raw []byte) {
	nums := make([]int, 0, len(c.x.Table))
	for k := range c.x.Table {
		nums = append(nums, k)
	}
	sort.Ints(nums)
	c.ok(len(nums) <= 8388607, "A 6.1.13", "too many objects")
	var walk func(num int, o types.Object, depth int)
	walk = func(num int, o types.Object, depth int) {
		if depth > 60 {
			return
		}
		switch v := o.(type) {
		case types.StringLiteral:
			b, _ := types.Unescape(string(v))
			c.ok(len(b) <= 32767, "A 6.1.13", "object %d: string of %d bytes", num, len(b))
		case types.HexLiteral:
			c.ok(len(v) <= 2*32767 && len(v)%2 == 0, "A 6.1.6 / 6.1.13", "object %d: hexadecimal string of %d digits", num, len(v))
		case types.Name:
			c.ok(len(v) <= 127 && utf8.ValidString(string(v)), "A 6.1.8 / 6.1.13", "object %d: name too long or badly encoded", num)
		case types.Integer:
			c.ok(int64(v) <= 2147483647 && int64(v) >= -2147483648, "A 6.1.13", "object %d: integer out of bounds", num)
		case types.Array:
			for _, x := range v {
				walk(num, x, depth+1)
			}
		case types.Dict:
			for k, x := range v {
				c.ok(len(k) <= 127, "A 6.1.13", "object %d: key too long", num)
				if k == "AA" {
					c.fail("A 6.5.2", "object %d: additional actions", num)
				}
				walk(num, x, depth+1)
			}
		case types.StreamDict:
			for _, k := range []string{"F", "FFilter", "FDecodeParms"} {
				c.ok(v.Dict[k] == nil, "A 6.1.7.1", "object %d: external stream (%s)", num, k)
			}
			walk(num, v.Dict, depth+1)
		}
	}
	head := regexp.MustCompile(`^\d+ \d+ obj\r?\n`)
	for _, k := range nums {
		e := c.x.Table[k]
		if e == nil || e.Free || e.Object == nil {
			continue
		}
		walk(k, e.Object, 0)
		if e.Compressed || e.Offset == nil || *e.Offset <= 0 || int(*e.Offset) >= len(raw) {
			continue
		}
		b := raw[*e.Offset:]
		if !c.ok(head.Match(b[:min(len(b), 40)]), "A 6.1.9", "object %d: \"n g obj\" is badly spaced", k) {
			continue
		}
		sd, ok := e.Object.(types.StreamDict)
		if !ok {
			continue
		}
		n, has := c.integer(sd.Dict["Length"])
		i := bytes.Index(b, []byte("stream"))
		if !c.ok(has && i > 0, "A 6.1.7.1", "object %d: no Length", k) {
			continue
		}
		i += 6
		if bytes.HasPrefix(b[i:], []byte("\r\n")) {
			i += 2
		} else if bytes.HasPrefix(b[i:], []byte("\n")) {
			i++
		} else {
			c.fail("A 6.1.7.1", "object %d: \"stream\" without end of line", k)
			continue
		}
		c.ok(i+n < len(b) && regexp.MustCompile(`^\r?\nendstream\r?\nendobj\r?\n`).Match(b[i+n:min(len(b), i+n+24)]), "A 6.1.7.1 / 6.1.9", "object %d: wrong length of stream, or \"endstream\" misplaced", k)
	}
}
