package conformance

import (
	"bytes"
	"maps"
	"math"
	"regexp"
	"slices"
	"unicode/utf8"

	"github.com/pdfcpu/pdfcpu/pkg/pdfcpu/model"
	"github.com/pdfcpu/pdfcpu/pkg/pdfcpu/types"
)

// Limits of ISO 19005-2, 6.1.13.
const (
	maxObjects = 8388607
	maxString  = 32767 // bytes
	maxName    = 127   // bytes
)

// maxNesting bounds what the checker walks through.
const maxNesting = 60

// objects walks every object of the file: the limits of PDF/A, and how indirect
// objects and streams are written.
func (c *checker) objects(raw []byte) {
	c.ok(len(c.x.Table) <= maxObjects, "A 6.1.13", "too many objects")
	for _, k := range slices.Sorted(maps.Keys(c.x.Table)) {
		e := c.x.Table[k]
		if e == nil || e.Free || e.Object == nil {
			continue
		}
		c.limits(k, e.Object, 0)
		if !e.Compressed && e.Offset != nil && *e.Offset > 0 && int(*e.Offset) < len(raw) {
			c.written(k, e, raw[*e.Offset:])
		}
	}
}

// limits checks an object and what it holds.
func (c *checker) limits(k int, o types.Object, depth int) {
	if depth > maxNesting {
		return
	}
	switch v := o.(type) {
	case types.StringLiteral:
		b, _ := types.Unescape(string(v))
		c.ok(len(b) <= maxString, "A 6.1.13", "object %d: string of %d bytes", k, len(b))
	case types.HexLiteral:
		c.ok(len(v) <= 2*maxString && len(v)%2 == 0, "A 6.1.6 / 6.1.13", "object %d: hexadecimal string of %d digits", k, len(v))
	case types.Name:
		c.ok(len(v) <= maxName && utf8.ValidString(string(v)), "A 6.1.8 / 6.1.13", "object %d: name too long or badly encoded", k)
	case types.Integer:
		c.ok(int64(v) <= math.MaxInt32 && int64(v) >= math.MinInt32, "A 6.1.13", "object %d: integer out of bounds", k)
	case types.Array:
		for _, x := range v {
			c.limits(k, x, depth+1)
		}
	case types.Dict:
		for key, x := range v {
			c.ok(len(key) <= maxName, "A 6.1.13", "object %d: key too long", k)
			c.ok(key != "AA", "A 6.5.2", "object %d: additional actions", k)
			c.limits(k, x, depth+1)
		}
	case types.StreamDict:
		for _, key := range []string{"F", "FFilter", "FDecodeParms"} {
			c.ok(v.Dict[key] == nil, "A 6.1.7.1", "object %d: external stream (%s)", k, key)
		}
		c.limits(k, v.Dict, depth+1)
	}
}

var (
	objectHead = regexp.MustCompile(`^\d+ \d+ obj\r?\n`)
	streamHead = regexp.MustCompile(`^stream\r?\n`)
	streamTail = regexp.MustCompile(`^\r?\nendstream\r?\nendobj\r?\n`)
)

// written checks the bytes of an object that stands alone in the file.
func (c *checker) written(k int, e *model.XRefTableEntry, b []byte) {
	if !c.ok(objectHead.Match(b[:min(len(b), 40)]), "A 6.1.9", "object %d: \"n g obj\" is badly spaced", k) {
		return
	}
	sd, ok := e.Object.(types.StreamDict)
	if !ok {
		return
	}
	n, has := c.integer(sd.Dict["Length"])
	i := bytes.Index(b, []byte("stream"))
	if !c.ok(has && i > 0, "A 6.1.7.1", "object %d: no Length", k) {
		return
	}
	head := streamHead.Find(b[i:min(len(b), i+8)])
	if !c.ok(head != nil, "A 6.1.7.1", "object %d: \"stream\" without end of line", k) {
		return
	}
	end := i + len(head) + n
	c.ok(end < len(b) && streamTail.Match(b[end:min(len(b), end+24)]), "A 6.1.7.1 / 6.1.9", "object %d: wrong length of stream, or \"endstream\" misplaced", k)
}
