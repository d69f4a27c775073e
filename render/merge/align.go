package merge

import (
	"cmp"
	"slices"
)

// none is the index of no element.
const none = -1

// An alignment tells, for each element of one text, which element of another it
// is; none where it is none.
type alignment []int

func newAlignment(n int) alignment {
	a := make(alignment, n)
	for i := range a {
		a[i] = none
	}
	return a
}

// inverse maps the other way; n is the number of elements of the other text.
func (a alignment) inverse(n int) alignment {
	out := newAlignment(n)
	for i, j := range a {
		if j != none {
			out[j] = i
		}
	}
	return out
}

// An aligner pairs the elements of two texts, each at most once.
type aligner struct {
	from, to alignment
}

func newAligner(from, to int) *aligner {
	return &aligner{newAlignment(from), newAlignment(to)}
}

func (a *aligner) pair(i, j int) { a.from[i], a.to[j] = j, i }

func (a *aligner) free(i, j int) bool { return a.from[i] == none && a.to[j] == none }

// byKey pairs elements with equal keys that are not "": the first with the
// first, the second with the second.
func (a *aligner) byKey(from, to func(i int) string) {
	places := map[string][]int{}
	for j := range a.to {
		if k := to(j); k != "" && a.to[j] == none {
			places[k] = append(places[k], j)
		}
	}
	for i := range a.from {
		k := from(i)
		if k == "" || a.from[i] != none || len(places[k]) == 0 {
			continue
		}
		a.pair(i, places[k][0])
		places[k] = places[k][1:]
	}
}

// alike is the least likeness that makes two texts the same one, edited.
const alike = 0.4

// byScore pairs what is left, the most alike first, from [alike] on.
func (a *aligner) byScore(score func(i, j int) float64) {
	type candidate struct {
		i, j  int
		score float64
	}
	var list []candidate
	for i := range a.from {
		for j := range a.to {
			if !a.free(i, j) {
				continue
			}
			if s := score(i, j); s >= alike {
				list = append(list, candidate{i, j, s})
			}
		}
	}
	slices.SortStableFunc(list, func(x, y candidate) int { return cmp.Compare(y.score, x.score) })
	for _, c := range list {
		if a.free(c.i, c.j) {
			a.pair(c.i, c.j)
		}
	}
}

// moved tells which elements were moved: those outside the longest run that
// kept its order. order gives the old place of each element, none for a new one.
func moved(order []int) []bool {
	length, prev := make([]int, len(order)), make([]int, len(order))
	last := none
	for i, p := range order {
		length[i], prev[i] = 0, none
		if p == none {
			continue
		}
		length[i] = 1
		for k := range i {
			if order[k] != none && order[k] < p && length[k]+1 > length[i] {
				length[i], prev[i] = length[k]+1, k
			}
		}
		if last == none || length[i] > length[last] {
			last = i
		}
	}
	out := make([]bool, len(order))
	for i, p := range order {
		out[i] = p != none
	}
	for i := last; i != none; i = prev[i] {
		out[i] = false
	}
	return out
}
