package collecttest

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"log/slog"
	"net/http"
	"reflect"
	"slices"
	"testing"
	"time"
	"unicode/utf8"

	"github.com/google/go-cmp/cmp"

	"guette/collect"
	"guette/fetch"
	"guette/watch"
)

const (
	maxFaulty = 15 * time.Second // with one faulty answer, or all
	maxSteps  = 12               // requests at which each fault is tried
)

// An Example is an honest upstream and what to read there.
type Example struct {
	Programs []watch.Program
	Options  collect.Options // zero fields are those of July 2026
	Serve    http.Handler    // the honest upstream, stateless
	CVEs     []string        // known to the store
	Facts    int             // how many facts it gives
}

// Options are those of the bulletins of July 2026.
func Options() collect.Options {
	paris, err := time.LoadLocation("Europe/Paris")
	if err != nil {
		panic(err)
	}
	return collect.Options{Month: watch.Month{Year: 2026, Month: 7}, Zone: paris, WindowMonths: 25,
		Edition: watch.Date{Year: 2026, Month: 8, Day: 7}}
}

// Run checks that a collector gives honest facts, asks for nothing twice, and
// that a fault of the upstream, or an end at any moment, leaves no trace once
// the upstream is well again.
func Run(t *testing.T, c *collect.Collector, ex Example) {
	t.Helper()
	o := Options()
	if ex.Options.Zone != nil {
		o = ex.Options
	}
	ex.Options = o
	want, steps := honest(t, c, ex)
	t.Run("the second time nothing changed", func(t *testing.T) { unchanged(t, c, ex) })
	t.Run("a new store reads all from a warm cache", func(t *testing.T) { warm(t, c, ex, want) })
	for _, f := range faults {
		t.Run(f.name, func(t *testing.T) {
			for at := -1; at < min(steps, maxSteps); at++ {
				faultAt(t, c, ex, f, at, want)
			}
		})
	}
	t.Run("killed at each step and started again", func(t *testing.T) { killed(t, c, ex, want) })
}

// rows reads all sources of the example, one after another.
func rows(t testing.TB, ctx context.Context, c *collect.Collector, ex Example, door fetch.Getter, store *Store) []watch.SourceReport {
	t.Helper()
	store.Extra = ex.CVEs
	e := &collect.Engine{Collectors: []*collect.Collector{c}, Programs: ex.Programs, Options: ex.Options, Fetch: door,
		Store: store, Now: func() time.Time { return Now }, Log: slog.New(slog.DiscardHandler), Concurrency: 1, Deadline: maxFaulty, Pause: -1}
	rows, err := e.Run(ctx)
	if err != nil && ctx.Err() == nil && !errors.Is(err, errKilled) {
		t.Fatalf("%s: %v", c.Name, err)
	}
	return slices.DeleteFunc(rows, func(r watch.SourceReport) bool { return r.Collector != c.Name })
}

func honest(t *testing.T, c *collect.Collector, ex Example) (facts []watch.Fact, requests int) {
	t.Helper()
	store, door := NewStore(), NewDoor(t, ex.Serve)
	for _, r := range rows(t, t.Context(), c, ex, door, store) {
		if r.Outcome != watch.OutcomeOK {
			t.Errorf("honest upstream: %s: %s %s %s, want ok", r.URL, r.Outcome, r.Reason, r.Message)
		}
	}
	facts = store.Facts()
	if len(facts) != ex.Facts {
		t.Errorf("honest upstream: %d facts, want %d", len(facts), ex.Facts)
	}
	for _, f := range facts {
		if err := sound(f); err != nil {
			t.Errorf("fact %s %q: %v", f.Kind(), f.Key, err)
		}
	}
	return facts, len(door.Asked)
}

// sound checks what is true of every fact.
func sound(f watch.Fact) error {
	if f.Key == "" || f.Collector == "" || f.Source == "" {
		return errors.New("no key, collector or source")
	}
	if f.Evidence.URL == "" || f.Evidence.Retrieved.IsZero() {
		return errors.New("no evidence")
	}
	data, err := json.Marshal(f.Body)
	if err != nil {
		return err
	}
	if !utf8.Valid(data) {
		return errors.New("no UTF-8")
	}
	back, err := watch.DecodeBody(f.Kind(), data)
	if err != nil {
		return err
	}
	if again, _ := json.Marshal(back); string(again) != string(data) {
		return fmt.Errorf("not the same after storing (-want +got):\n%s", cmp.Diff(string(data), string(again)))
	}
	return nil
}

