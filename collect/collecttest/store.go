package collecttest

import (
	"cmp"
	"context"
	"crypto/sha256"
	"maps"
	"slices"
	"strings"
	"sync"
	"time"

	"guette/collect"
	"guette/watch"
)

// A Store keeps facts, marks and rows in memory. It is a [collect.Store] and a
// [collect.Journal].
type Store struct {
	mu      sync.Mutex
	facts   map[identity]watch.Fact
	marks   map[string][]byte
	rows    map[collect.Row]watch.SourceReport
	Extra   []string // CVE ids beside those of advisories
	Appends int      // calls of Append
	Fail    func(appends int) error
}

type identity struct {
	program, collector string
	kind               watch.Kind
	key                string
}

// NewStore makes an empty store.
func NewStore() *Store {
	return &Store{facts: map[identity]watch.Fact{}, marks: map[string][]byte{}, rows: map[collect.Row]watch.SourceReport{}}
}

// Append keeps facts; the same fact again replaces the first.
func (s *Store) Append(ctx context.Context, facts ...watch.Fact) error {
	s.mu.Lock()
	defer s.mu.Unlock()
	if err := ctx.Err(); err != nil {
		return err
	}
	s.Appends++
	if s.Fail != nil {
		if err := s.Fail(s.Appends); err != nil {
			return err
		}
	}
	for _, f := range facts {
		s.facts[identity{f.Program, f.Collector, f.Kind(), f.Key}] = f
	}
	return nil
}

// Mark returns what SetMark kept.
func (s *Store) Mark(ctx context.Context, key string) ([]byte, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.marks[key], ctx.Err()
}

// SetMark keeps a mark.
func (s *Store) SetMark(ctx context.Context, key string, value []byte) error {
	s.mu.Lock()
	defer s.mu.Unlock()
	if err := ctx.Err(); err != nil {
		return err
	}
	s.marks[key] = slices.Clone(value)
	return nil
}

// Tags lists the tags of a program.
func (s *Store) Tags(ctx context.Context, program string) ([]*watch.Tag, error) {
	var tags []*watch.Tag
	for f, t := range watch.Of[*watch.Tag](s.Facts()) {
		if f.Program == program {
			tags = append(tags, t)
		}
	}
	slices.SortFunc(tags, func(a, b *watch.Tag) int { return cmp.Compare(a.Name, b.Name) })
	return tags, ctx.Err()
}

// CVEs lists the CVE ids of the advisories kept, and Extra.
func (s *Store) CVEs(ctx context.Context) ([]string, error) {
	ids := map[string]bool{}
	for _, id := range s.Extra {
		ids[id] = true
	}
	for _, a := range watch.Of[*watch.Advisory](s.Facts()) {
		for _, id := range append([]string{a.ID}, a.Aliases...) {
			if strings.HasPrefix(id, "CVE-") {
				ids[id] = true
			}
		}
	}
	return slices.Sorted(maps.Keys(ids)), ctx.Err()
}

// Secret returns a key made of its name: tests are the same each time.
func (s *Store) Secret(_ context.Context, name string) ([]byte, error) {
	sum := sha256.Sum256([]byte(name))
	return sum[:], nil
}

// Facts lists the facts, in the order of [watch.SortFacts].
func (s *Store) Facts() []watch.Fact {
	s.mu.Lock()
	defer s.mu.Unlock()
	facts := slices.Collect(maps.Values(s.facts))
	watch.SortFacts(facts)
	return facts
}

// Done returns the report of a row.
func (s *Store) Done(ctx context.Context, row collect.Row) (watch.SourceReport, bool, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	r, ok := s.rows[row]
	return r, ok, ctx.Err()
}

// Report keeps the report of a row.
func (s *Store) Report(ctx context.Context, r watch.SourceReport) error {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.rows[collect.Row{Program: r.Program, Collector: r.Collector, URL: r.URL}] = r
	return ctx.Err()
}

// Items counts the facts of a row between two times.
func (s *Store) Items(ctx context.Context, row collect.Row, since, until time.Time) (int, error) {
	n := 0
	for _, f := range s.Facts() {
		if f.Collector == row.Collector && f.Source == row.URL && !f.At.Before(since) && f.At.Before(until) {
			n++
		}
	}
	return n, ctx.Err()
}

// Rows lists the reports kept, by collector, program and address.
func (s *Store) Rows() []watch.SourceReport {
	s.mu.Lock()
	defer s.mu.Unlock()
	rows := slices.Collect(maps.Values(s.rows))
	slices.SortFunc(rows, func(a, b watch.SourceReport) int {
		return cmp.Or(cmp.Compare(a.Collector, b.Collector), cmp.Compare(a.Program, b.Program), cmp.Compare(a.URL, b.URL))
	})
	return rows
}
