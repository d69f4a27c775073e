package collect_test

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"slices"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"github.com/google/go-cmp/cmp"

	"guette/collect"
	"guette/collect/collecttest"
	"guette/fetch"
	"guette/watch"
)

// reader makes a collector of one source a program whose answer is given.
func reader(name string, stage int, collectOne func(ctx context.Context, job *collect.Job) (collect.Result, error)) *collect.Collector {
	return &collect.Collector{Name: name, Stage: stage, Collect: collectOne,
		Sources: func(p watch.Program, _ collect.Options) []collect.Source {
			if p.ID == "nothing" {
				return nil
			}
			return []collect.Source{{URL: "https://" + p.ID + ".test/" + name}}
		}}
}

func engine(store *collecttest.Store, ids []string, collectors ...*collect.Collector) *collect.Engine {
	e := &collect.Engine{
		Collectors: collectors,
		Options:    collect.Options{Month: watch.Month{Year: 2026, Month: 7}, Zone: time.UTC, WindowMonths: 25},
		Store:      store, Journal: store, Log: slog.New(slog.DiscardHandler), Pause: -1,
		Now: func() time.Time { return time.Date(2026, 8, 1, 0, 0, 0, 0, time.UTC) },
	}
	for _, id := range ids {
		e.Programs = append(e.Programs, watch.Program{ID: id})
	}
	return e
}

