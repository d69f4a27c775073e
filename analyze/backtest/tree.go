package backtest

import (
	"cmp"
	"math"
	"slices"
)

// Boosted trees on the activity of two years, in the manner of Coelho and
// others: a baseline that may bend as it likes.
const (
	treeRounds = 120
	treeDepth  = 3
	treeRate   = .08
	treeLeaf   = 80  // rows at least
	treeRidge  = 5.0 // on the values of leaves
	treeBins   = 24
)

// A node is a test or, where left is nil, a value.
type node struct {
	figure      int
	at          float64 // rows at most this go left
	left, right *node
	value       float64
}

func (n *node) of(f []float64) float64 {
	for n.left != nil {
		if f[n.figure] <= n.at {
			n = n.left
		} else {
			n = n.right
		}
	}
	return n.value
}

func fitTrees(train []sample) func(sample) float64 {
	b := booster{rows: train, cuts: cutsOf(train), g: make([]float64, len(train)), h: make([]float64, len(train))}
	margin := make([]float64, len(train))
	base := 0.0
	for _, s := range train {
		base += float64(s.y)
	}
	base = math.Log((base + 1) / (float64(len(train)) - base + 1))
	all := make([]int, len(train))
	for i := range all {
		all[i], margin[i] = i, base
	}
	var trees []*node
	for range treeRounds {
		for i, s := range train {
			p := sigmoid(margin[i])
			b.g[i], b.h[i] = p-float64(s.y), p*(1-p)
		}
		t := b.grow(all, treeDepth)
		trees = append(trees, t)
		for i, s := range train {
			margin[i] += treeRate * t.of(s.extras)
		}
	}
	return func(s sample) float64 {
		m := base
		for _, t := range trees {
			m += treeRate * t.of(s.extras)
		}
		return sigmoid(m)
	}
}

type booster struct {
	rows []sample
	cuts [][]float64
	g, h []float64
}

// cutsOf are the places at which each figure may be tested: its quantiles.
func cutsOf(rows []sample) [][]float64 {
	cuts := make([][]float64, figCount)
	for f := range cuts {
		values := make([]float64, len(rows))
		for i, s := range rows {
			values[i] = s.extras[f]
		}
		slices.SortFunc(values, cmp.Compare)
		for q := 1; q < treeBins; q++ {
			cuts[f] = append(cuts[f], values[q*(len(values)-1)/treeBins])
		}
		cuts[f] = slices.Compact(cuts[f])
	}
	return cuts
}

func (b *booster) grow(rows []int, depth int) *node {
	var g, h float64
	for _, i := range rows {
		g, h = g+b.g[i], h+b.h[i]
	}
	leaf := &node{value: -g / (h + treeRidge)}
	if depth == 0 || len(rows) < 2*treeLeaf {
		return leaf
	}
	best, figure, at := 1e-6, -1, 0.0
	for f, cuts := range b.cuts {
		gs, hs, ns := make([]float64, len(cuts)+1), make([]float64, len(cuts)+1), make([]int, len(cuts)+1)
		for _, i := range rows {
			k, _ := slices.BinarySearch(cuts, b.rows[i].extras[f])
			gs[k], hs[k], ns[k] = gs[k]+b.g[i], hs[k]+b.h[i], ns[k]+1
		}
		var gl, hl float64
		nl := 0
		for k, cut := range cuts {
			gl, hl, nl = gl+gs[k], hl+hs[k], nl+ns[k]
			if nl < treeLeaf || len(rows)-nl < treeLeaf {
				continue
			}
			gain := gl*gl/(hl+treeRidge) + (g-gl)*(g-gl)/(h-hl+treeRidge) - g*g/(h+treeRidge)
			if gain > best {
				best, figure, at = gain, f, cut
			}
		}
	}
	if figure < 0 {
		return leaf
	}
	var left, right []int
	for _, i := range rows {
		if b.rows[i].extras[figure] <= at {
			left = append(left, i)
		} else {
			right = append(right, i)
		}
	}
	return &node{figure: figure, at: at, left: b.grow(left, depth-1), right: b.grow(right, depth-1)}
}
