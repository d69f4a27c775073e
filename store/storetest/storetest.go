// Package storetest is the suite that every store of facts must pass.
package storetest

import (
	"context"
	"iter"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"guette/watch"
)

// A Store is what the suite uses.
type Store interface {
	Append(ctx context.Context, facts ...watch.Fact) error
	Facts(ctx context.Context, program string, since, asOf time.Time, kinds ...watch.Kind) iter.Seq2[watch.Fact, error]
	Mark(ctx context.Context, key string) ([]byte, error)
	SetMark(ctx context.Context, key string, value []byte) error
	CVEs(ctx context.Context) ([]string, error)
	Secret(ctx context.Context, name string) ([]byte, error)
}

// A Clock is the time that a store under test sees.
type Clock struct{ T time.Time }

// Now returns the time of the clock.
func (c *Clock) Now() time.Time { return c.T }

// Run tests the store that open makes, each time a new and empty one that
// takes its time from the clock.
func Run(t *testing.T, open func(t *testing.T, clock *Clock) Store) {
	for _, tt := range []struct {
		name string
		test func(*testing.T, Store, *Clock)
	}{
		{"what was appended is read back whole", testWhole},
		{"an equal fact changes nothing, not even its evidence", testEqual},
		{"a changed fact keeps its earlier form", testChanged},
		{"a clock set back keeps the order of forms", testClockBack},
		{"facts before a day are left out, undated ones are not", testSince},
		{"facts of programs are apart", testPrograms},
		{"facts of some kinds are read alone", testKinds},
		{"one bad fact keeps out the others of its append", testAtomic},
		{"the CVE ids of advisories are listed once", testCVEs},
		{"marks are replaced, a missing one is nil", testMarks},
		{"a secret is made once", testSecret},
	} {
		t.Run(tt.name, func(t *testing.T) {
			clock := &Clock{time.Date(2026, 8, 1, 6, 0, 0, 0, time.UTC)}
			tt.test(t, open(t, clock), clock)
		})
	}
}

var released = time.Date(2026, 7, 15, 14, 0, 0, 0, time.FixedZone("", 2*3600))

// Fact is a fact of the suite.
func fact(key, notes string) watch.Fact {
	return watch.Fact{
		Program: "nginx", Collector: "forge", Source: "https://forge.test/releases", Key: key, At: released.UTC(),
		Evidence: watch.Evidence{URL: "https://forge.test/releases/" + key, SHA256: "aa",
			Retrieved: time.Date(2026, 8, 1, 6, 0, 0, 0, time.UTC)},
		Body: &watch.Release{Version: key, Published: released.UTC(), Notes: notes, Origin: watch.OriginForge},
	}
}

func read(t *testing.T, s Store, program string, since, asOf time.Time, kinds ...watch.Kind) []watch.Fact {
	t.Helper()
	var out []watch.Fact
	for f, err := range s.Facts(t.Context(), program, since, asOf, kinds...) {
		if err != nil {
			t.Fatal(err)
		}
		out = append(out, f)
	}
	watch.SortFacts(out)
	return out
}

func keep(t *testing.T, s Store, facts ...watch.Fact) {
	t.Helper()
	if err := s.Append(t.Context(), facts...); err != nil {
		t.Fatal(err)
	}
}

func equal(t *testing.T, got, want any) {
	t.Helper()
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
}

func testWhole(t *testing.T, s Store, c *Clock) {
	f := fact("1.30.4", "été \x00 \u202e <b>")
	keep(t, s, f)
	f.Known = c.T
	equal(t, read(t, s, "nginx", time.Time{}, time.Time{}), []watch.Fact{f})
}

func testEqual(t *testing.T, s Store, c *Clock) {
	first := fact("1.30.4", "notes")
	keep(t, s, first)
	first.Known = c.T
	c.T = c.T.AddDate(0, 1, 0)
	again := fact("1.30.4", "notes")
	again.Evidence.Retrieved, again.Evidence.SHA256 = c.T, "bb"
	keep(t, s, again)
	equal(t, read(t, s, "nginx", time.Time{}, time.Time{}), []watch.Fact{first})
}

func testChanged(t *testing.T, s Store, c *Clock) {
	first, second := fact("1.30.4", "notes"), fact("1.30.4", "corrected notes")
	keep(t, s, first)
	first.Known = c.T
	c.T = c.T.AddDate(0, 0, 3)
	keep(t, s, second)
	second.Known = c.T
	equal(t, read(t, s, "nginx", time.Time{}, time.Time{}), []watch.Fact{second})
	equal(t, read(t, s, "nginx", time.Time{}, first.Known.AddDate(0, 0, 1)), []watch.Fact{first})
	if got := read(t, s, "nginx", time.Time{}, first.Known.AddDate(0, 0, -1)); got != nil {
		t.Errorf("known before it was appended: %v", got)
	}
}

