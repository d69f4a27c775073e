package store

import (
	"errors"
	"os"
	"path/filepath"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"guette/store/storetest"
	"guette/watch"
)

var (
	july   = watch.Month{Year: 2026, Month: 7}
	august = watch.Month{Year: 2026, Month: 8}
)

func open(t *testing.T, clock *storetest.Clock, r Retention) *Store {
	t.Helper()
	s, err := Open(t.Context(), filepath.Join(t.TempDir(), "a folder", "guette#1.db"), Options{Now: clock.Now, Retention: r})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { s.Close() })
	return s
}

func newClock() *storetest.Clock {
	return &storetest.Clock{T: time.Date(2026, 8, 1, 6, 0, 0, 0, time.UTC)}
}

func TestStore(t *testing.T) {
	storetest.Run(t, func(t *testing.T, clock *storetest.Clock) storetest.Store {
		return open(t, clock, Retention{})
	})
}

func row1() watch.SourceReport {
	return watch.SourceReport{Program: "nginx", Collector: "git", URL: "https://git.test/nginx",
		Outcome: watch.OutcomeOK, Items: 2, Collected: time.Date(2026, 8, 1, 6, 0, 0, 0, time.UTC)}
}

func TestARunThatWasNotFinishedGoesOn(t *testing.T) {
	clock := newClock()
	s, ctx := open(t, clock, Retention{}), t.Context()
	first, err := s.Begin(ctx, july, "1.0")
	if err != nil || first.Resumed {
		t.Fatal(first, err)
	}
	if err := first.Report(ctx, row1()); err != nil {
		t.Fatal(err)
	}
	clock.T = clock.T.Add(time.Hour)
	second, err := s.Begin(ctx, july, "1.1")
	if err != nil || !second.Resumed || second.Version != "1.0" || !second.Started.Equal(first.Started) {
		t.Fatal(second, err)
	}
	got, ok, err := second.Done(ctx, "nginx", "git", "https://git.test/nginx")
	if !ok || err != nil || got != row1() {
		t.Fatal(got, ok, err)
	}
	if _, ok, err := second.Done(ctx, "nginx", "git", "https://git.test/other"); ok || err != nil {
		t.Fatal(ok, err)
	}
	if err := second.Finish(ctx); err != nil {
		t.Fatal(err)
	}
	third, err := s.Begin(ctx, july, "1.1")
	if err != nil || third.Resumed {
		t.Fatal(third, err)
	}
}

func TestAnOpenRunOfAnotherWeekIsNotGoneOnWith(t *testing.T) {
	clock := newClock()
	s := open(t, clock, Retention{})
	for _, resumed := range []bool{false, true, false} {
		r, err := s.Begin(t.Context(), july, "1.0")
		if err != nil || r.Resumed != resumed {
			t.Fatal(r, err, resumed)
		}
		clock.T = clock.T.Add(maxRunAge * 2 / 3)
	}
}

func TestAFailedSourceTellsWhenItWasLastRead(t *testing.T) {
	clock := newClock()
	s, ctx := open(t, clock, Retention{}), t.Context()
	if _, err := s.Sources(ctx, july); !errors.Is(err, ErrNoRun) {
		t.Fatal(err)
	}
	bad := row1()
	bad.Outcome, bad.Reason, bad.Collected = watch.OutcomeError, "timeout", time.Time{}
	for _, r := range []watch.SourceReport{row1(), bad} {
		run, err := s.Begin(ctx, july, "1.0")
		if err != nil {
			t.Fatal(err)
		}
		if err := errors.Join(run.Report(ctx, r), run.Finish(ctx)); err != nil {
			t.Fatal(err)
		}
		clock.T = clock.T.Add(24 * time.Hour)
	}
	got, err := s.Sources(ctx, july)
	if err != nil {
		t.Fatal(err)
	}
	want := bad
	want.Collected = row1().Collected
	if diff := cmp.Diff([]watch.SourceReport{want}, got.Rows); diff != "" {
		t.Error(diff)
	}
}

func TestAClosedMonthIsFrozen(t *testing.T) {
	clock := newClock()
	s, ctx := open(t, clock, Retention{}), t.Context()
	edition := watch.Date{Year: 2026, Month: 8, Day: 7}
	keep := func(text string) {
		t.Helper()
		if err := s.KeepMonth(ctx, Month{Month: july, Edition: edition, Memory: []byte(text)}); err != nil {
			t.Fatal(err)
		}
	}
	keep("draft")
	keep("reviewed")
	made := clock.T
	clock.T = clock.T.Add(time.Hour)
	if err := s.CloseMonth(ctx, july); err != nil {
		t.Fatal(err)
	}
	closed := clock.T
	clock.T = clock.T.Add(time.Hour)
	keep("too late")
	if err := s.CloseMonth(ctx, july); err != nil {
		t.Fatal(err)
	}
	want := Month{Month: july, Edition: edition, Made: made, Closed: closed, Memory: []byte("reviewed")}
	got, ok, err := s.MonthBefore(ctx, august)
	if diff := cmp.Diff(want, got); diff != "" || !ok || err != nil {
		t.Error(diff, ok, err)
	}
	if _, ok, err := s.MonthBefore(ctx, july); ok || err != nil {
		t.Error(ok, err)
	}
}

