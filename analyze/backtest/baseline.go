package backtest

import (
	"cmp"
	"math"
	"slices"
)

// Figures of a month that baselines read, by index in sample.extras.
const (
	figActiveDays = iota // of 90 days
	figSilence           // days since the last commit
	figCommits90         // all commits of 90 days
	figYear              // commits of twelve months
	figYearBefore
	figAge      // months since the first row
	figAuthors  // of twelve months
	figDomains  // largest monthly number of organisations in twelve months
	figReleases // of twelve months
	figPause    // longest silence at a month's end in 24 months
	figAuthors3 // sum of monthly authors of three months
	figTrend    // active days of six months against the six before
	figCount
)

func figures(p Project, i int) []float64 {
	f := make([]float64, figCount)
	rows, extras := p.Rows[:i+1], p.extras[:i+1]
	back := func(n int) int { return max(0, i+1-n) }
	for k := back(3); k <= i; k++ {
		f[figActiveDays] += float64(rows[k].ActiveDays)
		f[figCommits90] += extras[k].commits
		f[figAuthors3] += float64(rows[k].Authors)
	}
	for k := back(24); k <= i; k++ {
		f[figPause] = max(f[figPause], rows[k].Silence.Or(0))
		if k >= back(12) {
			f[figYear] += float64(rows[k].Human)
			f[figReleases] += float64(rows[k].ReleaseDays)
			f[figDomains] = max(f[figDomains], extras[k].domains12)
		} else {
			f[figYearBefore] += float64(rows[k].Human)
		}
		if k >= back(6) {
			f[figTrend] += float64(rows[k].ActiveDays)
		} else if k >= back(12) {
			f[figTrend] -= float64(rows[k].ActiveDays)
		}
	}
	f[figSilence], f[figAge], f[figAuthors] = rows[i].Silence.Or(0), float64(i+1), float64(rows[i].Authors12)
	return f
}

// A baseline is a simple score of a month: the higher, the more alive.
type baseline struct {
	name  string
	score func(f []float64) float64
}

const weeksOfYear = 52.18

// baselines are what others compute, on what git alone tells. Sources:
// docs/method.md.
var baselines = []baseline{
	{"active days in 90 days", func(f []float64) float64 { return f[figActiveDays] }},
	{"OSS Compass activity, git part", func(f []float64) float64 {
		return .180*ratio(f[figAuthors], 2000) + .180*ratio(f[figYear]/weeksOfYear, 1000) - .127*ratio(f[figSilence]/30.4, .25) +
			.115*ratio(f[figDomains], 10) + .032*ratio(f[figReleases], 12)
	}},
	{"days since last commit", func(f []float64) float64 { return -f[figSilence] }},
	{"criticality_score, git part", func(f []float64) float64 {
		return ratio(f[figAge], 120) + (1 - ratio(f[figSilence]/30.4, 120)) + 2*ratio(f[figAuthors], 5000) + ratio(f[figDomains], 10) +
			ratio(f[figYear]/weeksOfYear, 1000) + .5*ratio(f[figReleases], 26)
	}},
	{"Scorecard Maintained, commit part", func(f []float64) float64 { return min(10, 10*f[figCommits90]/12.86) }},
	{"commits, year on year", func(f []float64) float64 { return (f[figYear] + 1) / (f[figYearBefore] + 1) }},
	{"silent for more than 180 days", func(f []float64) float64 {
		if f[figSilence] > 180 {
			return 0
		}
		return 1
	}},
}

// ratio is the logarithmic form that criticality_score and OSS Compass share.
func ratio(x, threshold float64) float64 {
	return math.Log1p(max(x, 0)) / math.Log1p(max(x, threshold))
}

// fit calibrates a baseline on the training folds by isotonic regression: the
// best curve that never rises with the score.
func (b baseline) fit(train []sample) func(sample) float64 {
	type point struct{ score, y, n float64 }
	points := make([]point, len(train))
	for i, s := range train {
		points[i] = point{b.score(s.extras), float64(s.y), 1}
	}
	slices.SortStableFunc(points, func(a, c point) int { return cmp.Compare(a.score, c.score) })
	var ties []point // one a score: a score is never cut
	for _, p := range points {
		if n := len(ties); n > 0 && ties[n-1].score == p.score {
			ties[n-1].y, ties[n-1].n = ties[n-1].y+p.y, ties[n-1].n+1
			continue
		}
		ties = append(ties, p)
	}
	var pools []point // score: the highest of the pool
	for _, p := range ties {
		pools = append(pools, p)
		for n := len(pools); n > 1 && pools[n-2].y/pools[n-2].n <= pools[n-1].y/pools[n-1].n; n = len(pools) {
			pools[n-2] = point{pools[n-1].score, pools[n-2].y + pools[n-1].y, pools[n-2].n + pools[n-1].n}
			pools = pools[:n-1]
		}
	}
	return func(s sample) float64 {
		v := b.score(s.extras)
		i, _ := slices.BinarySearchFunc(pools, v, func(p point, v float64) int { return cmp.Compare(p.score, v) })
		i = min(i, len(pools)-1)
		return pools[i].y / pools[i].n
	}
}