func testClockBack(t *testing.T, s Store, c *Clock) {
	keep(t, s, fact("1.30.4", "notes"))
	start := c.T
	c.T = c.T.AddDate(-1, 0, 0)
	keep(t, s, fact("1.30.4", "corrected notes"))
	got := read(t, s, "nginx", time.Time{}, start)
	if len(got) != 1 || got[0].Body.(*watch.Release).Notes != "notes" {
		t.Errorf("the earlier form was lost: %v", got)
	}
	got = read(t, s, "nginx", time.Time{}, time.Time{})
	if len(got) != 1 || got[0].Body.(*watch.Release).Notes != "corrected notes" {
		t.Errorf("the later form does not hold: %v", got)
	}
}

func testSince(t *testing.T, s Store, _ *Clock) {
	old, undated := fact("1.0", ""), fact("unknown", "")
	old.At, undated.At = released.AddDate(-3, 0, 0), time.Time{}
	keep(t, s, old, undated, fact("1.30.4", ""))
	var keys []string
	for _, f := range read(t, s, "nginx", released.AddDate(-2, 0, 0), time.Time{}) {
		keys = append(keys, f.Key)
	}
	equal(t, keys, []string{"unknown", "1.30.4"})
}

func testPrograms(t *testing.T, s Store, _ *Clock) {
	other := fact("1.30.4", "")
	other.Program = ""
	keep(t, s, other, fact("1.30.4", ""))
	for _, program := range []string{"", "nginx"} {
		if got := read(t, s, program, time.Time{}, time.Time{}); len(got) != 1 || got[0].Program != program {
			t.Errorf("program %q: %v", program, got)
		}
	}
}

func testKinds(t *testing.T, s Store, _ *Clock) {
	news, tag := fact("1", ""), fact("2", "")
	news.Body, tag.Body = &watch.News{Title: "One"}, &watch.Tag{Name: "v2"}
	keep(t, s, news, tag, fact("3", ""))
	for _, tt := range []struct {
		kinds []watch.Kind
		want  int
	}{
		{nil, 3}, {[]watch.Kind{watch.KindTag}, 1}, {[]watch.Kind{watch.KindTag, watch.KindNews}, 2}, {[]watch.Kind{watch.KindActivity}, 0},
	} {
		got := read(t, s, "nginx", time.Time{}, time.Time{}, tt.kinds...)
		if len(got) != tt.want {
			t.Errorf("kinds %v: %d facts, want %d", tt.kinds, len(got), tt.want)
		}
	}
}

func testAtomic(t *testing.T, s Store, _ *Clock) {
	bad := fact("2.0", "")
	bad.At = time.Date(123456, 1, 1, 0, 0, 0, 0, time.UTC)
	if err := s.Append(t.Context(), fact("1.0", ""), bad); err == nil {
		t.Error("a date of the year 123456 was kept")
	}
	if got := read(t, s, "nginx", time.Time{}, time.Time{}); got != nil {
		t.Errorf("half of an append was kept: %v", got)
	}
}

func testCVEs(t *testing.T, s Store, _ *Clock) {
	a, b := fact("BIT-1", ""), fact("CVE-2026-2", "")
	a.Body = &watch.Advisory{ID: "BIT-1", Aliases: []string{"CVE-2026-9", "GHSA-x", "CVE-2026-2"}}
	b.Body = &watch.Advisory{ID: "CVE-2026-2"}
	keep(t, s, a, b, fact("CVE-2026-3", ""))
	got, err := s.CVEs(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	equal(t, got, []string{"CVE-2026-2", "CVE-2026-9"})
}

func testMarks(t *testing.T, s Store, _ *Clock) {
	for _, want := range [][]byte{nil, {}, []byte("a"), []byte("b\x00")} {
		if want != nil {
			if err := s.SetMark(t.Context(), "k", want); err != nil {
				t.Fatal(err)
			}
		}
		got, err := s.Mark(t.Context(), "k")
		if err != nil {
			t.Fatal(err)
		}
		equal(t, got, want)
	}
}

func testSecret(t *testing.T, s Store, _ *Clock) {
	var keys [3][]byte
	for i, name := range []string{"authors", "authors", "other"} {
		key, err := s.Secret(t.Context(), name)
		if err != nil {
			t.Fatal(err)
		}
		if len(key) != 32 {
			t.Errorf("%d bytes", len(key))
		}
		keys[i] = key
	}
	equal(t, keys[0], keys[1])
	if string(keys[0]) == string(keys[2]) {
		t.Error("two names, one secret")
	}
}
