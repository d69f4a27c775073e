package backtest

import (
	"testing"

	"guette/analyze/health"
)

// The default window of collection is 25 months: what the model loses by it.
func TestQualityWithTwentyFiveMonthsOfHistory(t *testing.T) {
	const window = 25
	projects, o := readCorpus(t), readOutcomes(t)
	var rows []sample
	var p []float64
	for _, project := range projects {
		for i := range project.Rows {
			start := max(0, i+1-window)
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
	q := measure("25 months", rows, p)
	t.Logf("%d rows, AUC %.3f, AP %.3f, Brier %.4f, caught %d/%d, false %.3f", len(rows), q.AUC, q.AP, q.Brier, q.Alarms.Caught, q.Alarms.Events, q.Alarms.PerYear)
	for _, b := range calibration(rows, p) {
		t.Logf("%.2f-%.2f %d %.3f %.3f", b.From, b.To, b.Rows, b.Predicted, b.Observed)
	}
	if q.AUC < .88 || q.Brier > .060 {
		t.Errorf("a window of %d months costs too much: AUC %.3f, Brier %.4f", window, q.AUC, q.Brier)
	}
}