func TestAnswersAreKeptWithinTheirRetention(t *testing.T) {
	clock := newClock()
	s, ctx := open(t, clock, Retention{Months: 2, Answer: 10}), t.Context()
	keep := func(url, body string) string {
		t.Helper()
		hash, err := s.KeepAnswer(ctx, Answer{URL: url, Retrieved: clock.T, Type: "text/plain", Body: []byte(body)})
		if err != nil {
			t.Fatal(err)
		}
		return hash
	}
	old, large := keep("https://a.test", "old"), keep("https://b.test", "eleven byte")
	first := clock.T
	clock.T = clock.T.AddDate(0, 1, 0)
	young := keep("https://a.test", "young")
	keep("https://a.test", "young")
	got, err := s.Answer(ctx, old)
	want := Answer{SHA256: old, URL: "https://a.test", Retrieved: first, Type: "text/plain", Body: []byte("old")}
	if diff := cmp.Diff(want, got); diff != "" || err != nil {
		t.Error(diff, err)
	}
	if _, err := s.Answer(ctx, large); !errors.Is(err, ErrAnswerGone) {
		t.Errorf("an answer over the limit: %v", err)
	}
	clock.T = clock.T.AddDate(0, 1, 15)
	if n, err := s.Prune(ctx); n != 1 || err != nil {
		t.Error(n, err)
	}
	if _, err := s.Answer(ctx, old); !errors.Is(err, ErrAnswerGone) {
		t.Errorf("an old answer: %v", err)
	}
	if _, err := s.Answer(ctx, young); err != nil {
		t.Error(err)
	}
	if _, err := s.Answer(ctx, "00ff"); !errors.Is(err, ErrNoAnswer) {
		t.Error(err)
	}
	list, err := s.Answers(ctx, "https://a.test")
	if err != nil || len(list) != 2 || list[0].SHA256 != young {
		t.Error(list, err)
	}
}

func TestTheBaseOfADraftSurvivesAKill(t *testing.T) {
	s, ctx := open(t, newClock(), Retention{}), t.Context()
	base := func(file string) string {
		t.Helper()
		b, err := s.Base(ctx, july, "technique.md", []byte(file))
		if err != nil {
			t.Fatal(err)
		}
		return string(b)
	}
	plan := func(generated, file string) {
		t.Helper()
		if err := s.PlanBase(ctx, july, "technique.md", []byte(generated), []byte(file)); err != nil {
			t.Fatal(err)
		}
	}
	keep := func() {
		t.Helper()
		if err := s.KeepBase(ctx, july, "technique.md"); err != nil {
			t.Fatal(err)
		}
	}
	check := func(when, file, want string) {
		t.Helper()
		if got := base(file); got != want {
			t.Errorf("%s: base %q, want %q", when, got, want)
		}
	}
	check("before the first draft", "", "")
	plan("first", "first")
	check("killed before the file is there", "", "")
	check("killed after the file is there", "first", "first")
	keep()
	keep()
	check("edited", "first, edited", "first")
	plan("second", "second, edited")
	check("killed before the second file is there", "first, edited", "first")
	check("killed after the second file is there", "second, edited", "second")
	keep()
	check("edited again", "second, edited twice", "second")
	if got, err := s.Base(ctx, august, "technique.md", nil); got != nil || err != nil {
		t.Errorf("another month: %q, %v", got, err)
	}
}

func TestADamagedAnswerIsNotGivenOut(t *testing.T) {
	s, ctx := open(t, newClock(), Retention{}), t.Context()
	hash, err := s.KeepAnswer(ctx, Answer{URL: "https://a.test", Retrieved: newClock().T, Body: []byte("a body")})
	if err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(s.answerPath(hash), []byte("damaged"), 0o600); err != nil {
		t.Fatal(err)
	}
	if _, err := s.Answer(ctx, hash); !errors.Is(err, ErrCorrupt) {
		t.Error(err)
	}
}

func TestABackupIsTakenWhileTheStoreIsOpen(t *testing.T) {
	clock := newClock()
	s, ctx := open(t, clock, Retention{}), t.Context()
	if err := s.SetMark(ctx, "k", []byte("v")); err != nil {
		t.Fatal(err)
	}
	to := filepath.Join(t.TempDir(), "new", "copy.db")
	if err := s.Backup(ctx, to); err != nil {
		t.Fatal(err)
	}
	if err := s.Backup(ctx, to); !errors.Is(err, os.ErrExist) {
		t.Errorf("overwrote a backup: %v", err)
	}
	c, err := Open(ctx, to, Options{Now: clock.Now})
	if err != nil {
		t.Fatal(err)
	}
	defer c.Close()
	if err := c.Check(ctx); err != nil {
		t.Error(err)
	}
	if v, err := c.Mark(ctx, "k"); string(v) != "v" || err != nil {
		t.Error(v, err)
	}
}

func TestFilesThatAreNoStore(t *testing.T) {
	for _, tt := range []struct {
		name string
		make func(path string) error
		want error
	}{
		{"a text file", func(p string) error {
			return os.WriteFile(p, []byte("this is a text, and long enough for a header"), 0o600)
		}, ErrCorrupt},
		{"a folder", func(p string) error { return os.Mkdir(p, 0o700) }, ErrReadOnly},
	} {
		t.Run(tt.name, func(t *testing.T) {
			path := filepath.Join(t.TempDir(), "guette.db")
			if err := tt.make(path); err != nil {
				t.Fatal(err)
			}
			s, err := Open(t.Context(), path, Options{Now: newClock().Now})
			if !errors.Is(err, tt.want) {
				t.Errorf("got %v, want %v", err, tt.want)
			}
			if err == nil {
				s.Close()
			}
		})
	}
}

func TestAStoreOfALaterVersionIsLeftAlone(t *testing.T) {
	clock := newClock()
	s := open(t, clock, Retention{})
	if _, err := s.write.Exec(`INSERT INTO goose_db_version (version_id, is_applied) VALUES (9999, 1)`); err != nil {
		t.Fatal(err)
	}
	if _, err := Open(t.Context(), s.Path(), Options{Now: clock.Now}); !errors.Is(err, ErrNewer) {
		t.Errorf("got %v, want %v", err, ErrNewer)
	}
}
