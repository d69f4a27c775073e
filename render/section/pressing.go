package section

import (
	"cmp"
	"slices"

	"guette/render"
	"guette/watch"
)

// A pressingRow is a program to read first, in the general edition.
type pressingRow struct {
	render.Covered
	Vulns    *vulnFact
	Fixed    []string
	Findings []string
	Proof    proof
}

// pressing lists the programs with an exploited or critical vulnerability
// recorded in the month, or added to KEV in it.
func (m *month) pressing() []pressingRow {
	var rows []pressingRow
	for _, c := range m.b.Covered() {
		var hits []vulnerable
		for _, v := range m.recorded {
			if v.Program.ID == c.Program.ID && (isExploited(v.VulnerabilityDetail) || v.Score() >= 9) {
				hits = append(hits, v)
			}
		}
		for _, f := range m.added {
			d := f.Detail.(*watch.VulnerabilityDetail)
			if f.Program == c.Program.ID && !slices.ContainsFunc(hits, func(v vulnerable) bool { return v.CVE == d.CVE }) {
				hits = append(hits, vulnerable{Covered: c, Finding: f, VulnerabilityDetail: d})
			}
		}
		if len(hits) == 0 {
			continue
		}
		hits = byProgram(hits)
		row := pressingRow{Covered: c, Vulns: countFacts(hits, m.b.Month), Fixed: fixedIn(hits), Proof: pageOf(hits[0].VulnerabilityDetail)}
		for _, v := range hits {
			row.Findings = append(row.Findings, v.Finding.ID)
		}
		rows = append(rows, row)
	}
	slices.SortStableFunc(rows, func(a, b pressingRow) int {
		return cmp.Or(cmp.Compare(b.Vulns.Exploited, a.Vulns.Exploited), cmp.Compare(b.Vulns.Score, a.Vulns.Score), cmp.Compare(a.Name, b.Name))
	})
	return rows
}

// fixedIn lists the versions that repair all of a list, the highest of each
// branch, oldest branch first.
func fixedIn(list []vulnerable) []string {
	var details []*watch.VulnerabilityDetail
	for _, v := range list {
		details = append(details, v.VulnerabilityDetail)
	}
	return watch.Repairs(details)
}
