package backtest

import (
	"cmp"
	"math"
	"slices"
)

// A Quality is how good predictions are on the rows whose outcome is known.
type Quality struct {
	Name    string  `json:"name"`
	AUC     float64 `json:"auc"`
	AP      float64 `json:"average_precision"`
	Brier   float64 `json:"brier"`
	Skill   float64 `json:"brier_skill"` // 1 - Brier / that of the base rate
	LogLoss float64 `json:"log_loss"`
	Alarms  Alarms  `json:"alarms"`
}

// measure scores predictions p of rows, in the order of rows.
func measure(name string, rows []sample, p []float64) Quality {
	q := Quality{Name: name, AUC: auc(rows, p), AP: averagePrecision(rows, p)}
	base := 0.0
	for i, s := range rows {
		y := float64(s.y)
		base += y
		q.Brier += (p[i] - y) * (p[i] - y)
		right := p[i]
		if s.y == 0 {
			right = 1 - p[i]
		}
		q.LogLoss -= math.Log(max(right, 1e-6))
	}
	n := float64(len(rows))
	base /= n
	q.Brier, q.LogLoss = q.Brier/n, q.LogLoss/n
	if v := base * (1 - base); v > 0 {
		q.Skill = 1 - q.Brier/v
	}
	q.Alarms = alarms(rows, p, alarmLevel)
	return q
}

// auc is the probability that a positive row is above a negative one; ties
// count half. It is NaN where there is only one kind of row.
func auc(rows []sample, p []float64) float64 {
	order := byPrediction(p)
	var sum, n1 float64
	for i := 0; i < len(order); {
		j := i
		for j < len(order) && p[order[j]] == p[order[i]] {
			j++
		}
		rank := float64(i+j+1) / 2
		for _, k := range order[i:j] {
			if rows[k].y == 1 {
				sum += rank
				n1++
			}
		}
		i = j
	}
	n0 := float64(len(rows)) - n1
	if n1 == 0 || n0 == 0 {
		return math.NaN()
	}
	return (sum - n1*(n1+1)/2) / (n1 * n0)
}

// averagePrecision is the area under the curve of precision over recall, by
// steps.
func averagePrecision(rows []sample, p []float64) float64 {
	order := byPrediction(p)
	slices.Reverse(order)
	n1 := 0.0
	for _, s := range rows {
		n1 += float64(s.y)
	}
	var area, tp, seen, last float64
	for i := 0; i < len(order); {
		j := i
		for j < len(order) && p[order[j]] == p[order[i]] {
			tp += float64(rows[order[j]].y)
			seen++
			j++
		}
		area += tp / seen * (tp/n1 - last)
		last = tp / n1
		i = j
	}
	return area
}

func byPrediction(p []float64) []int {
	order := make([]int, len(p))
	for i := range order {
		order[i] = i
	}
	slices.SortStableFunc(order, func(a, b int) int { return cmp.Compare(p[a], p[b]) })
	return order
}

// A Bin compares predictions with what happened.
type Bin struct {
	From, To  float64
	Rows      int
	Predicted float64 // mean
	Observed  float64 // share
}

var edges = []float64{0, .02, .05, .10, .20, .35, .55, .75, 1}

// calibration sorts predictions into bins.
func calibration(rows []sample, p []float64) []Bin {
	var bins []Bin
	for i := range edges[1:] {
		b := Bin{From: edges[i], To: edges[i+1]}
		for j, s := range rows {
			if p[j] >= b.From && (p[j] < b.To || b.To == 1) {
				b.Rows++
				b.Predicted += p[j]
				b.Observed += float64(s.y)
			}
		}
		if b.Rows > 0 {
			b.Predicted, b.Observed = b.Predicted/float64(b.Rows), b.Observed/float64(b.Rows)
			bins = append(bins, b)
		}
	}
	return bins
}
