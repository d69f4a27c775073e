package conformance

import (
	"slices"

	"github.com/pdfcpu/pdfcpu/pkg/pdfcpu/types"
)

// maxNumbers bounds the depth of a number tree.
const maxNumbers = 20

// parentTree checks both ways: from pages and annotations to elements, and back.
func (c *checker) parentTree(st, cat types.Dict) {
	parents := map[int]types.Object{}
	c.numbers(st["ParentTree"], parents, 0)
	c.ok(len(parents) > 0, "UA 7.1 (ParentTree)", "no ParentTree")
	used := map[int]bool{}
	for i, n := range c.pages {
		d := c.dict(*types.NewIndirectRef(n, 0))
		c.ok(c.name(d["Tabs"]) == "S" || d["Annots"] == nil, "UA 28-009", "page %d: Tabs is not S", i+1)
		if d["StructParents"] != nil {
			k, _ := c.integer(d["StructParents"])
			c.ok(!used[k], "UA 7.1 (ParentTree)", "key %d is used twice", k)
			used[k] = true
			for m, o := range c.arr(parents[k]) {
				c.claimant(i+1, kidRef{n, m}, c.byNum[num(o)])
			}
		}
		for j, o := range c.arr(d["Annots"]) {
			c.annot(i+1, j+1, o, parents, used)
		}
	}
	c.claims(parents)
}

// numbers reads a number tree.
func (c *checker) numbers(o types.Object, into map[int]types.Object, depth int) {
	d := c.dict(o)
	if d == nil || depth > maxNumbers {
		return
	}
	last, list := -1, c.arr(d["Nums"])
	for i := 0; i+1 < len(list); i += 2 {
		k, _ := c.integer(list[i])
		c.ok(k > last, "UA 7.1 (ParentTree)", "keys are not sorted")
		last = k
		into[k] = list[i+1]
	}
	for _, k := range c.arr(d["Kids"]) {
		c.numbers(k, into, depth+1)
	}
}

// claimant checks that the element of marked content claims it.
func (c *checker) claimant(page int, r kidRef, e *node) {
	if c.ok(e != nil, "UA 09", "page %d, MCID %d: its element is not in the tree", page, r.mcid) {
		c.ok(slices.Contains(e.mc, r), "UA 09", "page %d, MCID %d: element %d does not claim it", page, r.mcid, e.num)
	}
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
