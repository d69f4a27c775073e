package git

import (
	"cmp"
	"slices"
	"time"

	"guette/watch"
)

// maxSeries is how many series of tags a commit is looked for in: etcd has 11
// components that are tagged apart.
const maxSeries = 32

// A version is a tag that names a final version, with the commits of the graph
// that it holds itself: its own, else the parents of its own.
type version struct {
	name, series string
	when         int64
	tips         []int32
}

// contained tells for commits which is the first tag of each series, by date,
// that holds them, where it is of the month of the commit: what comes later
// would be told or not as readings fall. A date does not tell: a version of an
// older branch may be tagged after a commit, and not have it.
func (g *graph) contained(commits []*watch.Commit, tags map[string]tagState, zone *time.Location) {
	told := map[int32]*watch.Commit{}
	for _, c := range commits {
		id, _ := parseOID(c.Hash)
		if i, ok := g.find(id); ok {
			told[i] = c
		}
	}
	if len(told) == 0 {
		return
	}
	seen := map[string]set{}
	for _, v := range g.versions(tags) {
		if seen[v.series] == nil {
			if len(seen) == maxSeries {
				continue
			}
			seen[v.series] = newSet(g.count)
		}
		g.ancestors(v.tips, seen[v.series], func(i int32) {
			if c := told[i]; c != nil && watch.MonthOf(c.Committed, zone) == watch.MonthOf(date(v.when), zone) {
				c.Tags = append(c.Tags, v.name)
			}
		})
	}
}

// versions lists the tags of final versions that hold commits of the graph, the
// oldest first.
func (g *graph) versions(tags map[string]tagState) (list []version) {
	for name, t := range tags {
		var tips []int32
		for _, id := range append([]oid{t.Commit}, t.Parents...) {
			if i, ok := g.find(id); ok && g.at(i).have() {
				tips = append(tips, i)
			}
		}
		if len(tips) == 0 {
			continue // older than what was read, as most tags are
		}
		if v, ok := watch.ParseVersion(name); ok && !v.Prerelease() && !v.Nightly() {
			list = append(list, version{name: name, series: v.Series(), when: cmp.Or(t.Tagged, t.Committed), tips: tips})
		}
	}
	slices.SortFunc(list, func(a, b version) int { return cmp.Or(cmp.Compare(a.when, b.when), cmp.Compare(a.name, b.name)) })
	return list
}

// ancestors goes from tips through the commits that were not seen, newest
// first, as [graph.reach] does.
func (g *graph) ancestors(tips []int32, seen set, use func(int32)) {
	waiting, first := newSet(g.count), g.count
	wait := func(i int32) {
		if !seen.has(i) && g.at(i).have() {
			seen.add(i)
			waiting.add(i)
			first = min(first, i)
		}
	}
	for _, i := range tips {
		wait(i)
	}
	for i := waiting.next(first); i >= 0; i = waiting.next(first) {
		waiting.remove(i)
		first = i
		use(i)
		g.parents(i, wait)
	}
}
