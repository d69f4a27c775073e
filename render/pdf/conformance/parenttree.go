package conformance

import (
	"github.com/pdfcpu/pdfcpu/pkg/pdfcpu/types"
)

// parentTree checks both ways: page content and annotations to elements.
func (c *checker) parentTree(st, cat types.Dict) {
	pt := map[int]types.Object{}
	var walk func(o types.Object, depth int)
	walk = func(o types.Object, depth int) {
		d := c.dict(o)
		if d == nil || depth > 20 {
			return
		}
		ns := c.arr(d["Nums"])
		last := -1
		for i := 0; i+1 < len(ns); i += 2 {
			k, _ := c.integer(ns[i])
			c.ok(k > last, "UA 7.1 (ParentTree)", "keys are not sorted")
			last = k
			pt[k] = ns[i+1]
		}
		for _, k := range c.arr(d["Kids"]) {
			walk(k, depth+1)
		}
	}
	walk(st["ParentTree"], 0)
	c.ok(len(pt) > 0, "UA 7.1 (ParentTree)", "no ParentTree")
	used := map[int]bool{}
	for i, pn := range c.pages {
		pg := c.dict(*types.NewIndirectRef(pn, 0))
		c.ok(c.name(pg["Tabs"]) == "S" || pg["Annots"] == nil, "UA 28-009", "page %d: Tabs is not S", i+1)
		if pg["StructParents"] != nil {
			k, _ := c.integer(pg["StructParents"])
			c.ok(!used[k], "UA 7.1 (ParentTree)", "key %d is used twice", k)
			used[k] = true
			a := c.arr(pt[k])
			for m, o := range a {
				e := c.byNum[num(o)]
				if !c.ok(e != nil, "UA 09", "page %d, MCID %d: its element is not in the tree", i+1, m) {
					continue
				}
				hit := false
				for _, r := range e.mc {
					hit = hit || (r.page == pn && r.mcid == m)
				}
				c.ok(hit, "UA 09", "page %d, MCID %d: element %d does not claim it", i+1, m, e.num)
			}
		}
		for j, o := range c.arr(pg["Annots"]) {
			c.annot(i+1, j+1, pn, o, pt, used)
		}
	}
	c.claims(pt)
}

// claims: every marked content an element claims maps back to that element.
func (c *checker) claims(pt map[int]types.Object) {
	key := map[int]int{}
	for _, pn := range c.pages {
		pg := c.dict(*types.NewIndirectRef(pn, 0))
		if k, ok := c.integer(pg["StructParents"]); ok && pg["StructParents"] != nil {
			key[pn] = k
		}
	}
	claimed := map[kidRef]int{}
	for _, n := range c.byNum {
		for _, r := range n.mc {
			if o, dup := claimed[r]; dup {
				c.fail("UA 09", "MCID %d is claimed by %d and %d", r.mcid, o, n.num)
			}
			claimed[r] = n.num
			k, ok := key[r.page]
			if !c.ok(ok, "UA 09", "element %d: page without StructParents", n.num) {
				continue
			}
			a := c.arr(pt[k])
			c.ok(r.mcid < len(a) && num(a[r.mcid]) == n.num, "UA 09", "element %d: MCID %d is wrong in ParentTree", n.num, r.mcid)
		}
	}
}
