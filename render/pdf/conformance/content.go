package conformance

import (
	"regexp"
	"strconv"

	"github.com/pdfcpu/pdfcpu/pkg/pdfcpu/types"
)

// painting are the operators that leave a mark on the page.
var painting = words("Tj TJ ' \" f F f* B B* b b* S s sh Do BI")

// known are the operators of PDF 1.7 (ISO 32000-1, annex A).
var known = words("b B b* B* BDC BI BMC BT BX c cm CS cs d d0 d1 Do DP EI EMC ET EX f F f* G g gs h i ID j J K k l m M MP n q Q re RG rg ri s S SC sc SCN scn sh " +
	"T* Tc Td TD Tf Tj TJ TL Tm Tr Ts Tw Tz v w W W* y ' \"")

// maxStates is how many graphics states a page may stack (ISO 19005-2, 6.1.13).
const maxStates = 28

// content checks what the pages draw, and that the tree claims nothing that is
// not drawn.
func (c *checker) content() {
	seen := map[kidRef]bool{}
	for i, n := range c.pages {
		d := c.dict(*types.NewIndirectRef(n, 0))
		p := &page{checker: c, number: i + 1, object: n, resources: c.resources(d), seen: seen}
		p.checkResources()
		tokenize(c.contents(d), p.operator)
		c.ok(len(p.open) == 0, "content", "page %d: marked sequence is not closed", p.number)
		c.ok(p.states == 0 && p.texts == 0, "content", "page %d: q and Q, or BT and ET, do not match", p.number)
	}
	for _, n := range c.byNum {
		for _, r := range n.mc {
			c.ok(seen[r], "UA 09", "element %d (%s): MCID %d is not on the page", n.num, n.s, r.mcid)
		}
	}
	c.readingOrder()
}

// resources are those of a page, or of the node above it.
func (c *checker) resources(d types.Dict) types.Dict {
	for ; d != nil; d = c.dict(d["Parent"]) {
		if res := c.dict(d["Resources"]); res != nil {
			return res
		}
	}
	return nil
}

func (c *checker) contents(d types.Dict) []byte {
	list := c.arr(d["Contents"])
	if list == nil {
		data, _ := c.stream(d["Contents"])
		return data
	}
	var data []byte
	for _, o := range list {
		b, _ := c.stream(o)
		data = append(append(data, b...), '\n')
	}
	return data
}

// A page is a page being read.
type page struct {
	*checker
	number, object int
	resources      types.Dict
	seen           map[kidRef]bool // marked content of all pages
	open           []mark
	states, texts  int
	font           *fontInfo
}

// A mark is an open sequence of marked content.
type mark struct {
	artifact bool
	mcid     int // -1: none
}

func (p *page) checkResources() {
	for k, g := range p.dict(p.resources["ExtGState"]) {
		gs := p.dict(g)
		for _, a := range []string{"ca", "CA"} {
			if gs[a] != nil {
				p.ok(p.checker.number(gs[a]) == 1, "transparency", "ExtGState %s: %s = %g", k, a, p.checker.number(gs[a]))
			}
		}
		p.ok(gs["SMask"] == nil || p.name(gs["SMask"]) == "None", "transparency", "ExtGState %s: SMask", k)
		p.ok(gs["TR"] == nil, "A 6.2.5", "ExtGState %s: TR", k)
	}
	for k, x := range p.dict(p.resources["XObject"]) {
		d := p.dict(x)
		p.ok(d["Alternates"] == nil && d["OPI"] == nil && !p.boolean(d["Interpolate"]), "A 6.2.8", "XObject %s: forbidden key", k)
	}
}

func (p *page) operator(op string, args []tok) {
	if !known[op] {
		p.fail("A 6.2.2", "page %d: unknown operator %q", p.number, op)
	}
	switch op {
	case "q":
		p.states++
		p.ok(p.states <= maxStates, "A 6.1.13", "page %d: more than %d states are stacked", p.number, maxStates)
	case "Q":
		p.states--
	case "BT":
		p.texts++
	case "ET":
		p.texts--
	case "k", "K":
		p.fail("A 6.2.4.3", "page %d: CMYK colour", p.number)
	case "Tf":
		p.setFont(args)
	case "BMC", "BDC":
		p.begin(op, args)
	case "EMC":
		if p.ok(len(p.open) > 0, "content", "page %d: EMC without a start", p.number) {
			p.open = p.open[:len(p.open)-1]
		}
	}
	if painting[op] {
		p.paint(op, args)
	}
}

func (p *page) setFont(args []tok) {
	if len(args) != 2 {
		return
	}
	o := p.dict(p.resources["Font"])[args[0].s]
	if p.ok(o != nil, "content", "page %d: font %s is not in the resources", p.number, args[0].s) {
		p.font = p.checker.font(o)
	}
}

var mcidKey = regexp.MustCompile(`/MCID\s+(\d+)`)

// begin opens a sequence: an artifact, or content that the tree must claim.
func (p *page) begin(op string, args []tok) {
	m := mark{mcid: -1, artifact: len(args) > 0 && args[0].s == "Artifact"}
	if op == "BDC" && len(args) > 1 {
		if v := mcidKey.FindStringSubmatch(args[1].s); v != nil {
			m.mcid, _ = strconv.Atoi(v[1])
		}
	}
	p.r.Sequences++
	for _, o := range p.open {
		p.ok(!m.artifact || o.mcid < 0, "UA 01-003", "page %d: artifact inside tagged content", p.number)
		p.ok(!o.artifact || m.mcid < 0, "UA 01-004", "page %d: tagged content inside an artifact", p.number)
	}
	p.open = append(p.open, m)
	if m.mcid < 0 {
		return
	}
	r := kidRef{p.object, m.mcid}
	p.ok(!p.seen[r], "UA 09", "page %d: MCID %d twice", p.number, m.mcid)
	p.seen[r] = true
	if e := p.owner(r); p.ok(e != nil, "UA 01-005", "page %d: MCID %d without element", p.number, m.mcid) {
		p.ok(p.role(args[0].s) == e.s, "tag", "page %d: tag %s for an element %s", p.number, args[0].s, e.s)
	}
}

// paint checks that a mark is tagged or an artifact, and the glyphs of its text.
func (p *page) paint(op string, args []tok) {
	in := false
	for _, m := range p.open {
		in = in || m.artifact || m.mcid >= 0
	}
	p.ok(in, "UA 01-005 / 7.1-3", "page %d: %s outside of tags and artifacts", p.number, op)
	for _, a := range args {
		if a.kind == 's' {
			p.show(p.number, p.font, a.b)
		}
		for _, b := range a.list {
			p.show(p.number, p.font, b)
		}
	}
}

// role follows the role map to a standard type.
func (c *checker) role(s string) string {
	for i := 0; i < maxRoles && !standard[s]; i++ {
		m, ok := c.roles[s]
		if !ok {
			return s
		}
		s = m
	}
	return s
}

// owner is the element that claims marked content.
func (c *checker) owner(r kidRef) *node {
	if c.owners == nil {
		c.owners = map[kidRef]*node{}
		for _, n := range c.byNum {
			for _, k := range n.mc {
				c.owners[k] = n
			}
		}
	}
	return c.owners[r]
}
