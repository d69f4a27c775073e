package conformance

import (
	"fmt"
	"regexp"

	"github.com/pdfcpu/pdfcpu/pkg/pdfcpu/types"
)

// painting are the operators that leave a mark on the page.
var painting = words("Tj TJ ' \" f F f* B B* b b* S s sh Do BI")

// known are the operators of PDF 1.7 (ISO 32000-1, annex A).
var known = words("b B b* B* BDC BI BMC BT BX c cm CS cs d d0 d1 Do DP EI EMC ET EX f F f* G g gs h i ID j J K k l m M MP n q Q re RG rg ri s S SC sc SCN scn sh " +
	"T* Tc Td TD Tf Tj TJ TL Tm Tr Ts Tw Tz v w W W* y ' \"")

func (c *checker) content() {
	seenMC := map[kidRef]bool{}
	for i, pn := range c.pages {
		pg := c.dict(*types.NewIndirectRef(pn, 0))
		var res types.Dict
		for d := pg; d != nil && res == nil; d = c.dict(d["Parent"]) {
			res = c.dict(d["Resources"])
		}
		for k, g := range c.dict(res["ExtGState"]) {
			gs := c.dict(g)
			for _, a := range []string{"ca", "CA"} {
				if gs[a] != nil {
					c.ok(c.number(gs[a]) == 1, "transparency", "ExtGState %s: %s = %g", k, a, c.number(gs[a]))
				}
			}
			c.ok(gs["SMask"] == nil || c.name(gs["SMask"]) == "None", "transparency", "ExtGState %s: SMask", k)
			c.ok(gs["TR"] == nil, "A 6.2.5", "ExtGState %s: TR", k)
		}
		for k, x := range c.dict(res["XObject"]) {
			d := c.dict(x)
			c.ok(d["Alternates"] == nil && d["OPI"] == nil && !c.boolean(d["Interpolate"]), "A 6.2.8", "XObject %s: forbidden key", k)
		}
		var data []byte
		if a := c.arr(pg["Contents"]); a != nil {
			for _, o := range a {
				b, _ := c.stream(o)
				data = append(append(data, b...), '\n')
			}
		} else {
			data, _ = c.stream(pg["Contents"])
		}
		type mark struct {
			art  bool
			mcid int
		}
		var stack []mark
		q, bt := 0, 0
		var cur *fontInfo
		mode := 0
		lastMCID := -1
		tokenize(data, func(op string, args []tok) {
			if !known[op] {
				c.fail("A 6.2.2", "page %d: unknown operator %q", i+1, op)
			}
			switch op {
			case "q":
				q++
				c.ok(q <= 28, "A 6.1.13", "page %d: more than 28 states are stacked", i+1)
			case "Q":
				q--
			case "BT":
				bt++
			case "ET":
				bt--
			case "k", "K":
				c.fail("A 6.2.4.3", "page %d: CMYK colour", i+1)
			case "Tf":
				if len(args) == 2 {
					fo := c.dict(res["Font"])[args[0].s]
					if c.ok(fo != nil, "content", "page %d: font %s is not in the resources", i+1, args[0].s) {
						cur = c.font(fo)
					}
				}
			case "BMC", "BDC":
				m := mark{mcid: -1}
				if len(args) > 0 && args[0].s == "Artifact" {
					m.art = true
				}
				if op == "BDC" && len(args) > 1 {
					if v := regexp.MustCompile(`/MCID\s+(\d+)`).FindStringSubmatch(args[1].s); v != nil {
						fmt.Sscanf(v[1], "%d", &m.mcid)
					}
				}
				c.r.Sequences++
				for _, p := range stack {
					c.ok(!(m.art && p.mcid >= 0), "UA 01-003", "page %d: artifact inside tagged content", i+1)
					c.ok(!(p.art && m.mcid >= 0), "UA 01-004", "page %d: tagged content inside an artifact", i+1)
				}
				if m.mcid >= 0 {
					r := kidRef{pn, m.mcid}
					c.ok(!seenMC[r], "UA 09", "page %d: MCID %d twice", i+1, m.mcid)
					seenMC[r] = true
					lastMCID = m.mcid
					var e *node
					for _, n := range []*node{c.owner(r)} {
						e = n
					}
					if c.ok(e != nil, "UA 01-005", "page %d: MCID %d without element", i+1, m.mcid) && len(args) > 0 {
						c.ok(c.role(args[0].s) == e.s, "tag", "page %d: tag %s for an element %s", i+1, args[0].s, e.s)
					}
				}
				stack = append(stack, m)
			case "EMC":
				if c.ok(len(stack) > 0, "content", "page %d: EMC without a start", i+1) {
					stack = stack[:len(stack)-1]
				}
			}
			if painting[op] {
				in := false
				for _, p := range stack {
					in = in || p.art || p.mcid >= 0
				}
				c.ok(in, "UA 01-005 / 7.1-3", "page %d: %s outside of tags and artifacts", i+1, op)
				for _, a := range args {
					if a.kind == 's' {
						c.show(i+1, cur, a.b, mode)
					}
					for _, b := range a.list {
						c.show(i+1, cur, b, mode)
					}
				}
			}
		})
		_ = lastMCID
		c.ok(len(stack) == 0, "content", "page %d: marked sequence is not closed", i+1)
		c.ok(q == 0 && bt == 0, "content", "page %d: q and Q, or BT and ET, do not match", i+1)
	}
	for _, n := range c.byNum {
		for _, r := range n.mc {
			c.ok(seenMC[r], "UA 09", "element %d (%s): MCID %d is not on the page", n.num, n.s, r.mcid)
		}
	}
	c.readingOrder()
}

func (c *checker) role(s string) string {
	for i := 0; i < 9 && !standard[s]; i++ {
		m, ok := c.roles[s]
		if !ok {
			return s
		}
		s = m
	}
	return s
}

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
