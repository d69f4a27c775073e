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

// A kidRef is marked content: the object number of its page, and its number.
type kidRef struct{ page, mcid int }

// A node is an element of the structure tree.
type node struct {
	num    int
	s      string // its type, mapped to a standard one
	parent *node
	kids   []*node
	mc     []kidRef
	objr   []int
	d      types.Dict
	order  []any // *node or kidRef, as in /K
}

// Bounds of what a file may make the checker walk through.
const (
	maxRoles = 9
	maxTree  = 200 // depth
)

// structure reads the tree and checks its elements.
func (c *checker) structure(cat types.Dict) {
	st := c.dict(cat["StructTreeRoot"])
	if !c.ok(st != nil, "UA 06-001 / 7.1", "no StructTreeRoot") {
		return
	}
	for k, v := range c.dict(st["RoleMap"]) {
		c.roles[k] = c.name(v)
		c.ok(!standard[k], "UA 02-004", "standard type redefined: %s", k)
	}
	top := &node{num: num(cat["StructTreeRoot"]), s: "root"}
	for _, k := range c.list(st["K"]) {
		if n := c.build(k, top, 0, 0); n != nil {
			c.roots = append(c.roots, n)
		}
	}
	c.ok(len(c.roots) == 1 && c.roots[0].s == "Document", "UA 7.1", "the root is not one Document element")
	h := &headings{checker: c, ids: map[string]bool{}}
	for _, n := range c.roots {
		h.walk(n)
	}
	c.ok(h.first == 1, "UA 14 (use)", "%d headings of level 1", h.first)
	c.parentTree(st, cat)
}

// list is an array, or one object as an array.
func (c *checker) list(o types.Object) types.Array {
	if a, ok := c.deref(o).(types.Array); ok {
		return a
	}
	if o == nil {
		return nil
	}
	return types.Array{o}
}

// build reads an element and what is under it; page is the one of its parent.
func (c *checker) build(o types.Object, parent *node, page, depth int) *node {
	d := c.dict(o)
	if d == nil || depth > maxTree {
		c.fail("UA 09", "structure element cannot be read")
		return nil
	}
	n := &node{num: num(o), d: d, parent: parent, s: c.role(c.name(d["S"]))}
	if n.num != 0 {
		if c.byNum[n.num] != nil {
			c.fail("UA 09", "element %d stands twice in the tree", n.num)
			return nil
		}
		c.byNum[n.num] = n
	}
	c.r.Elems++
	c.ok(num(d["P"]) == parent.num, "UA 09", "element %d: P is not its parent", n.num)
	c.ok(standard[n.s], "UA 02-001", "type not standard and not mapped: %q", n.s)
	if v := num(d["Pg"]); v != 0 {
		page = v
	}
	for _, k := range c.list(d["K"]) {
		c.kid(n, k, page, depth)
	}
	return n
}

// kid reads one child: marked content, an annotation or an element.
func (c *checker) kid(n *node, k types.Object, page, depth int) {
	switch t := c.deref(k).(type) {
	case types.Integer:
		n.claim(kidRef{page, int(t)})
	case types.Dict:
		switch c.name(t["Type"]) {
		case "MCR":
			if p := num(t["Pg"]); p != 0 {
				page = p
			}
			m, _ := c.integer(t["MCID"])
			n.claim(kidRef{page, m})
		case "OBJR":
			n.objr = append(n.objr, num(t["Obj"]))
		default:
			if child := c.build(k, n, page, depth+1); child != nil {
				n.kids = append(n.kids, child)
				n.order = append(n.order, child)
			}
		}
	}
}

func (n *node) claim(r kidRef) {
	n.mc = append(n.mc, r)
	n.order = append(n.order, r)
}

// headings walks the tree, checks each element, and the levels of headings.
type headings struct {
	*checker
	ids   map[string]bool // of notes
	last  int             // level of the last heading
	first int             // headings of level 1
}

func (h *headings) walk(n *node) {
	h.elem(n, h.ids)
	if len(n.s) == 2 && n.s[0] == 'H' && n.s[1] >= '1' && n.s[1] <= '6' {
		level := int(n.s[1] - '0')
		if h.last == 0 {
			h.ok(level == 1, "UA 14-002", "the first heading is H%d", level)
		} else {
			h.ok(level <= h.last+1, "UA 14-003", "heading level skipped: H%d after H%d (element %d)", level, h.last, n.num)
		}
		h.last = level
		if level == 1 {
			h.first++
		}
		h.ok(len(n.mc)+len(n.kids) > 0, "UA 14", "empty heading (element %d)", n.num)
	}
	for _, k := range n.kids {
		h.walk(k)
	}
}

// attr is an attribute of an element, by its owner.
func (c *checker) attr(n *node, owner, key string) types.Object {
	for _, o := range c.list(n.d["A"]) {
		if d := c.dict(o); d != nil && c.name(d["O"]) == owner {
			if v := c.deref(d[key]); v != nil {
				return v
			}
		}
	}
	return nil
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