func TestEachSourceGetsOneHonestRow(t *testing.T) {
	later := time.Date(2026, 8, 1, 2, 0, 0, 0, time.UTC)
	july := time.Date(2026, 7, 3, 0, 0, 0, 0, time.UTC)
	answers := map[string]func(job *collect.Job) (collect.Result, error){
		"ok": func(job *collect.Job) (collect.Result, error) {
			facts := []watch.Fact{
				{Key: "in", At: july, Body: &watch.News{}},
				{Key: "before", At: july.AddDate(0, -1, 0), Body: &watch.News{}},
			}
			return collect.Result{Requests: 1, Bytes: 10}, job.Append(context.Background(), facts...)
		},
		"same":   func(*collect.Job) (collect.Result, error) { return collect.Result{Unchanged: true}, nil },
		"panics": func(*collect.Job) (collect.Result, error) { panic("index out of range") },
		"unknown": func(*collect.Job) (collect.Result, error) {
			return collect.Result{}, errors.New("what\nis\x1b[31m this")
		},
		"gone": func(job *collect.Job) (collect.Result, error) {
			return collect.Result{Requests: 1}, &fetch.Error{URL: job.Source.URL, Reason: "http-404", Message: "not found", Hint: "look", Requests: 1}
		},
		"limited": func(*collect.Job) (collect.Result, error) {
			return collect.Result{}, &fetch.Error{URL: "https://api.test/x", Reason: "rate-limited", Message: "too many requests", RetryAt: later}
		},
		"bad": func(*collect.Job) (collect.Result, error) {
			return collect.Result{Bad: []error{errors.New(`entry 2: date "32 juin"`)}}, nil
		},
		"half": func(*collect.Job) (collect.Result, error) {
			return collect.Result{Partial: true, Reason: "truncated", Message: "page 3 is missing"}, nil
		},
		"doubt": func(*collect.Job) (collect.Result, error) {
			return collect.Result{Unchanged: true, Reason: "silent", Message: "nothing for a year"}, nil
		},
		"shape": func(*collect.Job) (collect.Result, error) {
			return collect.Result{}, &collect.Error{Reason: "html-instead", Message: "a web page", Hint: "give the feed"}
		},
	}
	c := reader("reads", 0, func(_ context.Context, job *collect.Job) (collect.Result, error) {
		return answers[job.Program.ID](job)
	})
	skips := &collect.Collector{Name: "skips", Sources: func(p watch.Program, _ collect.Options) []collect.Source {
		if p.ID != "ok" {
			return nil
		}
		return []collect.Source{{URL: "https://ok.test/api", Skip: "no-token", Hint: "set tokens.github_env"}}
	}}
	var ids []string
	for id := range answers {
		ids = append(ids, id)
	}
	rows, err := engine(collecttest.NewStore(), append(ids, "nothing"), c, skips).Run(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	for i := range rows {
		rows[i].Collected = time.Time{}
	}
	row := func(id string, o watch.Outcome, reason, message, hint string) watch.SourceReport {
		return watch.SourceReport{Program: id, Collector: "reads", URL: "https://" + id + ".test/reads", Outcome: o, Reason: reason, Message: message, Hint: hint}
	}
	want := []watch.SourceReport{
		row("bad", watch.OutcomeWarn, "bad-entries", `1 entry left out: entry 2: date "32 juin"`, fetch.Hint("bad-entries")),
		row("doubt", watch.OutcomeWarn, "silent", "nothing for a year", fetch.Hint("silent")),
		row("gone", watch.OutcomeError, "http-404", "not found", "look"),
		row("half", watch.OutcomePartial, "truncated", "page 3 is missing", fetch.Hint("truncated")),
		row("limited", watch.OutcomeRetryLater, "rate-limited", "https://api.test/x: too many requests", fetch.Hint("rate-limited")),
		row("ok", watch.OutcomeOK, "", "", ""),
		row("panics", watch.OutcomeError, "internal", "collector reads stopped: index out of range", "report this with the log of the run"),
		row("same", watch.OutcomeUnchanged, "", "", ""),
		row("shape", watch.OutcomeError, "html-instead", "a web page", "give the feed"),
		row("unknown", watch.OutcomeError, "unreadable", "what is [31m this", ""),
		{Program: "ok", Collector: "skips", URL: "https://ok.test/api", Outcome: watch.OutcomeSkipped, Reason: "no-token", Hint: "set tokens.github_env"},
	}
	want[2].Requests = 2
	want[4].RetryAt = later
	want[5].Items, want[5].Requests, want[5].Bytes = 1, 1, 10
	nothing := watch.SourceReport{Program: "nothing", Collector: "catalog", Outcome: watch.OutcomeSkipped, Reason: "nothing-to-read",
		Message: "the catalogue gives nothing to read for this program", Hint: "give it a repository, a feed or an identifier: guette catalog suggest"}
	want = append([]watch.SourceReport{nothing}, want...)
	if diff := cmp.Diff(want, rows); diff != "" {
		t.Errorf("rows (-want +got):\n%s", diff)
	}
}

func TestARunThatWasStoppedReadsOnlyWhatIsLeft(t *testing.T) {
	store := collecttest.NewStore()
	ctx, stop := context.WithCancel(t.Context())
	var mu sync.Mutex
	var read []string
	c := reader("reads", 0, func(ctx context.Context, job *collect.Job) (collect.Result, error) {
		mu.Lock()
		defer mu.Unlock()
		read = append(read, job.Program.ID)
		if len(read) == 3 {
			stop()
			return collect.Result{}, ctx.Err()
		}
		if job.Program.ID == "a" {
			return collect.Result{}, &fetch.Error{URL: job.Source.URL, Reason: "timeout"}
		}
		return collect.Result{}, nil
	})
	e := engine(store, []string{"a", "b", "c", "d"}, c)
	e.Concurrency = 1
	if _, err := e.Run(ctx); !errors.Is(err, context.Canceled) {
		t.Fatalf("stopped run: error %v, want %v", err, context.Canceled)
	}
	read = append(read, "again")
	rows, err := e.Run(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	// a failed, so it is tried once more; b is done; c was stopped midway.
	if want := []string{"a", "b", "c", "again", "a", "c", "d"}; !slices.Equal(read, want) {
		t.Errorf("sources read: %v, want %v", read, want)
	}
	if len(rows) != 4 {
		t.Errorf("rows of the second run: %d, want all 4", len(rows))
	}
}

func TestStagesRunOneAfterAnother(t *testing.T) {
	var mu sync.Mutex
	var order []int
	note := func(stage int) func(context.Context, *collect.Job) (collect.Result, error) {
		return func(context.Context, *collect.Job) (collect.Result, error) {
			mu.Lock()
			defer mu.Unlock()
			order = append(order, stage)
			return collect.Result{}, nil
		}
	}
	if _, err := engine(collecttest.NewStore(), []string{"a", "b", "c"}, reader("second", 1, note(1)), reader("first", 0, note(0))).Run(t.Context()); err != nil {
		t.Fatal(err)
	}
	if want := []int{0, 0, 0, 1, 1, 1}; !slices.Equal(order, want) {
		t.Errorf("stages ran as %v, want %v", order, want)
	}
}

func TestASilentSourceEndsAtItsDeadline(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		c := reader("silent", 0, func(ctx context.Context, _ *collect.Job) (collect.Result, error) {
			<-ctx.Done()
			return collect.Result{}, ctx.Err()
		})
		e := engine(collecttest.NewStore(), []string{"a"}, c)
		e.Now, e.Deadline = time.Now, time.Minute
		start := time.Now()
		rows, err := e.Run(t.Context())
		if err != nil || len(rows) != 1 || rows[0].Outcome != watch.OutcomeError || rows[0].Reason != "timeout" || rows[0].Seconds != 60 {
			t.Errorf("rows %+v, error %v; want one timeout of 60 s", rows, err)
		}
		if got := time.Since(start); got != time.Minute {
			t.Errorf("took %v, want %v", got, time.Minute)
		}
	})
}

