package month

import (
	"cmp"
	"maps"
	"slices"
	"sync"

	"guette/watch"
)

// states dates the data of each collector while facts are read, in any order
// and by several at once.
type states struct {
	mu              sync.Mutex
	month           watch.Month
	edition, before watch.Date // of this month and of the month before
	of              map[string]*state
}

type state struct {
	watch.SourceState
	programs map[string]bool
	later    watch.Date         // oldest day after the edition
	days     map[watch.Date]int // facts of shared current values, by day of their state
	added    map[watch.Date]int // those of them that entered the catalogue in the month
}

func newStates(month watch.Month, edition, before watch.Date) *states {
	return &states{month: month, edition: edition, before: before, of: map[string]*state{}}
}

func (s *states) add(program string, facts []watch.Fact) {
	s.mu.Lock()
	defer s.mu.Unlock()
	for _, f := range facts {
		st := s.of[f.Collector]
		if st == nil {
			st = &state{SourceState: watch.SourceState{Collector: f.Collector}, programs: map[string]bool{},
				days: map[watch.Date]int{}, added: map[watch.Date]int{}}
			s.of[f.Collector] = st
		}
		switch b := f.Body.(type) {
		case *watch.EPSS: // each state is a whole catalogue: two are not added
			st.days[b.Date]++
		case *watch.Exploited:
			st.days[b.Catalogue]++
			if b.Added.In() == s.month {
				st.added[b.Catalogue]++
			}
		default:
			st.N++
		}
		if program != "" {
			st.programs[program] = true
		}
		s.date(st, day(f))
	}
}

// date takes a day into account.
func (s *states) date(st *state, day watch.Date) {
	switch {
	case day.IsZero():
	case day.After(s.edition):
		if st.later.IsZero() || day.Before(st.later) {
			st.later = day
		}
	default:
		if day.After(st.AsOf) {
			st.AsOf = day
		}
		if !day.After(s.before) && day.After(st.Previous) {
			st.Previous = day
		}
	}
}

// day is the day of the state that a fact describes: its own for a current
// value, else the day of its collection.
func day(f watch.Fact) watch.Date {
	switch b := f.Body.(type) {
	case *watch.Lifecycle:
		return b.AsOf
	case *watch.EPSS:
		return b.Date
	case *watch.Exploited:
		return b.Catalogue
	case *watch.Package:
		return b.AsOf
	case *watch.Repository:
		return b.AsOf
	}
	return f.Evidence.Observed()
}

// list returns the states by collector.
func (s *states) list() []watch.SourceState {
	out := make([]watch.SourceState, 0, len(s.of))
	for _, st := range slices.SortedFunc(maps.Values(s.of), func(a, b *state) int { return cmp.Compare(a.Collector, b.Collector) }) {
		st.Programs = len(st.programs)
		if st.AsOf.IsZero() {
			st.AsOf = st.later
		}
		st.N += st.days[st.AsOf]
		st.Added = st.added[st.AsOf]
		out = append(out, st.SourceState)
	}
	return out
}
