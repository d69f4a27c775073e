// Package rendertest makes months for the tests of the rooms of render.
package rendertest

import (
	"fmt"
	"strings"
	"time"

	"guette/render"
	"guette/watch"
)

// Name is the name of program i: no two contain each other, some begin with a
// vowel.
func Name(i int) string {
	middle := []string{"", "a", "e", "i", "o", "u", "ra", "re", "ri", "ro", "ru"}[i/60]
	return []string{"Alt", "Bor", "Cen", "Dun", "Els", "For", "Gar", "Hel", "Ivo", "Jas"}[i%10] + middle + []string{"wick", "stone", "mere", "field", "burn", "ford"}[i/10%6]
}

// A Decider decides for an entity: priority.Decide of the analysis, which this
// room may not import.
type Decider func(watch.Entity, watch.Policy, []watch.Domain, []watch.Finding, []watch.Profile, []watch.Curation, watch.Date, watch.Date) watch.EntityDecisions

// Month is July 2026 of some programs (660 at most) for some administrations with
// other portfolios: each program has a release, some have vulnerabilities and
// ends of support.
func Month(programs, entities int, decide Decider) render.Material {
	month := watch.Month{Year: 2026, Month: time.July}
	m := render.Material{Analysis: &watch.Analysis{Month: month, Edition: watch.Date{Year: 2026, Month: 8, Day: 7}, AsOf: month.LastDay()}}
	for i := range programs {
		id := fmt.Sprintf("p%02d", i)
		p := watch.Program{ID: id, Name: Name(i), Category: fmt.Sprintf("Domaine %d", i%4)}
		m.Programs = append(m.Programs, p)
		m.Analysis.Profiles = append(m.Analysis.Profiles, watch.Profile{Program: p, HasOSV: i%3 > 0})
		m.Analysis.Findings = append(m.Analysis.Findings, findingsOf(p, i)...)
	}
	watch.SortFindings(m.Analysis.Findings)
	m.Portfolio = portfolio(programs, entities)
	for _, e := range m.Portfolio.Entities {
		m.Analysis.Entities = append(m.Analysis.Entities, decide(e, m.Portfolio.Policy, m.Portfolio.Domains, m.Analysis.Findings, m.Analysis.Profiles, nil, m.Analysis.Edition, m.Analysis.AsOf))
	}
	return m
}

func findingsOf(p watch.Program, i int) []watch.Finding {
	day := watch.Date{Year: 2026, Month: 7, Day: 1 + i%28}
	ev := []watch.Evidence{{URL: "https://example.org/" + p.ID, Title: "Notes"}}
	list := []watch.Finding{{
		ID: "release-" + p.ID, Program: p.ID, Kind: watch.FindingRelease, Date: day, Severity: watch.SeverityNone, Confidence: watch.Certain, Evidence: ev,
		Detail: &watch.ReleaseDetail{Version: fmt.Sprintf("%d.2.0", i), Branch: fmt.Sprintf("%d.2", i), Stable: true, Nature: watch.NatureMinor, NotesURL: ev[0].URL},
	}}
	for k := range i % 3 {
		cve := fmt.Sprintf("CVE-2026-%d", 10000+10*i+k)
		v := &watch.VulnerabilityDetail{
			CVE: cve, CVSS: &watch.CVSS{Version: "3.1", Vector: "CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:U/C:H/I:H/A:H", Score: 9.8 - float64(k), Rating: watch.SeverityCritical},
			InMonth: true, Recorded: day, Page: "https://example.org/" + cve, Fixed: []watch.Fix{{Branch: fmt.Sprintf("%d.1", i), Version: fmt.Sprintf("%d.1.5", i), Date: day}},
			Affected: []watch.Affected{{Package: p.ID, Ranges: []watch.Range{{Type: "SEMVER", Events: []watch.Event{{Introduced: "0"}, {Fixed: fmt.Sprintf("%d.1.5", i)}}}}}},
		}
		list = append(list, watch.Finding{ID: "vulnerability-" + p.ID + "-" + strings.ToLower(cve), Program: p.ID, Kind: watch.FindingVulnerability, Date: day, Severity: watch.SeverityCritical, Confidence: watch.Certain, Detail: v, Evidence: []watch.Evidence{{URL: v.Page}}})
	}
	if i%5 == 0 {
		list = append(list, watch.Finding{ID: "end-of-support-" + p.ID, Program: p.ID, Kind: watch.FindingEndOfSupport, Date: day, Severity: watch.SeverityMedium, Confidence: watch.Certain, Evidence: ev,
			Detail: &watch.LifecycleDetail{Product: p.ID, Branch: fmt.Sprintf("%d.1", i), Phase: "eol", Until: watch.Until{State: watch.Dated, Date: watch.Date{Year: 2026, Month: 9, Day: 1 + i%28}}, Days: 40, AsOf: watch.Date{Year: 2026, Month: 7, Day: 31}}})
	}
	return list
}

func portfolio(programs, entities int) watch.Portfolio {
	f := watch.Portfolio{Kind: "example", Updated: watch.Date{Year: 2026, Month: 7, Day: 31}}
	for d := range 4 {
		f.Domains = append(f.Domains, watch.Domain{ID: fmt.Sprintf("d%d", d), Label: fmt.Sprintf("Domaine %d", d)})
	}
	f.Policy = watch.Policy{Deadlines: map[watch.Level]watch.Delay{watch.Immediate: {WorkingDays: 2}, watch.Urgent: {Days: 7}, watch.Plan: {Days: 30}, watch.Check: {Days: 30}}}
	for e := range entities {
		en := watch.Entity{ID: fmt.Sprintf("e%02d", e), Name: fmt.Sprintf("Administration %02d", e), Locale: "fr", ContactRole: "dsi", SecurityRole: "ssi", Roles: []watch.Role{{ID: "dsi", Label: "direction"}, {ID: "ssi", Label: "sécurité"}, {ID: "infra", Label: "infrastructure"}}}
		for i := range programs {
			if (i*7+e*5)%11 > 3 && e > 0 { // the first has all
				continue
			}
			d := watch.Declaration{Program: fmt.Sprintf("p%02d", i), Version: fmt.Sprintf("%d.1.%d", i, (i+e)%8), Criticality: []watch.Criticality{watch.Vital, watch.High, watch.Medium, watch.Low}[(i+e)%4], Exposure: watch.ExposureInternal, Domain: fmt.Sprintf("d%d", i%4), Owner: "infra"}
			if (i+e)%9 == 0 {
				d.Version = ""
			}
			en.Programs = append(en.Programs, d)
		}
		f.Entities = append(f.Entities, en)
	}
	return f
}
