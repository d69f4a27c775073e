package git

import (
	"cmp"
	"iter"
	"slices"
	"time"

	"guette/watch"
)

// A monthState is what is kept of one month: enough to state its activity
// again when it becomes known that two authors are the same person.
type monthState struct {
	Month   watch.Month  `json:"month"`
	Commits int          `json:"commits"`
	Merges  int          `json:"merges,omitempty"`
	Bots    int          `json:"bots,omitempty"`
	Plain   int          `json:"plain,omitempty"`
	Signed  int          `json:"signed,omitempty"`
	Weekday int          `json:"weekday,omitempty"`
	Days    uint32       `json:"days,omitempty"`
	Zones   []int16      `json:"zones,omitempty"`
	Domains domainCounts `json:"domains,omitempty"`
	Authors authorList   `json:"authors,omitempty"`
	Others  []int32      `json:"others,omitempty"` // co-authors
	Head    oid          `json:"head"`             // newest commit
	HeadAt  int64        `json:"head_at"`
	Human   int64        `json:"human,omitempty"` // newest human commit
}

// monthOf is the month of a committer date, in UTC.
func monthOf(when int64) watch.Month { return watch.MonthOf(time.Unix(when, 0), time.UTC) }

// weekday tells whether a commit was written on Monday to Friday, on the
// author's own clock.
func weekday(authored int64, zone int) bool {
	switch time.Unix(authored+60*int64(zone), 0).UTC().Weekday() {
	case time.Saturday, time.Sunday:
		return false
	}
	return true
}

// A reading says which history the months were counted from.
type reading struct {
	address string
	since   int64 // 0 is everything
	whole   bool  // nothing older exists
	partial bool  // part of the window could not be had
	at      time.Time
}

// activities states the months of a reading, from the first whole month of the
// window (or of the project) to the day of reading. A month without commits is
// stated too: none is a measurement. Commits dated after that day are not. Each
// is made when it is asked for: many months of many people are large.
func activities(months []monthState, persons []string, public domainSet, r reading) iter.Seq[*watch.Activity] {
	if len(months) == 0 && r.since == 0 {
		return func(func(*watch.Activity) bool) {}
	}
	last := watch.MonthOf(r.at, time.UTC)
	first := last
	if len(months) > 0 {
		first = months[0].Month
	}
	since := time.Unix(r.since, 0).UTC()
	switch {
	case !r.whole:
		first = watch.MonthOf(since, time.UTC)
		if first.Start(time.UTC).Before(since) {
			first = first.Add(1) // the window begins within the month
		}
	case r.since == 0 && len(months) > 0:
		since = first.Start(time.UTC)
	}
	by := map[watch.Month]monthState{}
	for _, m := range months {
		by[m.Month] = m
	}
	return func(yield func(*watch.Activity) bool) {
		var human int64
		for m := first; !last.Before(m); m = m.Add(1) {
			state := by[m]
			human = max(human, state.Human)
			a := state.activity(persons, public)
			a.Repository, a.Month, a.Since, a.Whole = r.address, m, since, r.whole
			a.Partial = r.partial || r.at.Before(m.End(time.UTC))
			if human > 0 {
				a.LastHuman = time.Unix(human, 0).UTC()
			}
			if !yield(a) {
				return
			}
		}
	}
}

// activity states one month.
func (m *monthState) activity(persons []string, public domainSet) *watch.Activity {
	a := &watch.Activity{
		Commits: m.Commits, Merges: m.Merges, Bots: m.Bots, Human: m.Commits - m.Bots, Plain: m.Plain,
		Days: m.Days, SignedOff: m.Signed, Zones: len(m.Zones), Weekday: m.Weekday, Head: m.Head.String(),
	}
	n := m.Authors.count()
	by := make(map[string]int, n)
	a.Authors = slices.Grow(a.Authors, n)
	for c := range m.Authors.all() {
		id := persons[c.Alias]
		i, ok := by[id]
		if !ok {
			i = len(a.Authors)
			by[id] = i
			a.Authors = append(a.Authors, watch.AuthorCount{ID: id})
		}
		p := &a.Authors[i]
		p.Commits, p.Plain, p.LastDay = p.Commits+int(c.Commits), p.Plain+int(c.Plain), max(p.LastDay, int(c.LastDay))
	}
	slices.SortFunc(a.Authors, func(x, y watch.AuthorCount) int {
		return cmp.Or(cmp.Compare(y.Commits, x.Commits), cmp.Compare(y.LastDay, x.LastDay), cmp.Compare(x.ID, y.ID))
	})
	others := map[string]bool{}
	for _, o := range m.Others {
		others[persons[o]] = true
	}
	a.CoAuthors = len(others)
	a.Domains, a.PublicDomains = domains(m.Domains, public)
	return a
}

// domains counts the domains of organisations apart and public ones together.
func domains(counts domainCounts, public domainSet) (list []watch.Count, publics int) {
	var n int
	for name, c := range counts.all() {
		if public.has(name) {
			publics++
			n += c
			continue
		}
		list = append(list, watch.Count{Name: name, N: c})
	}
	if n > 0 {
		list = append(list, watch.Count{Name: "public", N: n})
	}
	slices.SortFunc(list, func(a, b watch.Count) int {
		return cmp.Or(cmp.Compare(b.N, a.N), cmp.Compare(a.Name, b.Name))
	})
	return list, publics
}
