package git

import (
	"cmp"
	"encoding/binary"
	"maps"
	"slices"
	"time"

	"guette/watch"
)

// A tally counts commits into months. The shares of the authors, which are many
// where months are, rest in pages: see [table].
type tally struct {
	months map[watch.Month]*countedMonth
	shares table
}

// A countedMonth is a month with the last of its shares, -1 for none.
type countedMonth struct {
	monthState
	last int32
}

// The record of a share: a name made of month and alias, and from shareFields
// on commits, plain, last day, the share before it of the same month plus one,
// and the commits that were not counted before.
const (
	shareSize   = 40
	shareFields = len(oid{})
	shareMemory = 512 << 10
)

// shareName names the share of an author.
func shareName(m watch.Month, alias int32) (name oid) {
	binary.LittleEndian.PutUint32(name[:], uint32(alias))
	binary.LittleEndian.PutUint16(name[4:], uint16(m.Year))
	name[6] = byte(m.Month)
	return name
}

// otherName names a co-author in a month, of whom nothing is counted.
func otherName(m watch.Month, alias int32) oid {
	name := shareName(m, alias)
	name[7] = 1
	return name
}

// newTally goes on from the months counted before. Close it.
func newTally(months []monthState) *tally {
	t := &tally{months: map[watch.Month]*countedMonth{}, shares: newTable(shareSize, shareMemory)}
	for _, m := range months {
		c := &countedMonth{m, -1}
		t.months[m.Month] = c
		for s := range m.Authors.all() {
			t.count(c, s, 0)
		}
		c.Authors = nil
		for _, o := range m.Others {
			t.shares.insert(otherName(m.Month, o))
		}
	}
	return t
}

func (t *tally) close() { t.shares.close() }

// count adds to the share of an alias, of which some commits are new.
func (t *tally) count(m *countedMonth, s authorState, news uint32) {
	i, fresh := t.shares.insert(shareName(m.Month, s.Alias))
	b := t.shares.records.edit(int(i))[shareFields:]
	le := binary.LittleEndian
	le.PutUint32(b, le.Uint32(b)+uint32(s.Commits))
	le.PutUint32(b[4:], le.Uint32(b[4:])+uint32(s.Plain))
	le.PutUint32(b[8:], max(le.Uint32(b[8:]), uint32(s.LastDay)))
	le.PutUint32(b[16:], le.Uint32(b[16:])+news)
	if fresh {
		le.PutUint32(b[12:], uint32(m.last+1))
		m.last = i
	}
}

// authors appends the shares of a month to a list, and counts the new commits
// by the domain of their author.
func (t *tally) authors(list []authorState, m *countedMonth, d *domainNumbers) []authorState {
	counts := maps.Collect(m.Domains.all())
	le := binary.LittleEndian
	for i := m.last; i >= 0; {
		b := t.shares.records.at(int(i))
		list = append(list, authorState{
			Alias: int32(le.Uint32(b)), Commits: int32(le.Uint32(b[shareFields:])), Plain: int32(le.Uint32(b[shareFields+4:])),
			LastDay: int32(le.Uint32(b[shareFields+8:])),
		})
		if n := le.Uint32(b[shareFields+16:]); n > 0 {
			if name := d.domain(int32(le.Uint32(b))); name != "" {
				counts[name] += int(n)
			}
		}
		i = int32(le.Uint32(b[shareFields+12:])) - 1
	}
	m.Domains = packDomains(counts)
	return list
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
		m = &countedMonth{monthState{Month: month}, -1}
		t.months[month] = m
	}
	m.Commits++
	if n.when() > m.HeadAt || n.when() == m.HeadAt && slices.Compare(n.id[:], m.Head[:]) > 0 {
		m.Head, m.HeadAt = n.id, n.when()
	}
	if n.flags&nodeMerge != 0 {
		m.Merges++
	}
	g.people.saw(n.author, n.when())
	if g.people.list[n.author].Bot {
		m.Bots++
		return
	}
	t.human(g, n, m)
}

func (t *tally) human(g *graph, n node, m *countedMonth) {
	day := time.Unix(n.when(), 0).UTC().Day()
	plain := int32(1)
	if n.flags&nodeMerge != 0 {
		plain = 0
	}
	t.count(m, authorState{Alias: n.author, Commits: 1, Plain: plain, LastDay: int32(day)}, 1)
	m.Plain += int(plain)
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
	g.coAuthors(n, func(o int32) {
		g.people.saw(o, n.when())
		if _, fresh := t.shares.insert(otherName(m.Month, o)); fresh {
			m.Others = append(m.Others, o)
		}
	})
}

// states returns the months in order, in one form whatever the order in which
// commits came.
func (t *tally) states(d *domainNumbers) ([]monthState, error) {
	list := make([]monthState, 0, len(t.months))
	var shares []authorState
	for _, month := range slices.SortedFunc(maps.Keys(t.months), compareMonths) {
		c := t.months[month]
		shares = t.authors(shares[:0], c, d)
		m := c.monthState
		m.Authors = packAuthors(shares)
		slices.Sort(m.Zones)
		slices.Sort(m.Others)
		list = append(list, m)
	}
	return list, t.shares.err()
}

func compareMonths(a, b watch.Month) int {
	return cmp.Or(cmp.Compare(a.Year, b.Year), cmp.Compare(a.Month, b.Month))
}
