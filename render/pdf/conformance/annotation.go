package conformance

import (
	"fmt"
	"regexp"
	"strings"

	"github.com/pdfcpu/pdfcpu/pkg/pdfcpu/types"
)

func (c *checker) annot(page, idx, pn int, o types.Object, pt map[int]types.Object, used map[int]bool) {
	c.r.Annots++
	d := c.dict(o)
	sub := c.name(d["Subtype"])
	where := fmt.Sprintf("page %d, annotation %d (%s)", page, idx, sub)
	fl, _ := c.integer(d["F"])
	if sub != "Popup" {
		c.ok(fl&4 != 0 && fl&(1|2|32|256) == 0, "A 6.3.2", "%s: not printed, or hidden", where)
	}
	c.ok(strings.TrimSpace(c.text(d["Contents"])) != "", "UA 28-012", "%s: no Contents", where)
	if c.ok(d["StructParent"] != nil, "UA 28-002", "%s: no StructParent", where) {
		k, _ := c.integer(d["StructParent"])
		c.ok(!used[k], "UA 7.1 (ParentTree)", "key %d is used twice", k)
		used[k] = true
		e := c.byNum[num(pt[k])]
		if c.ok(e != nil, "UA 28-002", "%s: not in the tree", where) {
			hit := false
			for _, r := range e.objr {
				hit = hit || r == num(o)
			}
			c.ok(hit, "UA 28-002", "%s: its element does not claim it (OBJR)", where)
			if sub == "Link" {
				c.ok(e.s == "Link", "UA 28-010", "%s: in an element %s", where, e.s)
			}
		}
	}
	if sub == "Link" {
		act := c.dict(d["A"])
		if act != nil {
			s := c.name(act["S"])
			c.ok(s == "URI" || s == "GoTo", "A 6.5.1", "%s: action %s", where, s)
			if s == "URI" {
				u := c.text(act["URI"])
				c.ok(regexp.MustCompile(`^(https?://|mailto:)[\x21-\x7e]+$`).MatchString(u), "address", "%s: address %q", where, u)
			}
		} else if a := c.arr(d["Dest"]); a != nil {
			ok := false
			for _, p := range c.pages {
				ok = ok || (len(a) > 0 && num(a[0]) == p)
			}
			c.ok(ok, "link", "%s: destination outside of the document", where)
		} else {
			c.ok(d["Dest"] != nil, "link", "%s: no target", where)
		}
		r := c.arr(d["Rect"])
		c.ok(len(r) == 4 && c.number(r[2]) > c.number(r[0]) && c.number(r[3]) > c.number(r[1]), "link", "%s: empty or turned rectangle", where)
	}
}

func (c *checker) outlines(cat types.Dict) {
	o := c.dict(cat["Outlines"])
	if !c.ok(o != nil || len(c.pages) < 4, "use", "no bookmarks") || o == nil {
		return
	}
	n := 0
	seen := map[int]bool{}
	var walk func(x types.Object)
	walk = func(x types.Object) {
		for x != nil && n < 100000 {
			k := num(x)
			if seen[k] {
				c.fail("bookmarks", "loop")
				return
			}
			seen[k] = true
			d := c.dict(x)
			n++
			c.ok(c.text(d["Title"]) != "", "bookmarks", "bookmark without title")
			a := c.arr(d["Dest"])
			ok := false
			for _, p := range c.pages {
				ok = ok || (len(a) > 0 && num(a[0]) == p)
			}
			c.ok(ok || d["A"] != nil, "bookmarks", "bookmark %q without page", c.text(d["Title"]))
			if d["First"] != nil {
				walk(d["First"])
			}
			x = d["Next"]
		}
	}
	walk(o["First"])
	c.ok(n > 0, "bookmarks", "empty list")
}
