package conformance

import (
	"strings"

	"github.com/pdfcpu/pdfcpu/pkg/pdfcpu/types"
)

// standard are the structure types of PDF 1.7 (ISO 32000-1, 14.8.4).
var standard = words("Document Part Art Sect Div BlockQuote Caption TOC TOCI Index NonStruct Private P H H1 H2 H3 H4 H5 H6 L LI Lbl LBody " +
	"Table TR TH TD THead TBody TFoot Span Quote Note Reference BibEntry Code Link Annot Ruby RB RT RP Warichu WT WP Figure Formula Form")

func words(s string) map[string]bool {
	set := map[string]bool{}
	for _, w := range strings.Fields(s) {
		set[w] = true
	}
	return set
}

type kidRef struct{ page, mcid int } // page: object number

type node struct {
	num    int
	s      string
	parent *node
	kids   []*node
	mc     []kidRef
	objr   []int
	d      types.Dict
	order  []any // *node or kidRef, as in /K
}

func (c *checker) structure(cat types.Dict) {
	st := c.dict(cat["StructTreeRoot"])
	if !c.ok(st != nil, "UA 06-001 / 7.1", "no StructTreeRoot") {
		return
	}
	for k, v := range c.dict(st["RoleMap"]) {
		c.roles[k] = c.name(v)
		c.ok(!standard[k], "UA 02-004", "standard type redefined: %s", k)
	}
	seen := map[int]bool{}
	var build func(o types.Object, p *node, pg int, depth int) *node
	build = func(o types.Object, p *node, pg, depth int) *node {
		d := c.dict(o)
		if d == nil || depth > 200 {
			c.fail("UA 09", "structure element cannot be read")
			return nil
		}
		n := &node{num: num(o), d: d, parent: p, s: c.name(d["S"])}
		if n.num != 0 {
			if seen[n.num] {
				c.fail("UA 09", "element %d stands twice in the tree", n.num)
				return nil
			}
			seen[n.num] = true
			c.byNum[n.num] = n
		}
		c.r.Elems++
		if p != nil {
			c.ok(num(d["P"]) == p.num, "UA 09", "element %d: P is not its parent", n.num)
		}
		for i := 0; i < 9 && !standard[n.s]; i++ {
			m, ok := c.roles[n.s]
			if !ok {
				break
			}
			n.s = m
		}
		c.ok(standard[n.s], "UA 02-001", "type not standard and not mapped: %q", n.s)
		if v := num(d["Pg"]); v != 0 {
			pg = v
		}
		kid := func(k types.Object) {
			v := c.deref(k)
			switch t := v.(type) {
			case types.Integer:
				r := kidRef{pg, int(t)}
				n.mc = append(n.mc, r)
				n.order = append(n.order, r)
			case types.Dict:
				switch c.name(t["Type"]) {
				case "MCR":
					p2 := pg
					if x := num(t["Pg"]); x != 0 {
						p2 = x
					}
					m, _ := c.integer(t["MCID"])
					r := kidRef{p2, m}
					n.mc = append(n.mc, r)
					n.order = append(n.order, r)
				case "OBJR":
					n.objr = append(n.objr, num(t["Obj"]))
				default:
					if ch := build(k, n, pg, depth+1); ch != nil {
						n.kids = append(n.kids, ch)
						n.order = append(n.order, ch)
					}
				}
			}
		}
		if k := d["K"]; k != nil {
			if a, ok := c.deref(k).(types.Array); ok {
				for _, x := range a {
					kid(x)
				}
			} else {
				kid(k)
			}
		}
		return n
	}
	rootNum := num(cat["StructTreeRoot"])
	top := &node{num: rootNum, s: "root"}
	ks := c.arr(st["K"])
	if ks == nil && st["K"] != nil {
		ks = types.Array{st["K"]}
	}
	for _, k := range ks {
		if n := build(k, top, 0, 0); n != nil {
			c.roots = append(c.roots, n)
		}
	}
	c.ok(len(c.roots) == 1 && c.roots[0].s == "Document", "UA 7.1", "the root is not one Document element")
	last, h1 := 0, 0
	ids := map[string]bool{}
	var walk func(n *node)
	walk = func(n *node) {
		c.elem(n, ids)
		if len(n.s) == 2 && n.s[0] == 'H' && n.s[1] >= '1' && n.s[1] <= '6' {
			lv := int(n.s[1] - '0')
			if last == 0 {
				c.ok(lv == 1, "UA 14-002", "the first heading is H%d", lv)
			} else {
				c.ok(lv <= last+1, "UA 14-003", "heading level skipped: H%d after H%d (element %d)", lv, last, n.num)
			}
			last = lv
			if lv == 1 {
				h1++
			}
			c.ok(len(n.mc)+len(n.kids) > 0, "UA 14", "empty heading (element %d)", n.num)
		}
		for _, k := range n.kids {
			walk(k)
		}
	}
	for _, n := range c.roots {
		walk(n)
	}
	c.ok(h1 == 1, "UA 14 (use)", "%d headings of level 1", h1)
	c.parentTree(st, cat)
}

func (c *checker) attr(n *node, owner, key string) types.Object {
	try := func(o types.Object) types.Object {
		d := c.dict(o)
		if d != nil && c.name(d["O"]) == owner {
			return c.deref(d[key])
		}
		return nil
	}
	if a, ok := c.deref(n.d["A"]).(types.Array); ok {
		for _, o := range a {
			if v := try(o); v != nil {
				return v
			}
		}
		return nil
	}
	return try(n.d["A"])
}

func hasContent(n *node) bool {
	if len(n.mc) > 0 {
		return true
	}
	for _, k := range n.kids {
		if hasContent(k) {
			return true
		}
	}
	return false
}

func (c *checker) toArr(o types.Object) types.Array { a, _ := o.(types.Array); return a }