func TestAStoreThatFailsEndsTheRun(t *testing.T) {
	full := errors.New("no space left on device")
	store := collecttest.NewStore()
	store.Fail = func(int) error { return full }
	c := reader("reads", 0, func(ctx context.Context, job *collect.Job) (collect.Result, error) {
		return collect.Result{}, job.Append(ctx, watch.Fact{Key: "x", Body: &watch.News{}})
	})
	if _, err := engine(store, []string{"a"}, c).Run(t.Context()); !errors.Is(err, full) {
		t.Errorf("error %v, want %v", err, full)
	}
}

func TestProgressCountsProgramsOnce(t *testing.T) {
	quick := func(context.Context, *collect.Job) (collect.Result, error) { return collect.Result{}, nil }
	shared := &collect.Collector{Name: "shared", Collect: quick, Shared: func(collect.Options) []collect.Source {
		return []collect.Source{{URL: "https://shared.test/"}}
	}}
	var seen []collect.Progress
	e := engine(collecttest.NewStore(), []string{"a", "b"}, reader("one", 0, quick), reader("two", 1, quick), shared)
	e.Progress = func(p collect.Progress) { seen = append(seen, p) }
	if _, err := e.Run(t.Context()); err != nil {
		t.Fatal(err)
	}
	want := collect.Progress{Programs: 2, ProgramsDone: 2, Sources: 5, SourcesDone: 5}
	if got := seen[len(seen)-1]; !cmp.Equal(got, want) {
		t.Errorf("last progress %+v, want %+v", got, want)
	}
	if len(seen[0].Running) != 1 {
		t.Errorf("first progress runs %v, want one source", seen[0].Running)
	}
}

