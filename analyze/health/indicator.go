package health

import (
	"math"

	"guette/analyze/activity"
)

// An Indicator is one term of the model. Its loss is piecewise linear between
// knots on a logarithmic scale and constant outside.
type Indicator struct {
	Name      string
	Dimension string
	Unit      string    // "days", "count", "ratio"
	Knots     []float64 // ascending
	Steps     []float64 // loss of each step between two knots, in log-odds
	Falling   bool      // the loss grows as the value falls
	Mean, P90 float64   // losses used where the value is missing; zero where it never is
	measure   func(h history) Measure
}

// A Measure is the value of an indicator at the end of a month.
type Measure struct {
	Value activity.Num
	// Short says that the history is shorter than the definition asks for; the
	// value with the whole history could have cost more (Worse) or less (Better).
	Short, Worse, Better bool
}

// Indicators are the nine calibrated terms, in the order of the tables of
// docs/method.md. Knots were chosen and losses fitted on 110 real histories
// (1,581 project-years, 9.4 % of rows positive); all losses are non-negative.
var Indicators = []Indicator{
	{Name: "silence", Dimension: "activity", Unit: "days",
		Knots: []float64{15, 60, 120, 180, 270}, Steps: []float64{.15, .23, .30, .28}, measure: silence},
	{Name: "silence_vs_record", Dimension: "activity", Unit: "ratio",
		Knots: []float64{.5, 1, 2, 4}, Steps: []float64{.02, .11, .07}, measure: silenceVsRecord},
	{Name: "longest_silence_12m", Dimension: "activity", Unit: "days",
		Knots: []float64{90, 180, 365}, Steps: []float64{.39, .83}, measure: longestSilence},
	{Name: "active_days_3m", Dimension: "activity", Unit: "count", Falling: true,
		Knots: []float64{0, 2, 6, 15, 40}, Steps: []float64{.20, .05, .46, .66}, measure: activeDays},
	{Name: "vs_own_5y", Dimension: "trajectory", Unit: "ratio", Falling: true,
		Knots: []float64{.05, .2, .5, 1}, Steps: []float64{.15, .42, .12}, measure: vsOwnYears},
	{Name: "vs_peak", Dimension: "trajectory", Unit: "ratio", Falling: true,
		Knots: []float64{.05, .15, .4}, Steps: []float64{.52, .18}, measure: vsPeak},
	{Name: "six_month_trend", Dimension: "trajectory", Unit: "ratio", Falling: true,
		Knots: []float64{.3, .6, 1}, Steps: []float64{.35, .24}, measure: sixMonthTrend},
	{Name: "main_author_silence", Dimension: "people", Unit: "days",
		Knots: []float64{7, 30, 90}, Steps: []float64{.39, .16}, measure: mainAuthorSilence},
	{Name: "release_vs_own_rhythm", Dimension: "releases", Unit: "ratio", Falling: true,
		Knots: []float64{.02, .1, .3}, Steps: []float64{.12, .30}, Mean: .09, P90: .41, measure: releaseRhythm},
}

// Max is the loss of the worst value, in log-odds.
func (x *Indicator) Max() float64 {
	var sum float64
	for _, s := range x.Steps {
		sum += s
	}
	return sum
}

// Loss is the loss of a value, in log-odds, from 0 to Max.
func (x *Indicator) Loss(value float64) float64 {
	var sum float64
	for i, f := range x.fractions(value) {
		sum += x.Steps[i] * f
	}
	return sum
}

// fractions tells for each step how much of it is lost, 0 to 1. The fit of
// package backtest uses them as its features.
func (x *Indicator) fractions(value float64) []float64 {
	out := make([]float64, len(x.Knots)-1)
	v := x.scale(value)
	for i := range out {
		lo, hi := x.scale(x.Knots[i]), x.scale(x.Knots[i+1])
		f := min(max((v-lo)/(hi-lo), 0), 1)
		if x.Falling {
			f = 1 - f
		}
		out[i] = f
	}
	return out
}

// scale is ln(x+1) for days and counts, ln(x) for ratios.
func (x *Indicator) scale(v float64) float64 {
	if x.Unit == "ratio" {
		return math.Log(max(v, 1e-9))
	}
	return math.Log1p(max(v, 0))
}
