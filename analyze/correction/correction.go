// Package correction compares what a bulletin said of a month with what is
// known of that month now. A bulletin that was published is not changed: what
// is no longer true, and what became known later, is said in the next one.
package correction

import (
	"slices"

	"guette/watch"
)

// events are the kinds of findings that happen on a day: states that are given
// anew each month (ends of support, health, silence) correct themselves.
var events = []watch.FindingKind{
	watch.FindingRelease, watch.FindingSecurityRelease, watch.FindingVulnerability, watch.FindingExploited,
	watch.FindingLicenceChange, watch.FindingAbandonment, watch.FindingMaintenanceMode, watch.FindingDeprecation,
	watch.FindingEndOfLife, watch.FindingMove, watch.FindingRename, watch.FindingFork, watch.FindingMaintainerChange,
	watch.FindingGovernance, watch.FindingDistribution, watch.FindingCompromise, watch.FindingReversal,
}

// Find returns a finding for each event of the month that a reader would now
// read otherwise. then is the analysis behind the bulletin, now the one of the
// same month with all that is known today. say words a finding: two findings
// that are said alike need no correction.
func Find(then, now *watch.Analysis, say func(watch.Finding) string) []watch.Finding {
	was, is := index(then), index(now)
	var list []watch.Finding
	for _, f := range then.Findings {
		if _, ok := was[f.ID]; !ok {
			continue
		}
		d := &watch.CorrectionDetail{Month: then.Month, Finding: f.ID, Field: "statement", Was: say(f)}
		g, still := is[f.ID]
		if still {
			d.Now = say(g)
			f = g
		}
		if d.Now != d.Was {
			list = append(list, correction(f, d))
		}
	}
	for _, f := range now.Findings {
		_, here := is[f.ID]
		if _, said := was[f.ID]; here && !said {
			list = append(list, correction(f, &watch.CorrectionDetail{Month: then.Month, Finding: f.ID, Field: "statement", Now: say(f), Late: true}))
		}
	}
	watch.SortFindings(list)
	return list
}

// index holds the events of the month of an analysis.
func index(a *watch.Analysis) map[string]watch.Finding {
	m := map[string]watch.Finding{}
	for _, f := range a.Findings {
		v, vulnerability := f.Detail.(*watch.VulnerabilityDetail)
		if slices.Contains(events, f.Kind) && f.Date.In() == a.Month && (!vulnerability || v.InMonth || f.Kind == watch.FindingExploited) {
			m[f.ID] = f
		}
	}
	return m
}

func correction(f watch.Finding, d *watch.CorrectionDetail) watch.Finding {
	return watch.Finding{
		ID: "correction-" + f.ID, Program: f.Program, Kind: watch.FindingCorrection, Date: f.Date,
		Severity: f.Severity, Confidence: watch.Certain, Rule: "correction", Detail: d, Evidence: f.Evidence,
	}
}
