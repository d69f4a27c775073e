package health

import (
	"cmp"
	"math"
	"slices"

	"guette/analyze/activity"
	"guette/watch"
)

const (
	// trendPoints and trendZ must both be passed: z alone holds in 25 % of
	// rows and says little.
	trendPoints = 10
	trendZ      = 1.5
	trendMonths = 24 // at most, before the last six
	moversShown = 3
)

// changeTest compares the active days of the last six months with the months
// before, in standard deviations of a negative binomial law: active days, not
// commits, so that imports and squashes weigh little. ok is false with fewer
// than six months before.
func changeTest(rows []activity.Row) (z float64, ok bool) {
	n := len(rows)
	if n < 12 {
		return 0, false
	}
	base := rows[max(0, n-6-trendMonths) : n-6]
	count := float64(len(base))
	mean := days(base) / count
	var variance float64
	for _, r := range base {
		d := float64(r.ActiveDays) - mean
		variance += d * d / count
	}
	var over float64
	if mean > 0 {
		over = max(0, (variance-mean)/(mean*mean))
	}
	expected := 6 * mean
	sd := math.Sqrt(expected + 6*over*mean*mean + 6*expected/count + .5)
	return (days(rows[n-6:]) - expected) / sd, true
}

// trend judges the last of a series of forecasts against the one twelve months
// before it.
func trend(series []Forecast, rows []activity.Row) watch.Trend {
	t := watch.Trend{Word: "unclear"}
	z, ok := changeTest(rows)
	before := ago(series, 12)
	if !ok || before == nil {
		return t
	}
	now := series[len(series)-1]
	t.Z, t.Change = z, now.GitScore()-before.GitScore()
	t.Movers = movers(*before, now)
	t.Word = "stable"
	switch {
	case t.Change <= -trendPoints && z <= -trendZ:
		t.Word = "down"
	case t.Change >= trendPoints && z >= trendZ:
		t.Word = "up"
	}
	return t
}

// ago is the forecast of so many months before the last.
func ago(series []Forecast, months int) *Forecast {
	if len(series) == 0 {
		return nil
	}
	want := series[len(series)-1].Month.Add(-months)
	for i := range series {
		if series[i].Month == want {
			return &series[i]
		}
	}
	return nil
}

// movers are the indicators whose losses changed most, in either direction.
func movers(before, now Forecast) []string {
	order := make([]int, len(now.Terms))
	for i := range order {
		order[i] = i
	}
	moved := func(i int) float64 { return math.Abs(now.Terms[i].Loss - before.Terms[i].Loss) }
	slices.SortStableFunc(order, func(a, b int) int { return cmp.Compare(moved(b), moved(a)) })
	var out []string
	for _, i := range order[:moversShown] {
		if moved(i) > .005 {
			out = append(out, now.Terms[i].Indicator.Name)
		}
	}
	return out
}
