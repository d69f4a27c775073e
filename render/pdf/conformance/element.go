package conformance

import (
	"slices"
	"strings"

	"github.com/pdfcpu/pdfcpu/pkg/pdfcpu/types"
)

// A place says where an element may stand and what it may hold; "" is anything.
// Source: ISO 32000-1, 14.8.4, and the rules of ISO 14289-1, 7.
type place struct{ rule, within, holds string }

var places = map[string]place{
	"Table":    {"UA 7.5", "", "TR THead TBody TFoot Caption"},
	"THead":    {"UA 7.5", "Table", "TR"},
	"TBody":    {"UA 7.5", "Table", "TR"},
	"TFoot":    {"UA 7.5", "Table", "TR"},
	"TR":       {"UA 7.5", "Table THead TBody TFoot", "TH TD"},
	"TH":       {"UA 7.5", "TR", ""},
	"TD":       {"UA 7.5", "TR", ""},
	"L":        {"UA 7.6", "", "LI L Caption"},
	"LI":       {"UA 7.6", "L", "Lbl LBody"},
	"LBody":    {"UA 7.6", "LI", ""},
	"TOC":      {"UA 7.4 (TOC)", "", "TOCI TOC Caption"},
	"TOCI":     {"UA 7.4 (TOC)", "TOC", "Lbl Reference NonStruct P TOC Link"},
	"Document": {"UA 7.1", "root", ""},
}

// mayBeEmpty are the elements that keep their place without content.
var mayBeEmpty = words("TD TH TR THead TBody LBody")

// elem checks one element; ids are those of the notes seen before.
func (c *checker) elem(n *node, ids map[string]bool) {
	if l := n.d["Lang"]; l != nil {
		c.ok(bcp47.MatchString(c.text(l)), "UA 11-001", "invalid language %q", c.text(l))
	}
	if !mayBeEmpty[n.s] && !hasContent(n) && len(n.objr) == 0 {
		c.note("UA 01 (empty)", "element %s without content (%d)", n.s, n.num)
	}
	c.place(n)
	switch n.s {
	case "Figure", "Formula":
		c.ok(strings.TrimSpace(c.text(n.d["Alt"])) != "" || n.d["ActualText"] != nil, "UA 13-004", "%s without alternative text (%d)", n.s, n.num)
		c.ok(len(c.list(c.attr(n, "Layout", "BBox"))) == 4, "UA 7.3", "%s without BBox (%d)", n.s, n.num)
	case "Table":
		c.groups(n)
		c.table(n)
	case "TH":
		scope, _ := c.attr(n, "Table", "Scope").(types.Name)
		c.ok(scope == rowHead || scope == columnHead || scope == bothHead, "UA 15-003", "TH without Scope (%d)", n.num)
	case "L":
		c.labels(n)
	case "Caption":
		kids := n.parent.kids
		c.ok(len(kids) == 0 || kids[0] == n || kids[len(kids)-1] == n, "UA 7.2 (Caption)", "Caption is neither first nor last")
	case "Note":
		id := c.text(n.d["ID"])
		c.ok(id != "", "UA 19-003", "Note without ID (%d)", n.num)
		c.ok(!ids[id], "UA 19-004", "two Notes have the ID %q", id)
		ids[id] = true
	case "Link":
		c.ok(len(n.objr) > 0, "UA 28-011", "Link without OBJR (%d)", n.num)
		c.ok(hasContent(n), "UA 28 (empty link)", "Link without content (%d)", n.num)
	case "H":
		c.note("UA 14-007", "H without number")
	}
}

// place checks what stands around an element and in it.
func (c *checker) place(n *node) {
	p, ok := places[n.s]
	if !ok {
		return
	}
	if p.within != "" {
		c.ok(slices.Contains(strings.Fields(p.within), n.parent.s), p.rule, "%s inside of %s (element %d)", n.s, n.parent.s, n.num)
	}
	if p.holds == "" {
		return
	}
	for _, k := range n.kids {
		c.ok(slices.Contains(strings.Fields(p.holds), k.s), p.rule, "%s may not hold %s (element %d)", n.s, k.s, k.num)
	}
}

// groups checks the groups of rows of a table.
func (c *checker) groups(n *node) {
	count := map[string]int{}
	for _, k := range n.kids {
		count[k.s]++
	}
	c.ok(count["THead"] <= 1 && count["TFoot"] <= 1 && count["Caption"] <= 1, "UA 7.2 (table)", "two THead, TFoot or Caption (%d)", n.num)
	c.ok(count["THead"]+count["TFoot"] == 0 || count["TBody"] > 0, "UA 7.2 (table)", "THead without TBody (%d)", n.num)
}

// labels checks that a list with labels says how they are made.
func (c *checker) labels(n *node) {
	c.ok(len(n.kids) > 0, "UA 7.6", "empty list")
	for _, k := range n.kids {
		for _, m := range k.kids {
			if m.s == "Lbl" {
				numbering, _ := c.attr(n, "List", "ListNumbering").(types.Name)
				c.ok(numbering != "" && numbering != "None", "UA 7.6", "list with labels without ListNumbering")
				return
			}
		}
	}
}
