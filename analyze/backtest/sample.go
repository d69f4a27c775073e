package backtest

import (
	"cmp"
	"hash/fnv"
	"slices"

	"guette/analyze/health"
	"guette/watch"
)

// folds of the cross-validation; a family of projects is never cut.
const folds = 10

// A sample is one row at risk.
type sample struct {
	repo   string
	month  watch.Month
	y      int
	fold   int
	steps  []float64 // of the model, see [health.Steps]
	extras []float64 // figures that the baselines read, see baselines
	p12    float64   // of the model as it ships
}

// samples joins the tables with the outcomes: the rows that have both, by
// project and month.
func samples(projects []Project, o *Outcomes) []sample {
	var out []sample
	for _, p := range projects {
		at := map[watch.Month]int{}
		for i, r := range p.Rows {
			at[r.Month] = i
		}
		for _, f := range health.Forecasts(p.Rows, false) {
			y, ok := o.y12[key{p.Name, f.Month}]
			if !ok {
				continue
			}
			out = append(out, sample{repo: p.Name, month: f.Month, y: y, p12: f.P12,
				steps: f.Steps(), extras: figures(p, at[f.Month])})
		}
	}
	assign(out, o)
	return out
}

// assign deals families out to the folds in an order that depends on their
// names alone.
func assign(rows []sample, o *Outcomes) {
	seen := map[string]int{}
	var families []string
	for _, s := range rows {
		f := o.familyOf(s.repo)
		if _, ok := seen[f]; !ok {
			seen[f] = 0
			families = append(families, f)
		}
	}
	slices.SortFunc(families, func(a, b string) int { return cmp.Or(cmp.Compare(hash(a), hash(b)), cmp.Compare(a, b)) })
	for i, f := range families {
		seen[f] = i % folds
	}
	for i := range rows {
		rows[i].fold = seen[o.familyOf(rows[i].repo)]
	}
}

func hash(s string) uint64 {
	h := fnv.New64a()
	h.Write([]byte(s))
	return h.Sum64()
}

// crossed predicts each row by what was fitted on the other folds.
func crossed(rows []sample, fit func(train []sample) func(sample) float64) []float64 {
	out := make([]float64, len(rows))
	for k := range folds {
		var train []sample
		for _, s := range rows {
			if s.fold != k {
				train = append(train, s)
			}
		}
		if len(train) == len(rows) || len(train) == 0 {
			continue
		}
		predict := fit(train)
		for i, s := range rows {
			if s.fold == k {
				out[i] = predict(s)
			}
		}
	}
	return out
}
