package conformance

import (
	"regexp"

	"github.com/pdfcpu/pdfcpu/pkg/pdfcpu/types"
)

var bcp47 = regexp.MustCompile(`^[a-zA-Z]{2,3}(-[a-zA-Z]{4})?(-([a-zA-Z]{2}|[0-9]{3}))?(-[a-zA-Z0-9]{2,8})*$`)

func (c *checker) catalog(cat types.Dict) {
	c.ok(c.boolean(c.dict(cat["MarkInfo"])["Marked"]), "UA 06-001 / 7.1", "MarkInfo/Marked is not true")
	c.ok(!c.boolean(c.dict(cat["MarkInfo"])["Suspects"]), "UA 7.1", "MarkInfo/Suspects is true")
	c.ok(c.boolean(c.dict(cat["ViewerPreferences"])["DisplayDocTitle"]), "UA 07-002", "DisplayDocTitle is not true")
	c.ok(bcp47.MatchString(c.text(cat["Lang"])), "UA 11-006", "language of the document missing or wrong: %q", c.text(cat["Lang"]))
	for _, k := range []string{"OpenAction", "AA"} {
		if d := c.dict(cat[k]); d != nil {
			c.ok(d["JS"] == nil && c.name(d["S"]) != "JavaScript" && k != "AA", "A 6.5.1", "action %s is forbidden in the catalog", k)
		}
	}
	nm := c.dict(cat["Names"])
	c.ok(nm["AlternatePresentations"] == nil, "A 6.10", "AlternatePresentations")
	c.ok(cat["Requirements"] == nil, "A 6.11", "Requirements in the catalog")
	c.ok(cat["OCProperties"] == nil, "A 6.9 (use)", "layers are not expected in a bulletin")
	c.ok(cat["Perms"] == nil, "A 6.1.12 (use)", "Perms is not expected")
	c.ok(nm["JavaScript"] == nil, "A 6.5.1", "JavaScript in Names")
	if af := c.dict(cat["AcroForm"]); af != nil {
		c.ok(af["XFA"] == nil, "A 6.4.2", "XFA form")
		c.ok(!c.boolean(af["NeedAppearances"]), "A 6.4.1", "NeedAppearances")
	}
	found := false
	for _, o := range c.arr(cat["OutputIntents"]) {
		d := c.dict(o)
		if c.name(d["S"]) != "GTS_PDFA1" {
			continue
		}
		found = true
		icc, sd := c.stream(d["DestOutputProfile"])
		n, _ := c.integer(sd["N"])
		c.ok(len(icc) > 132 && string(icc[36:40]) == "acsp" && icc[8] <= 4, "A 6.2.3", "invalid ICC profile")
		if len(icc) > 132 {
			c.ok(n == 3 && string(icc[16:20]) == "RGB ", "A 6.2.3", "output profile is not RGB (N=%d)", n)
			sz := int(icc[0])<<24 | int(icc[1])<<16 | int(icc[2])<<8 | int(icc[3])
			c.ok(sz == len(icc), "A 6.2.3", "size of the ICC profile: %d announced, %d read", sz, len(icc))
		}
		c.ok(c.text(d["OutputConditionIdentifier"]) != "", "A 6.2.3", "no OutputConditionIdentifier")
	}
	c.ok(found, "A 6.2.3", "no OutputIntent GTS_PDFA1")
}

func (c *checker) embedded(cat types.Dict) {
	af := map[int]bool{}
	for _, o := range c.arr(cat["AF"]) {
		af[num(o)] = true
	}
	var walk func(o types.Object, depth int)
	walk = func(o types.Object, depth int) {
		d := c.dict(o)
		if d == nil || depth > 20 {
			return
		}
		for _, k := range c.arr(d["Kids"]) {
			walk(k, depth+1)
		}
		ns := c.arr(d["Names"])
		for i := 0; i+1 < len(ns); i += 2 {
			fs := c.dict(ns[i+1])
			nm := c.text(fs["UF"])
			c.ok(c.part == "3", "A 6.8", "attachment %q: allowed in PDF/A-3 only", nm)
			c.ok(nm != "" && c.text(fs["F"]) != "", "UA 21-001", "attachment without F or UF")
			c.ok(c.name(fs["AFRelationship"]) != "", "A-3 6.8", "attachment %q without AFRelationship", nm)
			c.ok(af[num(ns[i+1])], "A-3 6.8", "attachment %q is not in AF", nm)
			c.ok(c.text(fs["Desc"]) != "", "A-3 6.8", "attachment %q without description", nm)
			e := c.dict(c.dict(fs["EF"])["F"])
			c.ok(c.name(e["Subtype"]) != "", "A-3 6.8", "attachment %q without type", nm)
		}
	}
	walk(c.dict(cat["Names"])["EmbeddedFiles"], 0)
}
