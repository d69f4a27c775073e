// Package risk judges five risks of each program (likelihood only: the impact is
// the reader's), the fragility of each entity's use of it, and what to advise.
// Rules are deterministic and monotone. Source of the levels: docs/method.md.
package risk

import (
	"fmt"
	"maps"
	"slices"

	"guette/analyze"
	"guette/analyze/licence"
	"guette/analyze/rootfile"
	"guette/analyze/vulnerability"
	"guette/watch"
)

// Analyzer fills the risks of the profile. It runs after health.
var Analyzer = &analyze.Analyzer{
	Name: "risk",
	Doc: `Five risks

Vulnerability, end of support, abandonment, licence and governance, dependency
on one person or organisation: each with a likelihood (very low, low, moderate,
high, very high, certain), the figure behind it and the findings. The highest
counts; never an average. Not assessed where the facts are missing. Source:
docs/method.md.`,
	Run: func(in *analyze.Input, out *analyze.Output) error {
		p := &out.Profile
		setLicence(in, out)
		setExploited(in, p)
		p.Risks = []watch.Risk{vulnerabilityRisk(out), lifecycleRisk(p, in.AsOf), abandonmentRisk(out), licenceRisk(p, out), dependencyRisk(p)}
		p.Fragility = Fragility(watch.Declaration{Program: in.Program.ID}, p, in.Policy, in.AsOf)
		return nil
	},
}

// Likelihoods, from the lowest.
const (
	veryLow  = "very-low"
	low      = "low"
	moderate = "moderate"
	high     = "high"
	veryHigh = "very-high"
	certain  = "certain"
)

// Likelihoods lists the words in order.
var Likelihoods = []string{veryLow, low, moderate, high, veryHigh, certain}

// setLicence prefers the file at the root to the catalogue; a file that is not
// recognised leaves the question open.
func setLicence(in *analyze.Input, out *analyze.Output) {
	declared := in.Program.Licence
	l := &watch.LicenceState{ID: declared, Declared: declared}
	repository := ""
	if a := out.Profile.Activity; a != nil {
		repository = a.Repository
	}
	files := rootfile.After(rootfile.Changes(in.Facts, in.Month.End(in.Zone)), repository).Of(rootfile.Licence)
	status := licence.StatusOf(declared)
	for _, f := range files {
		t := licence.Identify(f.After)
		if t.ID == "" || status == licence.NotFree && l.File != "" {
			continue
		}
		if l.File == "" || t.Status == licence.NotFree {
			l.ID, l.File, status = t.ID, f.Path, t.Status
			ev := f.Evidence
			ev.Path = f.Path
			l.Evidence = &ev
		}
	}
	if l.ID == "" {
		return
	}
	if free := status == licence.Free; free || status == licence.NotFree {
		l.Free = &free
	}
	out.Profile.Licence = l
}

// setExploited lists the entries of KEV of twelve months that name the program.
func setExploited(in *analyze.Input, p *watch.Profile) {
	if in.Shared == nil {
		return
	}
	for _, cve := range slices.Sorted(maps.Keys(in.Shared.KEV)) {
		k := in.Shared.KEV[cve]
		if p.KEVPage == nil {
			ev := k.Evidence
			p.KEVPage = &ev
		}
		if d := k.Body.Added.DaysUntil(in.AsOf); d < 0 || d > exploitedDays || !vulnerability.Covers(in.Program, k.Body) {
			continue
		}
		p.Exploited = append(p.Exploited, *k.Body)
	}
	slices.SortStableFunc(p.Exploited, func(a, b watch.Exploited) int { return b.Added.Compare(a.Added) })
}

// Steps of EPSS. Source: docs/method.md, after CISA BOD 26-04 and EPSS.
const (
	epssVeryHigh = .5
	epssHigh     = .1
	epssModerate = .01
)

func vulnerabilityRisk(out *analyze.Output) watch.Risk {
	r := watch.Risk{Name: "vulnerability"}
	if !out.Profile.HasOSV && len(out.Profile.Exploited) == 0 {
		r.Reason = "not-collected"
		return r
	}
	r.Likelihood = veryLow
	for f, d := range watch.DetailOf[*watch.VulnerabilityDetail](out.Findings) {
		l := low
		switch e := d.EPSS; {
		case d.KEV != nil:
			l = certain
		case e != nil && e.Score >= epssVeryHigh:
			l = veryHigh
		case e != nil && e.Score >= epssHigh, openAlert(d):
			l = high
		case e != nil && e.Score >= epssModerate:
			l = moderate
		}
		switch c := rank(l) - rank(r.Likelihood); {
		case c > 0:
			r.Likelihood, r.Findings, r.Value = l, []string{f.ID}, d.CVE
		case c == 0:
			r.Findings = append(r.Findings, f.ID)
		}
	}
	return r
}

