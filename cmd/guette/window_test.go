package main

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"guette/watch"
)

// TestALargerWindowFillsTheTrend reads July 2026 with 25 months of history, then
// with the default: the line gets its two years, and the month is the one that a
// new store gives; also after a June that was published with 25 months, of which
// nothing is corrected.
func TestALargerWindowFillsTheTrend(t *testing.T) {
	u := startUpstream(t)
	files := map[string]string{
		"config.yaml":  "catalog: catalog.yaml\nfetch: {spacing: 0s}\n",
		"catalog.yaml": "programs:\n  - {id: ora2pg, name: Ora2Pg, repository: [https://github.com/darold/ora2pg]}\n",
	}
	read := func(dir string, env ...string) (findings, outcome string, months int) {
		guette(t, dir, append(u.env, env...), "run", "--month", "2026-07", "--quiet").want(t, 0)
		data, err := os.ReadFile(filepath.Join(dir, "reports", "2026-07", "findings.json"))
		if err != nil {
			t.Fatal(err)
		}
		draft, err := os.ReadFile(filepath.Join(dir, "reports", "2026-07", "strategique.md"))
		if err != nil {
			t.Fatal(err)
		}
		_, points, _ := strings.Cut(string(draft), "\nNote | ")
		points, _, _ = strings.Cut(points, "\n")
		for _, s := range readReport(t, dir).Sources {
			if s.Collector == "git" {
				outcome = string(s.Outcome)
			}
		}
		return string(data), outcome, len(strings.Fields(points))
	}
	old, fresh := t.TempDir(), t.TempDir()
	writeFiles(t, old, files)
	writeFiles(t, fresh, files)
	if _, _, n := read(old, "GUETTE_WINDOW_MONTHS=25"); n != 14 {
		t.Errorf("a line of %d points with 25 months of history, want 14", n)
	}
	want, _, _ := read(fresh)
	got, outcome, n := read(old)
	if n != 24 || outcome != string(watch.OutcomeOK) {
		t.Errorf("a line of %d points after a reading that was %s; want 24, ok", n, outcome)
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("findings of a new store (-) and of one that grew (+):\n%s", diff)
	}
	after := t.TempDir()
	writeFiles(t, after, files)
	publishJune(t, after, append(u.env, "GUETTE_WINDOW_MONTHS=25"))
	got, _, _ = read(after)
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("findings of a new store (-) and after a June of 25 months (+):\n%s", diff)
	}
	if _, outcome, n = read(old); n != 24 || outcome != string(watch.OutcomeUnchanged) {
		t.Errorf("once more: a line of %d points after a reading that was %s; want 24, unchanged", n, outcome)
	}
}

// publishJune makes, approves and closes June.
func publishJune(t *testing.T, dir string, env []string) {
	t.Helper()
	guette(t, dir, env, "run", "--month", "2026-06", "--quiet").want(t, 0)
	if err := review(filepath.Join(dir, "reports", "2026-06")); err != nil {
		t.Fatal(err)
	}
	guette(t, dir, env, "publish", "--month", "2026-06", "--force", "--quiet").want(t, 0)
	drafts, err := os.ReadFile(filepath.Join(dir, "reports", "2026-06", "strategique.md"))
	if err != nil || !strings.Contains(string(drafts), "\nstatus: diffusé\n") {
		t.Fatalf("June is not closed: %v", err)
	}
}
