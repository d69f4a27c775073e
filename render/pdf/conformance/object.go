package conformance

import (
	"unicode/utf16"
	"unicode/utf8"

	"github.com/pdfcpu/pdfcpu/pkg/pdfcpu/types"
)

func (c *checker) deref(o types.Object) types.Object {
	v, err := c.x.Dereference(o)
	if err != nil {
		return nil
	}
	return v
}

func (c *checker) dict(o types.Object) types.Dict {
	switch v := c.deref(o).(type) {
	case types.Dict:
		return v
	case types.StreamDict:
		return v.Dict
	}
	return nil
}

func (c *checker) arr(o types.Object) types.Array {
	a, _ := c.deref(o).(types.Array)
	return a
}

func (c *checker) name(o types.Object) string {
	n, _ := c.deref(o).(types.Name)
	return string(n)
}

func (c *checker) boolean(o types.Object) bool {
	b, _ := c.deref(o).(types.Boolean)
	return bool(b)
}

func (c *checker) integer(o types.Object) (int, bool) {
	switch v := c.deref(o).(type) {
	case types.Integer:
		return int(v), true
	case types.Float:
		return int(v), true
	}
	return 0, false
}

func (c *checker) number(o types.Object) float64 {
	switch v := c.deref(o).(type) {
	case types.Integer:
		return float64(v)
	case types.Float:
		return float64(v)
	}
	return 0
}

func (c *checker) stream(o types.Object) ([]byte, types.Dict) {
	sd, ok := c.deref(o).(types.StreamDict)
	if !ok {
		return nil, nil
	}
	if err := sd.Decode(); err != nil {
		return nil, sd.Dict
	}
	return sd.Content, sd.Dict
}

func (c *checker) text(o types.Object) string {
	var b []byte
	switch v := c.deref(o).(type) {
	case types.StringLiteral:
		b, _ = types.Unescape(string(v))
	case types.HexLiteral:
		b, _ = v.Bytes()
	default:
		return ""
	}
	if len(b) >= 2 && b[0] == 0xfe && b[1] == 0xff {
		var u []uint16
		for i := 2; i+1 < len(b); i += 2 {
			u = append(u, uint16(b[i])<<8|uint16(b[i+1]))
		}
		return string(utf16.Decode(u))
	}
	if utf8.Valid(b) {
		return string(b)
	}
	rs := make([]rune, len(b))
	for i, x := range b {
		rs[i] = rune(x)
	}
	return string(rs)
}

func num(o types.Object) int {
	switch v := o.(type) {
	case types.IndirectRef:
		return int(v.ObjectNumber)
	case *types.IndirectRef:
		return int(v.ObjectNumber)
	}
	return 0
}

func (c *checker) walkPages(cat types.Dict) {
	var walk func(o types.Object, depth int)
	walk = func(o types.Object, depth int) {
		d := c.dict(o)
		if d == nil || depth > 40 {
			return
		}
		if c.name(d["Type"]) == "Page" {
			c.pages = append(c.pages, num(o))
			return
		}
		for _, k := range c.arr(d["Kids"]) {
			walk(k, depth+1)
		}
	}
	walk(cat["Pages"], 0)
	c.r.Pages = len(c.pages)
	c.ok(len(c.pages) > 0, "reading", "no page")
}
