package conformance

import (
	"strings"

	"github.com/pdfcpu/pdfcpu/pkg/pdfcpu/types"
)

func (c *checker) elem(n *node, ids map[string]bool) {
	par := "root"
	if n.parent != nil {
		par = n.parent.s
	}
	only := func(rule string, allowed string) {
		for _, k := range n.kids {
			c.ok(strings.Contains(" "+allowed+" ", " "+k.s+" "), rule, "%s may not hold %s (element %d)", n.s, k.s, k.num)
		}
	}
	if l := n.d["Lang"]; l != nil {
		c.ok(bcp47.MatchString(c.text(l)), "UA 11-001", "langue invalide %q", c.text(l))
	}
	if n.s != "TD" && n.s != "TH" && n.s != "LBody" && n.s != "TR" && !hasContent(n) && len(n.objr) == 0 {
		c.note("UA 01 (empty)", "element %s without content (%d)", n.s, n.num)
	}
	switch n.s {
	case "Figure", "Formula":
		c.ok(strings.TrimSpace(c.text(n.d["Alt"])) != "" || n.d["ActualText"] != nil, "UA 13-004", "%s without alternative text (%d)", n.s, n.num)
		c.ok(len(c.toArr(c.attr(n, "Layout", "BBox"))) == 4, "UA 7.3", "%s without BBox (%d)", n.s, n.num)
	case "Table":
		cnt := map[string]int{}
		for _, k := range n.kids {
			cnt[k.s]++
		}
		c.ok(cnt["THead"] <= 1 && cnt["TFoot"] <= 1 && cnt["Caption"] <= 1, "UA 7.2 (table)", "two THead, TFoot or Caption (%d)", n.num)
		c.ok(cnt["THead"]+cnt["TFoot"] == 0 || cnt["TBody"] > 0, "UA 7.2 (table)", "THead without TBody (%d)", n.num)
		only("UA 15 / 7.5", "TR THead TBody TFoot Caption")
		c.table(n)
	case "THead", "TBody", "TFoot":
		only("UA 7.5", "TR")
		c.ok(par == "Table", "UA 7.5", "%s outside of Table", n.s)
	case "TR":
		only("UA 7.5", "TH TD")
		c.ok(par == "Table" || par == "THead" || par == "TBody" || par == "TFoot", "UA 7.5", "TR outside of Table")
	case "TH":
		sc, _ := c.attr(n, "Table", "Scope").(types.Name)
		c.ok(sc == "Row" || sc == "Column" || sc == "Both", "UA 15-003", "TH without Scope (%d)", n.num)
		c.ok(par == "TR", "UA 7.5", "TH outside of TR")
	case "TD":
		c.ok(par == "TR", "UA 7.5", "TD outside of TR")
	case "L":
		only("UA 7.6", "LI L Caption")
		c.ok(len(n.kids) > 0, "UA 7.6", "empty list")
		lbl := false
		for _, k := range n.kids {
			for _, m := range k.kids {
				lbl = lbl || m.s == "Lbl"
			}
		}
		if lbl {
			nm, _ := c.attr(n, "List", "ListNumbering").(types.Name)
			c.ok(nm != "" && nm != "None", "UA 7.6", "list with labels without ListNumbering")
		}
	case "LI":
		only("UA 7.6", "Lbl LBody")
		c.ok(par == "L", "UA 7.6", "LI outside of L")
	case "LBody":
		c.ok(par == "LI", "UA 7.6", "LBody outside of LI")
	case "TOC":
		only("UA 7.4 (TOC)", "TOCI TOC Caption")
	case "TOCI":
		only("UA 7.4 (TOC)", "Lbl Reference NonStruct P TOC Link")
		c.ok(par == "TOC", "UA 7.4 (TOC)", "TOCI outside of TOC")
	case "Caption":
		ok := false
		if n.parent != nil && len(n.parent.kids) > 0 {
			ok = n.parent.kids[0] == n || n.parent.kids[len(n.parent.kids)-1] == n
		}
		c.ok(ok, "UA 7.2 (Caption)", "Caption is neither first nor last")
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
	case "Document":
		c.ok(par == "root", "UA 7.1", "Document inside another element")
	}
}
