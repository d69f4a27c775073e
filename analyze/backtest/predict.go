// Package backtest runs the abandonment model of package health over tables of
// monthly activity, and measures its quality where the outcome is known. It
// knows no file and no clock.
package backtest

import (
	"encoding/csv"
	"fmt"
	"io"
	"strconv"

	"guette/analyze/health"
	"guette/watch"
)

// A Prediction is the forecast for one project at the end of one month.
type Prediction struct {
	Repo  string
	Month watch.Month
	P12   float64 // probability of abandonment within 12 months
	Score float64 // HEALTH from git alone, 0 to 100
}

// Predict judges each month of each project that has a year of history.
func Predict(projects []Project) []Prediction {
	var out []Prediction
	for _, p := range projects {
		for _, f := range health.Forecasts(p.Rows, false) {
			out = append(out, Prediction{p.Name, f.Month, f.P12, f.GitScore()})
		}
	}
	return out
}

// WritePredictions writes CSV with the columns repo, month, probability and
// health_git.
func WritePredictions(w io.Writer, predictions []Prediction) error {
	out := csv.NewWriter(w)
	out.Write([]string{"repo", "month", "probability", "health_git"})
	for _, p := range predictions {
		out.Write([]string{p.Repo, p.Month.String(),
			strconv.FormatFloat(p.P12, 'f', 6, 64), strconv.FormatFloat(p.Score, 'f', 2, 64)})
	}
	out.Flush()
	if err := out.Error(); err != nil {
		return fmt.Errorf("predictions: %w", err)
	}
	return nil
}
