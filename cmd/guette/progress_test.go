package main

import (
	"bytes"
	"testing"
	"time"

	"guette/collect"
)

func TestALogGetsALineNowAndThen(t *testing.T) {
	var b bytes.Buffer
	now := time.Date(2026, 8, 1, 6, 0, 0, 0, time.UTC)
	l := &lines{w: &b, now: func() time.Time { return now }, start: now}
	for done := range 41 {
		l.show(collect.Progress{Programs: 20, ProgramsDone: done / 2, Sources: 40, SourcesDone: done, Running: []string{"nginx: git", "a\x1b[31m: feed"}[:min(2, 40-done)]})
		now = now.Add(time.Second)
	}
	want := `collect: 0 of 20 programs, 0 of 40 sources; now nginx: git, a�[31m: feed
collect: 5 of 20 programs, 10 of 40 sources; about 31 s left; now nginx: git, a�[31m: feed
collect: 10 of 20 programs, 20 of 40 sources; about 21 s left; now nginx: git, a�[31m: feed
collect: 15 of 20 programs, 30 of 40 sources; about 11 s left; now nginx: git, a�[31m: feed
collect: 20 of 20 programs, 40 of 40 sources
`
	if got := b.String(); got != want {
		t.Errorf("got\n%s\nwant\n%s", got, want)
	}
}

func TestTheTimeLeft(t *testing.T) {
	for _, tt := range []struct {
		done  int
		since time.Duration
		want  string
	}{
		{0, time.Minute, ""}, {9, time.Minute, ""}, {10, time.Minute, "about 10 min left"}, {50, 10 * time.Second, "about 11 s left"}, {100, time.Minute, ""},
	} {
		if got := left(collect.Progress{Sources: 100, SourcesDone: tt.done}, tt.since); got != tt.want {
			t.Errorf("%d of 100 after %v: %q, want %q", tt.done, tt.since, got, tt.want)
		}
	}
}