func openAlert(d *watch.VulnerabilityDetail) bool {
	return slices.ContainsFunc(d.CERTFR, func(n watch.Notice) bool { return n.Type == "alerte" && !n.Closed })
}

func rank(likelihood string) int { return slices.Index(Likelihoods, likelihood) }

// lifecycleRisk is that of the newest branch: the branch in use is judged for
// each entity.
func lifecycleRisk(p *watch.Profile, asOf watch.Date) watch.Risk {
	r := watch.Risk{Name: "end-of-life"}
	if len(p.Cycles) == 0 {
		r.Likelihood, r.Reason = moderate, "calendar-not-published"
		return r
	}
	best := -1
	for _, c := range p.Cycles {
		if l := ends(c.EOL, asOf); best < 0 || rank(l) < best {
			best = rank(l)
			r.Likelihood, r.Value = l, c.Cycle
		}
	}
	return r
}

// Months before the end of support. Source: docs/method.md.
func ends(u watch.Until, asOf watch.Date) string {
	switch d := asOf.DaysUntil(u.Date); {
	case over(u, asOf):
		return certain
	case u.State != watch.Dated:
		return low
	case d <= 183:
		return veryHigh
	case d <= 365:
		return high
	case d <= 730:
		return moderate
	}
	return low
}

func abandonmentRisk(out *analyze.Output) watch.Risk {
	r := watch.Risk{Name: "abandonment"}
	h := out.Profile.Health
	switch {
	case h == nil || h.Class == watch.HealthUnknown:
		r.Reason = "not-assessed"
	case h.Cap != nil && h.Cap.Kind != watch.FindingMaintenanceMode:
		r.Likelihood, r.Findings = certain, []string{h.Cap.Finding}
	case h.P12 == nil && h.Class == watch.HealthStopped:
		r.Likelihood, r.Reason = veryHigh, "silent-for-a-year"
	case h.P12 == nil:
		r.Reason = "history-too-short"
	default:
		r.Value = fmt.Sprintf("%.2f", h.P12.Value)
		switch p := h.P12.Value; {
		case p < .02:
			r.Likelihood = veryLow
		case p < .05:
			r.Likelihood = low
		case p < .15:
			r.Likelihood = moderate
		case p < .35:
			r.Likelihood = high
		default:
			r.Likelihood = veryHigh
		}
	}
	return r
}

func licenceRisk(p *watch.Profile, out *analyze.Output) watch.Risk {
	r := watch.Risk{Name: "licence"}
	if p.Licence == nil {
		r.Reason = "not-collected"
		return r
	}
	r.Value, r.Likelihood = p.Licence.ID, low
	if p.Licence.Free != nil && !*p.Licence.Free {
		r.Likelihood = certain
	}
	if a := p.Activity; r.Likelihood == low && a != nil && a.TopDomain > oneVendor {
		r.Likelihood, r.Reason = moderate, "one-organisation"
	}
	for f, d := range watch.DetailOf[*watch.SignalDetail](out.Findings) {
		if f.Kind == watch.FindingLicenceChange && d.Note != "conflict" {
			r.Findings = append(r.Findings, f.ID)
		}
	}
	return r
}

// oneVendor is the share of a year's commits of one organisation, and one
// author's share of them, from which a project depends on it.
const oneVendor = .80

func dependencyRisk(p *watch.Profile) watch.Risk {
	r := watch.Risk{Name: "dependency"}
	a := p.Activity
	if a == nil || a.Absence == 0 {
		r.Reason = "not-collected"
		return r
	}
	r.Likelihood, r.Value = low, fmt.Sprint(a.Absence)
	switch {
	case a.Absence == 1 && a.TopShare >= oneVendor:
		r.Likelihood = high
	case a.Absence == 1, a.TopDomain >= oneVendor:
		r.Likelihood = moderate
	}
	return r
}
