package git

import (
	"context"
	"slices"
	"time"

	"guette/watch"
)

const (
	allTrees  = 400  // commits of a default branch whose root trees are all read: some 100 bytes each
	mostTrees = 2500 // of one reading: 250 KB; what is left undecided has its month only
	fewTrees  = 64   // commits between two states that differ: read all of them rather than halve
)

// A transition is a difference between two states of the followed files.
type transition struct {
	commit        int32 // whose state is the later one
	exact         bool  // made by that commit; else by one of the month
	before, after []fileEntry
}

// follow compares the states of the followed files along the default branch,
// oldest first. base is the state before it, nil when nothing is known. Where
// the branch has at most allTrees commits each of them is looked at; else the
// ends of months, and then, between two that differ, as many commits as it
// takes to find who made the change.
func (r *treeReader) follow(ctx context.Context, chain []int32, base []fileEntry, zone *time.Location) ([]transition, error) {
	picks := r.monthEnds(chain, zone)
	if len(chain) <= allTrees {
		picks = picks[:0]
		for i := range chain {
			picks = append(picks, i)
		}
	}
	for len(picks) > 0 && r.count < mostTrees {
		if room := mostTrees - r.count; len(picks) > room {
			picks = picks[len(picks)-room:] // the newest
		}
		commits := make([]int32, len(picks))
		for k, i := range picks {
			commits[k] = chain[i]
		}
		if err := r.roots(ctx, commits); err != nil {
			return nil, err
		}
		picks = r.between(chain)
	}
	return r.transitions(chain, base), nil
}

// monthEnds lists the places in a chain of the last commit of each month, and
// of the first commit of all.
func (r *treeReader) monthEnds(chain []int32, zone *time.Location) (picks []int) {
	month := func(i int) watch.Month {
		return watch.MonthOf(time.Unix(r.graph.at(chain[i]).when(), 0), zone)
	}
	for i := range chain {
		if i == 0 || i == len(chain)-1 || month(i) != month(i+1) {
			picks = append(picks, i)
		}
	}
	return picks
}

// between lists places to look at next: within each stretch whose ends differ
// by more than their change logs, all of it when it is short, else its middle.
func (r *treeReader) between(chain []int32) (picks []int) {
	last := -1
	var before []fileEntry
	for i, c := range chain {
		now, ok := r.entries(c)
		if !ok {
			continue
		}
		if now = r.governing(now); last >= 0 && i-last > 1 && !slices.Equal(before, now) {
			if i-last <= fewTrees {
				for k := last + 1; k < i; k++ {
					picks = append(picks, k)
				}
			} else {
				picks = append(picks, (last+i)/2)
			}
		}
		last, before = i, now
	}
	return picks
}

// governing leaves change logs out: they differ between any two versions, and
// the month is enough for them.
func (r *treeReader) governing(list []fileEntry) []fileEntry {
	return slices.DeleteFunc(list, func(e fileEntry) bool { return r.classOf(e.Path) == classNotes })
}

// transitions lists the differences between the states read.
func (r *treeReader) transitions(chain []int32, base []fileEntry) (list []transition) {
	last, before := -1, base
	for i, c := range chain {
		now, ok := r.entries(c)
		if !ok {
			continue
		}
		if (base != nil || last >= 0) && !slices.Equal(before, now) {
			list = append(list, transition{commit: c, exact: i == last+1, before: before, after: now})
		}
		last, before = i, now
	}
	return list
}
