package backtest

import "math"

const (
	ridge  = 2.0 // penalty on the squares of the weights; rows of one project are not independent
	rounds = 60  // of coordinate descent; the weights move by less than 0.001 after 30
)

// fitModel fits the model as docs/method.md has it: logistic regression on the
// steps, weights not negative, by Newton steps on one weight at a time.
func fitModel(train []sample) func(sample) float64 {
	return logisticFit(train, func(s sample) []float64 { return s.steps })
}

func logisticFit(train []sample, features func(sample) []float64) func(sample) float64 {
	n := len(features(train[0]))
	w := make([]float64, n)
	b := 0.0
	margin := make([]float64, len(train))
	p := make([]float64, len(train))
	x := make([][]float64, len(train))
	for i, s := range train {
		x[i] = features(s)
	}
	refresh := func() {
		for i := range train {
			p[i] = sigmoid(margin[i])
		}
	}
	refresh()
	for range rounds {
		g, h := 0.0, 0.0
		for i, s := range train {
			g += p[i] - float64(s.y)
			h += p[i] * (1 - p[i])
		}
		step := g / (h + 1e-9)
		b -= step
		for i := range margin {
			margin[i] -= step
		}
		refresh()
		for j := range n {
			g, h := ridge*w[j], ridge
			for i, s := range train {
				if v := x[i][j]; v != 0 {
					g += (p[i] - float64(s.y)) * v
					h += p[i] * (1 - p[i]) * v * v
				}
			}
			next := max(0, w[j]-g/(h+1e-9))
			d := next - w[j]
			if d == 0 {
				continue
			}
			w[j] = next
			for i := range train {
				if v := x[i][j]; v != 0 {
					margin[i] += d * v
					p[i] = sigmoid(margin[i])
				}
			}
		}
	}
	return func(s sample) float64 {
		m := b
		for j, v := range features(s) {
			m += w[j] * v
		}
		return sigmoid(m)
	}
}

func sigmoid(x float64) float64 { return 1 / (1 + math.Exp(-x)) }
