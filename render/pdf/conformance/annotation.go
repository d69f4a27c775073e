package conformance

import (
	"fmt"
	"regexp"
	"slices"
	"strings"

	"github.com/pdfcpu/pdfcpu/pkg/pdfcpu/types"
)

// Flags of an annotation (ISO 32000-1, table 165).
const (
	flagPrint  = 4
	flagHidden = 1 | 2 | 32 | 256 // invisible, hidden, no view, toggle no view
)

// annot checks an annotation and its way back to the tree.
func (c *checker) annot(page, idx int, o types.Object, parents map[int]types.Object, used map[int]bool) {
	c.r.Annots++
	d := c.dict(o)
	kind := c.name(d["Subtype"])
	where := fmt.Sprintf("page %d, annotation %d (%s)", page, idx, kind)
	if flags, _ := c.integer(d["F"]); kind != "Popup" {
		c.ok(flags&flagPrint != 0 && flags&flagHidden == 0, "A 6.3.2", "%s: not printed, or hidden", where)
	}
	c.ok(strings.TrimSpace(c.text(d["Contents"])) != "", "UA 28-012", "%s: no Contents", where)
	if c.ok(d["StructParent"] != nil, "UA 28-002", "%s: no StructParent", where) {
		k, _ := c.integer(d["StructParent"])
		c.ok(!used[k], "UA 7.1 (ParentTree)", "key %d is used twice", k)
		used[k] = true
		c.claimed(where, kind, num(o), c.byNum[num(parents[k])])
	}
	if kind == "Link" {
		c.target(where, d)
		r := c.arr(d["Rect"])
		c.ok(len(r) == 4 && c.number(r[2]) > c.number(r[0]) && c.number(r[3]) > c.number(r[1]), "link", "%s: empty or turned rectangle", where)
	}
}

// claimed checks that an element holds the annotation.
func (c *checker) claimed(where, kind string, annot int, e *node) {
	if !c.ok(e != nil, "UA 28-002", "%s: not in the tree", where) {
		return
	}
	c.ok(slices.Contains(e.objr, annot), "UA 28-002", "%s: its element does not claim it (OBJR)", where)
	if kind == "Link" {
		c.ok(e.s == "Link", "UA 28-010", "%s: in an element %s", where, e.s)
	}
}

var safeAddress = regexp.MustCompile(`(?i)^(https?://|mailto:)[\x21-\x7e]+$`)

// target checks where a link leads.
func (c *checker) target(where string, d types.Dict) {
	act, dest := c.dict(d["A"]), c.arr(d["Dest"])
	switch {
	case act != nil:
		s := c.name(act["S"])
		c.ok(s == "URI" || s == "GoTo", "A 6.5.1", "%s: action %s", where, s)
		if s == "URI" {
			c.ok(safeAddress.MatchString(c.text(act["URI"])), "address", "%s: address %q", where, c.text(act["URI"]))
		}
	case dest != nil:
		c.ok(c.onPage(dest), "link", "%s: destination outside of the document", where)
	default:
		c.ok(d["Dest"] != nil, "link", "%s: no target", where)
	}
}

// onPage tells whether a destination is a page of the document.
func (c *checker) onPage(dest types.Array) bool {
	return len(dest) > 0 && slices.Contains(c.pages, num(dest[0]))
}
