package git

import (
	"cmp"
	"hash/maphash"
	"iter"
	"maps"
	"slices"
	"time"

	"guette/watch"
)

// A monthState is what is kept of one month: enough to state its activity
// again when it becomes known that two authors are the same person.
type monthState struct {
	Month   watch.Month    `json:"month"`
	Commits int            `json:"commits"`
	Merges  int            `json:"merges,omitempty"`
	Bots    int            `json:"bots,omitempty"`
	Plain   int            `json:"plain,omitempty"`
	Signed  int            `json:"signed,omitempty"`
	Weekday int            `json:"weekday,omitempty"`
	Days    uint32         `json:"days,omitempty"`
	Zones   []int16        `json:"zones,omitempty"`
	Domains map[string]int `json:"domains,omitempty"`
	Authors []authorState  `json:"authors,omitempty"`
	Others  []int32        `json:"others,omitempty"` // co-authors
	Head    oid            `json:"head"`             // newest commit
	HeadAt  int64          `json:"head_at"`
	Human   int64          `json:"human,omitempty"` // newest human commit
}

// An authorState is the share of one alias in a month.
type authorState struct {
	Alias   int32 `json:"a"`
	Commits int32 `json:"c"`
	Plain   int32 `json:"p,omitempty"`
	LastDay int32 `json:"d"`
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

// A tally counts commits into months.
type tally struct {
	months map[watch.Month]*monthState
	// places is an index of the authors of all months: open addressing, place in
	// the list of a month plus one, 0 is free. It does not say of which month:
	// whatever put it there, a place is right where the alias stands.
	places  []int32
	authors int // of all months
	seed    maphash.Seed
}

// newTally goes on from the months counted before.
func newTally(months []monthState) *tally {
	t := &tally{months: map[watch.Month]*monthState{}, seed: maphash.MakeSeed()}
	for _, m := range months {
		t.months[m.Month] = &m
		t.authors += len(m.Authors)
	}
	t.reindex()
	return t
}

// author returns the share of an alias in a month.
func (t *tally) author(m *monthState, alias int32) *authorState {
	k := t.slot(m, alias)
	if i := t.places[k]; i > 0 {
		return &m.Authors[i-1]
	}
	m.Authors = append(m.Authors, authorState{Alias: alias})
	if t.authors++; 4*t.authors > 3*len(t.places) {
		t.reindex()
	} else {
		t.places[k] = int32(len(m.Authors))
	}
	return &m.Authors[len(m.Authors)-1]
}

// slot returns the place in the index of an alias of a month.
func (t *tally) slot(m *monthState, alias int32) int {
	type key struct {
		month watch.Month
		alias int32
	}
	mask := len(t.places) - 1
	k := int(maphash.Comparable(t.seed, key{m.Month, alias})) & mask
	for ; t.places[k] > 0; k = (k + 1) & mask {
		if i := int(t.places[k]) - 1; i < len(m.Authors) && m.Authors[i].Alias == alias {
			break
		}
	}
	return k
}

// reindex makes the index anew, twice as large as need be.
func (t *tally) reindex() {
	size := 1024
	for size < 2*t.authors {
		size *= 2
	}
	t.places = make([]int32, size)
	for _, m := range t.months {
		for i, a := range m.Authors {
			t.places[t.slot(m, a.Alias)] = int32(i + 1)
		}
	}
}

// add counts commits.
func (t *tally) add(g *graph, commits set) {
	for i := range commits.all() {
		t.commit(g, g.at(i))
	}
}

func (t *tally) commit(g *graph, n node) {
	month := monthOf(n.when())
	m := t.months[month]
	if m == nil {
		m = &monthState{Month: month}
		t.months[month] = m
	}
	m.Commits++
	if n.when() > m.HeadAt || n.when() == m.HeadAt && slices.Compare(n.id[:], m.Head[:]) > 0 {
		m.Head, m.HeadAt = n.id, n.when()
	}
	merge := n.flags&nodeMerge != 0
	if merge {
		m.Merges++
	}
	g.people.saw(n.author, n.when())
	if g.people.list[n.author].Bot {
		m.Bots++
		return
	}
	t.human(g, n, m, merge)
}

func (t *tally) human(g *graph, n node, m *monthState, merge bool) {
	day := time.Unix(n.when(), 0).UTC().Day()
	a := t.author(m, n.author)
	a.Commits++
	if a.LastDay = max(a.LastDay, int32(day)); !merge {
		a.Plain++
		m.Plain++
	}
	m.Days |= 1 << (day - 1)
	m.Human = max(m.Human, n.when())
	if n.flags&nodeWeekday != 0 {
		m.Weekday++
	}
	if n.flags&nodeSigned != 0 {
		m.Signed++
	}
	if !slices.Contains(m.Zones, n.zone) {
		m.Zones = append(m.Zones, n.zone)
	}
	if d := g.domains.domain(n.author); d != "" {
		if m.Domains == nil {
			m.Domains = map[string]int{}
		}
		m.Domains[d]++
	}
	g.coAuthors(n, func(o int32) {
		g.people.saw(o, n.when())
		if !slices.Contains(m.Others, o) {
			m.Others = append(m.Others, o)
		}
	})
}

// states returns the months in order, in one form whatever the order in which
// commits came.
func (t *tally) states() []monthState {
	var list []monthState
	for _, month := range slices.SortedFunc(maps.Keys(t.months), compareMonths) {
		m := *t.months[month]
		slices.SortFunc(m.Authors, func(a, b authorState) int { return cmp.Compare(a.Alias, b.Alias) })
		slices.Sort(m.Zones)
		slices.Sort(m.Others)
		list = append(list, m)
	}
	return list
}

func compareMonths(a, b watch.Month) int {
	return cmp.Or(cmp.Compare(a.Year, b.Year), cmp.Compare(a.Month, b.Month))
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
	by := make(map[string]int, len(m.Authors))
	if len(m.Authors) > 0 {
		a.Authors = make([]watch.AuthorCount, 0, len(m.Authors))
	}
	for _, s := range m.Authors {
		i, ok := by[persons[s.Alias]]
		if !ok {
			i = len(a.Authors)
			by[persons[s.Alias]] = i
			a.Authors = append(a.Authors, watch.AuthorCount{ID: persons[s.Alias]})
		}
		c := &a.Authors[i]
		c.Commits, c.Plain, c.LastDay = c.Commits+int(s.Commits), c.Plain+int(s.Plain), max(c.LastDay, int(s.LastDay))
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
func domains(counts map[string]int, public domainSet) (list []watch.Count, publics int) {
	var n int
	for name, c := range counts {
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
