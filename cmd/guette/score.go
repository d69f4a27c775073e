package main

import (
	"fmt"
	"slices"
	"strings"

	"guette/watch"
)

// printScore tells, on one screen, every point of the score of a program, the
// public facts behind its class, its forecast, its risks, and what is not known.
func printScore(w *plainWriter, p *watch.Profile) {
	if p == nil || p.Health == nil {
		w.line("\nhealth: not assessed")
		return
	}
	h := p.Health
	w.line("\nhealth: %s (last month %s)", h.Class, orNone(string(h.Previous), "not known"))
	if h.Scored {
		w.line("  score %.1f of 100, band %s; %.1f to %.1f with what is not known", h.Score, h.Band, h.Low, h.High)
		printContributions(w, h)
	}
	for _, f := range h.Factors {
		w.line("  fact against: %s, %s%s", f.Name, f.Value, map[bool]string{true: ", new"}[f.New])
	}
	for _, f := range h.Lifted {
		w.line("  lifted: %s, %s", f.Name, f.Value)
	}
	if h.P12 != nil {
		w.line("  abandonment within 12 months: %.1f %% (%.1f to %.1f), %s", 100*h.P12.Value, 100*h.P12.Low, 100*h.P12.High, orNone(h.P12.Word, "no word: too much is missing"))
	}
	if h.Trend.Word != "" {
		w.line("  trend: %s, %+.1f points in 12 months, z %.1f%s", h.Trend.Word, h.Trend.Change, h.Trend.Z, moved(h.Trend.Movers))
	}
	printActivity(w, p.Activity)
	var risks []string
	for _, r := range p.Risks {
		risks = append(risks, r.Name+" "+orNone(r.Likelihood, "not assessed"))
	}
	w.line("  risks: %s", strings.Join(risks, "; "))
	w.line("  fragility whatever the version: %s", orNone(string(p.Fragility.Level), "not assessed"))
	var missing []string
	for _, m := range slices.Concat(h.Missing, p.Missing) {
		missing = append(missing, fmt.Sprintf("%s (%s)", m.What, m.Reason))
	}
	if len(missing) > 0 {
		w.line("  not known: %s", strings.Join(missing, ", "))
	}
	if p.Repository != nil {
		w.line("  read at %s, observed on %s", p.Repository.URL, p.Repository.Observed())
	}
}

// printContributions tells what each indicator costs; the lines sum to 100 minus
// the score.
func printContributions(w *plainWriter, h *watch.Health) {
	lost := 0.0
	for _, c := range h.Contributions {
		if !c.Known {
			w.line("    not observed    %-24s %s", c.Indicator, c.Dimension)
			continue
		}
		lost += c.Lost
		w.line("    -%4.1f of %5.1f   %-24s %-15s %s", c.Lost, c.Max, c.Indicator, c.Dimension, orNone(c.Value, "no value"))
	}
	w.line("    -%4.1f in all; 100 - %.1f = %.1f", lost, lost, 100-lost)
	if h.Cap != nil {
		w.line("    at most %.0f because of %s", h.Cap.Max, h.Cap.Finding)
	}
}

func moved(names []string) string {
	if len(names) == 0 {
		return ""
	}
	return "; moved most: " + strings.Join(names, ", ")
}

func printActivity(w *plainWriter, a *watch.ActivitySummary) {
	if a == nil {
		return
	}
	w.line("  12 months (12 before): commits %d (%d), authors %d (%d), absence factor %d (%d), releases %d (%d)",
		a.Commits, a.CommitsPrev, a.Authors, a.AuthorsPrev, a.Absence, a.AbsencePrev, a.Releases, a.ReleasesPrev)
}
