package section

import (
	"cmp"
	"slices"
	"strings"

	"guette/render"
	"guette/watch"
)

// outsideRow counts the vulnerabilities of the month that affect no declared
// version of a program.
type outsideRow struct {
	render.Covered
	Partial  bool
	Below    []string // CVEs repaired at the latest in Fixed, the version or one before it
	Fixed    string
	Branches []string // CVEs of other branches
	Edition  []string // CVEs of another edition
	Editions string
	Product  []string // CVEs of another product
	Findings []string
}

// unknownRow is a program whose version is not declared, or not comparable.
type unknownRow struct {
	render.Covered
	N        int
	Critical int
	Fixed    []string
	Findings []string
}

// outside counts, by program, the vulnerabilities of the month that affect no
// declared version, and why.
func (v *vulnerabilitiesView) outside(m *month) {
	rows, unknown := map[string]*outsideRow{}, map[string]*unknownRow{}
	for _, x := range m.recorded {
		id := x.Program.ID
		switch {
		case x.Waiver != "":
			v.Waived = append(v.Waived, waivedRow{x})
		case x.Verdict == watch.AffectedUnknown:
			if unknown[id] == nil {
				unknown[id] = &unknownRow{Covered: x.Covered}
			}
			unknown[id].add(x)
		case x.Verdict != watch.AffectedYes:
			if rows[id] == nil {
				rows[id] = &outsideRow{Covered: x.Covered}
			}
			rows[id].add(x)
			v.OutsideN++
		}
	}
	for _, c := range m.b.Covered() {
		if r := rows[c.Program.ID]; r != nil {
			r.Fixed = r.latestFix(m)
			r.Partial = m.partial(c.Program.ID)
			for _, list := range [][]string{r.Below, r.Branches, r.Edition, r.Product} {
				slices.SortFunc(list, compareCVEs)
			}
			v.Outside = append(v.Outside, *r)
		}
		if u := unknown[c.Program.ID]; u != nil {
			u.Fixed = m.fixedOf(c.Program.ID)
			v.Unknown = append(v.Unknown, *u)
		}
	}
	slices.SortStableFunc(v.Outside, func(a, b outsideRow) int { return cmp.Compare(strings.ToLower(a.Name), strings.ToLower(b.Name)) })
	slices.SortStableFunc(v.Unknown, func(a, b unknownRow) int { return cmp.Compare(strings.ToLower(a.Name), strings.ToLower(b.Name)) })
}

func (m *month) partial(program string) bool {
	return slices.ContainsFunc(m.b.Analysis.Sources, func(s watch.SourceReport) bool {
		return s.Program == program && s.Collector == "osv" && s.Outcome == watch.OutcomePartial
	})
}

// fixedOf lists the versions that repair all of a program's vulnerabilities of
// the month.
func (m *month) fixedOf(program string) []string {
	var list []vulnerable
	for _, x := range m.recorded {
		if x.Program.ID == program {
			list = append(list, x)
		}
	}
	return fixedIn(list)
}

func (u *unknownRow) add(x vulnerable) {
	u.N++
	u.Findings = append(u.Findings, x.Finding.ID)
	if x.CVSS != nil && x.CVSS.Rating == watch.SeverityCritical {
		u.Critical++
	}
}

func (r *outsideRow) add(x vulnerable) {
	r.Findings = append(r.Findings, x.Finding.ID)
	switch {
	case x.Verdict == watch.AffectedEdition:
		r.Edition, r.Editions = append(r.Edition, x.CVE), x.VulnerabilityDetail.Edition
	case x.Doubt == "wrong-product":
		r.Product = append(r.Product, x.CVE)
	case r.repaired(x):
		r.Below = append(r.Below, x.CVE)
	default:
		r.Branches = append(r.Branches, x.CVE)
	}
}

// repaired tells that a version not above the declared one repairs.
func (r *outsideRow) repaired(x vulnerable) bool {
	declared, ok := watch.ParseVersion(r.Version())
	if !ok {
		return false
	}
	return slices.ContainsFunc(x.Fixed, func(f watch.Fix) bool {
		v, ok := watch.ParseVersion(f.Version)
		return ok && v.Compare(declared) <= 0
	})
}

// latestFix is the highest version, not above the declared one, that repairs
// what the row counts as repaired.
func (r *outsideRow) latestFix(m *month) string {
	declared, _ := watch.ParseVersion(r.Version())
	var best watch.Version
	for _, x := range m.recorded {
		if x.Program.ID != r.Program.ID || !slices.Contains(r.Below, x.CVE) {
			continue
		}
		var own watch.Version
		for _, f := range x.Fixed {
			if v, ok := watch.ParseVersion(f.Version); ok && v.Compare(declared) <= 0 && v.Compare(own) > 0 {
				own = v
			}
		}
		if own.Compare(best) > 0 {
			best = own
		}
	}
	return best.String()
}

// N is what the row counts.
func (r outsideRow) N() int { return len(r.Below) + len(r.Branches) + len(r.Edition) + len(r.Product) }