func TestHostsTakeTurns(t *testing.T) {
	var mu sync.Mutex
	running, most := map[string]int{}, 0
	c := &collect.Collector{Name: "turns", Shared: func(collect.Options) []collect.Source {
		var s []collect.Source
		for _, path := range []string{"1", "2", "3", "4"} {
			s = append(s, collect.Source{URL: "https://busy.test/" + path, Kind: "busy"})
		}
		return append(s, collect.Source{URL: "https://one.test/", Kind: "one"}, collect.Source{URL: "https://two.test/", Kind: "two"})
	}}
	first := make(chan struct{})
	var once sync.Once
	c.Collect = func(_ context.Context, job *collect.Job) (collect.Result, error) {
		mu.Lock()
		running[job.Source.Kind]++
		if len(running) == 3 {
			once.Do(func() {
				most = running["busy"]
				close(first)
			})
		}
		mu.Unlock()
		<-first
		return collect.Result{}, nil
	}
	e := engine(collecttest.NewStore(), nil, c)
	e.Concurrency = 3
	if _, err := e.Run(t.Context()); err != nil {
		t.Fatal(err)
	}
	if most != 1 {
		t.Errorf("%d sources of the busy host ran while other hosts waited, want 1", most)
	}
}

func TestASourceThatFailedForTheMomentIsReadOnceMore(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		var mu sync.Mutex
		calls := map[string]int{}
		start := time.Now()
		answers := map[string]error{
			"limited":  &fetch.Error{Reason: "rate-limited", RetryAt: start.Add(30 * time.Second)},
			"reset":    &fetch.Error{Reason: "reset", Requests: 2},
			"tomorrow": &fetch.Error{Reason: "rate-limited", RetryAt: start.Add(time.Hour)},
			"silent":   &fetch.Error{Reason: "timeout"},
			"well":     nil,
		}
		c := reader("reads", 0, func(_ context.Context, job *collect.Job) (collect.Result, error) {
			mu.Lock()
			defer mu.Unlock()
			calls[job.Program.ID]++
			if calls[job.Program.ID] == 2 {
				return collect.Result{Requests: 1}, nil
			}
			return collect.Result{}, answers[job.Program.ID]
		})
		e := engine(collecttest.NewStore(), []string{"limited", "reset", "silent", "tomorrow", "well"}, c)
		e.Now, e.Pause = time.Now, 0
		var last collect.Progress
		e.Progress = func(p collect.Progress) { last = p }
		rows, err := e.Run(t.Context())
		if err != nil {
			t.Fatal(err)
		}
		got := map[string]watch.Outcome{}
		for _, r := range rows {
			got[r.Program] = r.Outcome
			if r.Program == "reset" && r.Requests != 3 {
				t.Errorf("requests of both attempts: %d, want 3", r.Requests)
			}
		}
		want := map[string]watch.Outcome{"limited": watch.OutcomeOK, "reset": watch.OutcomeOK, "silent": watch.OutcomeError,
			"tomorrow": watch.OutcomeRetryLater, "well": watch.OutcomeOK}
		if diff := cmp.Diff(want, got); diff != "" {
			t.Errorf("outcomes (-want +got):\n%s", diff)
		}
		if took := time.Since(start); took != 30*time.Second {
			t.Errorf("took %v, want the 30 s that a host asked for", took)
		}
		if last.SourcesDone != 5 || last.ProgramsDone != 5 {
			t.Errorf("last progress %+v, want all done", last)
		}
	})
}

func TestARunThatIsStoppedEndsAtOnce(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		ctx, stop := context.WithCancel(t.Context())
		c := &collect.Collector{Name: "busy", Shared: func(collect.Options) (s []collect.Source) {
			for i := range 50 {
				s = append(s, collect.Source{URL: fmt.Sprintf("https://busy.test/%d", i)})
			}
			return s
		}, Collect: func(ctx context.Context, _ *collect.Job) (collect.Result, error) {
			<-ctx.Done()
			return collect.Result{}, ctx.Err()
		}}
		e := engine(collecttest.NewStore(), nil, c)
		e.Now, e.Concurrency, e.PerHost = time.Now, 16, 2
		time.AfterFunc(time.Second, stop)
		start := time.Now()
		if _, err := e.Run(ctx); !errors.Is(err, context.Canceled) || time.Since(start) != time.Second {
			t.Errorf("error %v after %v, want %v after a second", err, time.Since(start), context.Canceled)
		}
	})
}
