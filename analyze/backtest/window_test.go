package backtest

import (
	"testing"

	"guette/analyze/health"
)

// What the model loses where collection reads a window and not the whole
// history: each month is judged as on a first run, from the start of the window
// on. The longest gap and the rhythm of releases are those of the whole history,
// which the table does not tell month by month.
func TestQualityWithAWindowOfHistory(t *testing.T) {
	projects, o := readCorpus(t), readOutcomes(t)
	for _, tt := range []struct {
		window     int
		auc, brier float64 // at least, at most
	}{
		{25, .88, .0590},
		{49, .89, .0570}, // the default; the whole history gives .901 and .0564
	} {
		var rows []sample
		var p []float64
		for _, project := range projects {
			for i := range project.Rows {
				start := max(0, i+1-tt.window)
				series := health.Forecasts(project.Rows[start:i+1], start > 0)
				if len(series) == 0 || series[len(series)-1].Month != project.Rows[i].Month {
					continue
				}
				if y, ok := o.y12[key{project.Name, project.Rows[i].Month}]; ok && i >= 12 {
					rows = append(rows, sample{repo: project.Name, month: project.Rows[i].Month, y: y})
					p = append(p, series[len(series)-1].P12)
				}
			}
		}
		q := measure("a window", rows, p)
		t.Logf("%d months: %d rows, AUC %.3f, AP %.3f, Brier %.4f, caught %d/%d, false %.3f", tt.window, len(rows), q.AUC, q.AP, q.Brier, q.Alarms.Caught, q.Alarms.Events, q.Alarms.PerYear)
		if q.AUC < tt.auc || q.Brier > tt.brier {
			t.Errorf("a window of %d months costs too much: AUC %.3f, Brier %.4f", tt.window, q.AUC, q.Brier)
		}
	}
}