func unchanged(t *testing.T, c *collect.Collector, ex Example) {
	store, door := NewStore(), NewDoor(t, ex.Serve)
	rows(t, t.Context(), c, ex, door, store)
	before := store.Appends
	for _, r := range rows(t, t.Context(), c, ex, door, store) {
		if r.Outcome != watch.OutcomeUnchanged {
			t.Errorf("%s: %s, want unchanged", r.URL, r.Outcome)
		}
	}
	if store.Appends != before {
		t.Errorf("%d appends of facts that were known", store.Appends-before)
	}
}

func warm(t *testing.T, c *collect.Collector, ex Example, want []watch.Fact) {
	door := NewDoor(t, ex.Serve)
	rows(t, t.Context(), c, ex, door, NewStore())
	store := NewStore()
	rows(t, t.Context(), c, ex, door, store)
	same(t, "from the cache", want, store.Facts())
}

// faultAt answers wrongly at one request, then honestly: the bad day ends in
// time, with sound facts or a reason, and leaves no trace.
func faultAt(t *testing.T, c *collect.Collector, ex Example, f fault, at int, want []watch.Fact) {
	t.Helper()
	store := NewStore()
	start := time.Now()
	door := NewDoor(t, &faulty{honest: ex.Serve, fault: f, at: at})
	door.patience = little
	bad := rows(t, t.Context(), c, ex, door, store)
	if took := time.Since(start); took > maxFaulty {
		t.Errorf("at request %d: took %v, want less than %v", at, took, maxFaulty)
	}
	for _, r := range bad {
		if r.Reason == "internal" {
			t.Errorf("at request %d: %s", at, r.Message)
		}
		if !r.Outcome.Good() && r.Reason == "" {
			t.Errorf("at request %d: %s %s without a reason", at, r.Outcome, r.URL)
		}
	}
	for _, fact := range store.Facts() {
		if err := sound(fact); err != nil {
			t.Errorf("at request %d: fact %s %q: %v", at, fact.Kind(), fact.Key, err)
		}
	}
	rows(t, t.Context(), c, ex, NewDoor(t, ex.Serve), store)
	contains(t, fmt.Sprintf("well again after a fault at request %d", at), want, store.Facts())
}

var errKilled = errors.New("killed")

// killed ends the process at each append, before and after it; then starts it
// again with what the store kept.
func killed(t *testing.T, c *collect.Collector, ex Example, want []watch.Fact) {
	for n := 1; ; n++ {
		store := NewStore()
		store.Fail = func(appends int) error {
			if appends >= n {
				return errKilled
			}
			return nil
		}
		rows(t, t.Context(), c, ex, NewDoor(t, ex.Serve), store)
		reached := store.Appends >= n
		store.Fail = nil
		rows(t, t.Context(), c, ex, NewDoor(t, ex.Serve), store)
		same(t, fmt.Sprintf("killed at append %d", n), want, store.Facts())
		if !reached || n > maxSteps {
			break
		}
	}
	for n := range maxSteps {
		store := NewStore()
		ctx, cancel := context.WithCancel(t.Context())
		count := 0
		cut := http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
			if count == n {
				cancel()
			}
			count++
			ex.Serve.ServeHTTP(w, r)
		})
		rows(t, ctx, c, ex, NewDoor(t, cut), store)
		cancel()
		rows(t, t.Context(), c, ex, NewDoor(t, ex.Serve), store)
		same(t, fmt.Sprintf("killed at request %d", n), want, store.Facts())
	}
}

func same(t *testing.T, what string, want, got []watch.Fact) {
	t.Helper()
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("%s: facts (-want +got):\n%s", what, diff)
	}
}

// contains tells which wanted facts are missing: a fault may leave others, as
// what a twisted answer said was said.
func contains(t *testing.T, what string, want, got []watch.Fact) {
	t.Helper()
	kept := map[identity]watch.Fact{}
	for _, f := range got {
		kept[identity{f.Program, f.Collector, f.Kind(), f.Key}] = f
	}
	for _, f := range want {
		g, ok := kept[identity{f.Program, f.Collector, f.Kind(), f.Key}]
		g.Evidence.SHA256 = f.Evidence.SHA256 // the same record may have come in another answer
		if !ok || !reflect.DeepEqual(f, g) {
			t.Errorf("%s: fact %s %q: %s", what, f.Kind(), f.Key, cmp.Diff(f, g))
		}
	}
}
