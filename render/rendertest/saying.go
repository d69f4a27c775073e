package rendertest

import (
	"time"

	"guette/render"
	"guette/watch"
)

// Saying is a month in which all foreign text is s: names, titles, versions,
// quotes, reasons, words of feeds.
func Saying(s string) render.Material {
	return SayingIn(watch.Month{Year: 2026, Month: time.July}, s)
}

// SayingIn is Saying in another month.
func SayingIn(month watch.Month, s string) render.Material {
	day := watch.Date{Year: month.Year, Month: month.Month, Day: 15}
	ev := []watch.Evidence{{URL: "https://example.org/e", Title: s, Quote: s, Path: s, Commit: s}}
	quote := &watch.Quote{Text: s, Lang: "en"}
	no := false
	p := watch.Program{ID: "p", Name: s, Aliases: []string{s}, Category: s, Licence: s}
	details := map[watch.FindingKind]watch.Detail{
		watch.FindingRelease:         &watch.ReleaseDetail{Version: s, Tag: s, Branch: s, Stable: true, Nature: watch.NatureMinor, NewBranch: true, NotesURL: "https://example.org/n", Notes: &watch.Notes{Quote: quote, Upgrade: []watch.Quote{*quote}, Headings: []watch.Count{{Name: "added", N: 3}}}},
		watch.FindingSecurityRelease: &watch.ReleaseDetail{Version: s, Tag: s, Branch: s, Stable: true, Nature: watch.NatureSecurity, Fixes: []string{s}, NotesURL: "javascript:alert(1)"},
		watch.FindingVulnerability:   &watch.VulnerabilityDetail{CVE: s, Title: s, Fixed: []watch.Fix{{Branch: s, Version: s}}, InMonth: true, Page: "https://example.org/v", PageTitle: s, Doubt: s, Recorded: day},
		watch.FindingExploited:       &watch.VulnerabilityDetail{CVE: s, KEV: &watch.Exploited{CVE: s, Added: day, Name: s, Action: s}, CERTFR: []watch.Notice{{Reference: s, Type: "alerte", Title: s, Date: day, Risks: []string{s}, URL: "https://example.org/c"}}, InMonth: true, Page: "https://example.org/v"},
		watch.FindingEndOfSupport:    &watch.LifecycleDetail{Product: s, Branch: s, Phase: "eol", Word: s, Until: watch.Until{State: watch.Dated, Date: month.LastDay().AddDays(32)}, Days: 32, Target: []watch.Cycle{{Name: s}}},
		watch.FindingLicenceChange:   &watch.SignalDetail{Theme: "licence", From: s, To: s, Quote: quote, Path: s, Version: s, Free: &no, New: true},
		watch.FindingMaintenanceMode: &watch.SignalDetail{Theme: "stop", Quote: quote, Path: s, New: true},
		watch.FindingMove:            &watch.SignalDetail{Theme: "repository", From: s, To: s, Other: s, New: true},
		watch.FindingFork:            &watch.SignalDetail{Theme: "repository", Other: s, New: true},
		watch.FindingGovernance:      &watch.SignalDetail{Theme: "governance", Path: s, Quote: quote, New: true},
		watch.FindingNews:            &watch.NewsDetail{Title: s, Lang: "en", Feed: s, Theme: "licence", Others: []string{"https://example.org/o", "javascript:" + s}},
		watch.FindingCorrection:      &watch.CorrectionDetail{Month: month.Add(-1), Was: s, Now: s},
	}
	a := &watch.Analysis{
		Month: month, Edition: month.Add(1).FirstDay().AddDays(6), AsOf: month.LastDay(),
		Profiles:  []watch.Profile{{Program: p, HasOSV: true, Last: &watch.LastRelease{Version: s, Date: day, Evidence: ev[0]}, Calendar: &ev[0], Repository: &ev[0], Activity: &watch.ActivitySummary{Repository: s, Commits: 30, LastHash: "0123456789abcdef", Whole: true}}},
		Curations: []watch.Curation{{Program: "p", Subject: s, Reason: s, Value: s, Who: s}},
		Sources:   []watch.SourceReport{{Program: "p", Collector: "osv", Outcome: watch.OutcomeError, Message: s}},
	}
	d := watch.Decision{Program: "p", Version: s, Level: watch.Urgent, Action: watch.Action{Kind: watch.ActionUpgrade, Versions: []string{s}}, Deadline: day, Owners: []string{"r"}}
	for _, kind := range []watch.FindingKind{watch.FindingRelease, watch.FindingSecurityRelease, watch.FindingVulnerability, watch.FindingExploited, watch.FindingEndOfSupport, watch.FindingLicenceChange, watch.FindingMaintenanceMode, watch.FindingMove, watch.FindingFork, watch.FindingGovernance, watch.FindingNews, watch.FindingCorrection} {
		f := watch.Finding{ID: string(kind) + "-" + s, Program: "p", Kind: kind, Date: day, Severity: watch.SeverityHigh, Confidence: watch.Uncertain, Detail: details[kind], Evidence: ev, Todo: s}
		a.Findings = append(a.Findings, f)
		d.Findings = append(d.Findings, f.ID)
	}
	a.Entities = []watch.EntityDecisions{{Entity: "e", Decisions: []watch.Decision{d}, Verdicts: []watch.Verdict{
		{Program: "p", Finding: "vulnerability-" + s, Affected: watch.AffectedYes, Fixed: s}, {Program: "p", Finding: "exploited-" + s, Affected: watch.AffectedYes, Fixed: s}}}}
	return render.Material{
		Analysis: a, Programs: []watch.Program{p}, Publisher: render.Publisher{Name: s},
		Portfolio: watch.Portfolio{Entities: []watch.Entity{{
			ID: "e", Name: s, Diffusion: s, Roles: []watch.Role{{ID: "r", Label: s}},
			Programs: []watch.Declaration{{Program: "p", Version: s, Label: s, Criticality: watch.High, Owner: "r", Domain: "d"}},
		}}, Domains: []watch.Domain{{ID: "d", Label: s}}},
	}
}
