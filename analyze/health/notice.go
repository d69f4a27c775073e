package health

import (
	"fmt"
	"slices"

	"guette/analyze"
	"guette/watch"
)

// notice is the cap of the strongest notice that stands.
func notice(findings []watch.Finding) *watch.Cap {
	return strongest(findings, func(watch.Finding) bool { return true })
}

// noticeBefore is that of the month before.
func noticeBefore(findings []watch.Finding, in *analyze.Input) *watch.Cap {
	first := in.Month.FirstDay()
	return strongest(findings, func(f watch.Finding) bool { return f.Date.Before(first) })
}

func strongest(findings []watch.Finding, use func(watch.Finding) bool) *watch.Cap {
	withdrawn := map[string]bool{}
	for f, d := range watch.DetailOf[*watch.SignalDetail](findings) {
		if f.Kind == watch.FindingReversal && use(f) {
			withdrawn[d.Cancels] = true
		}
	}
	var best *watch.Cap
	for f := range watch.DetailOf[*watch.SignalDetail](findings) {
		most, ok := caps[f.Kind]
		if !ok || withdrawn[f.ID] || f.Confidence != watch.Certain || !use(f) {
			continue
		}
		if best == nil || most < best.Max {
			best = &watch.Cap{Max: most, Finding: f.ID, Kind: f.Kind}
		}
	}
	return best
}

// finished applies what people know: a project that is done is not a dead one.
// The facts of silence no longer count against it; the rest stays.
func finished(h *watch.Health, in *analyze.Input) {
	known := slices.ContainsFunc(in.Curations, func(c watch.Curation) bool {
		return c.What == "health" && c.Decision == "finished" && c.Entity == "" && c.Holds(in.AsOf)
	})
	if !known || h.Cap != nil {
		return
	}
	h.Factors = slices.DeleteFunc(h.Factors, func(f watch.Factor) bool {
		return f.Name != "one-author" && f.Name != "fewer-authors"
	})
	h.Class = watch.HealthGood
	if len(h.Factors) > 0 {
		h.Class = watch.HealthWatch
	}
	h.Missing = append(h.Missing, watch.Missing{What: "class", Reason: "curation"})
}

// change is the finding of a class that changed in the month.
func change(in *analyze.Input, h *watch.Health, ev watch.Evidence) watch.Finding {
	severity := watch.SeverityMedium
	if rank(h.Class) < rank(h.Previous) {
		severity = watch.SeverityLow
	}
	return watch.Finding{
		ID: fmt.Sprintf("%s:health-change:%s", in.Program.ID, in.Month), Program: in.Program.ID,
		Kind: watch.FindingHealthChange, Date: in.AsOf, Severity: severity, Confidence: watch.Probable,
		Detail:   &watch.SignalDetail{Theme: "stop", From: string(h.Previous), To: string(h.Class), New: true},
		Evidence: []watch.Evidence{ev},
	}
}

// rank orders classes from the best.
func rank(c watch.HealthClass) int {
	return slices.Index([]watch.HealthClass{watch.HealthUnknown, watch.HealthGood, watch.HealthFair, watch.HealthWatch,
		watch.HealthPoor, watch.HealthCritical, watch.HealthStopped}, c)
}
