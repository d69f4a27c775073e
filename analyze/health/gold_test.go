package health_test

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"guette/analyze"
	"guette/analyze/activity"
	"guette/analyze/health"
	"guette/internal/gitfacts"
	"guette/internal/golden"
	"guette/watch"
)

var july = watch.Month{Year: 2026, Month: 7}

// input is what the default window of facts (49 months) say of a repository of the corpus.
func input(t testing.TB, repo gitfacts.Repo, month watch.Month) *analyze.Input {
	t.Helper()
	paris, err := time.LoadLocation("Europe/Paris")
	if err != nil {
		t.Fatal(err)
	}
	first := month.Add(-48)
	facts := gitfacts.Window(repo.Activity(t), first, month)
	facts = append(facts, repo.Tags(t)...)
	facts = append(facts, repo.Files(t, first.Start(time.UTC))...)
	watch.SortFacts(facts)
	return &analyze.Input{Month: month, Zone: paris, AsOf: month.LastDay(), Edition: month.Add(1).FirstDay().AddDays(6),
		Program: watch.Program{ID: repo.Name, Repositories: []string{repo.URL}}, Facts: facts}
}

// The classes of July 2026 are those of a bulletin made by hand.
func TestClassesOfRealProjects(t *testing.T) {
	var out strings.Builder
	for _, name := range gitfacts.Names(t) {
		in := input(t, gitfacts.Open(t, name), july)
		got, err := analyze.Run(in, []*analyze.Analyzer{activity.Analyzer, health.Analyzer})
		if err != nil {
			t.Errorf("%s: %v", name, err)
		}
		h, a := got.Profile.Health, got.Profile.Activity
		fmt.Fprintf(&out, "%s: %s (before %s) score %.1f [%.1f, %.1f] trend %s", name, h.Class, h.Previous, h.Score, h.Low, h.High, h.Trend.Word)
		if h.P12 != nil {
			fmt.Fprintf(&out, " P12 %.3f [%.3f, %.3f] %s", h.P12.Value, h.P12.Low, h.P12.High, h.P12.Word)
		}
		fmt.Fprintf(&out, "\n  commits %d (%d) authors %d (%d) absence %d (%d) releases %d (%d) last commit %s release %s\n", a.Commits, a.CommitsPrev,
			a.Authors, a.AuthorsPrev, a.Absence, a.AbsencePrev, a.Releases, a.ReleasesPrev, watch.DateOf(a.LastCommit), a.LastRelease)
		for _, f := range h.Factors {
			fmt.Fprintf(&out, "  %s %s new=%v\n", f.Name, f.Value, f.New)
		}
	}
	golden.Equal(t, "july-2026.txt", []byte(out.String()))
}

func TestContributionsSumToTheScore(t *testing.T) {
	for _, name := range gitfacts.Names(t) {
		in := input(t, gitfacts.Open(t, name), july)
		got, err := analyze.Run(in, []*analyze.Analyzer{activity.Analyzer, health.Analyzer})
		if err != nil {
			t.Fatal(err)
		}
		h := got.Profile.Health
		if !h.Scored {
			continue
		}
		tenths := 0
		for _, c := range h.Contributions {
			tenths += int(c.Lost*10 + .5)
			if c.Lost < 0 || c.Lost > c.Max+.1 {
				t.Errorf("%s: %s lost %v of %v", name, c.Indicator, c.Lost, c.Max)
			}
		}
		if want := int((100-h.Score)*10 + .5); tenths != want {
			t.Errorf("%s: contributions sum to %d tenths, want %d", name, tenths, want)
		}
		if h.Low > h.Score || h.High < h.Score {
			t.Errorf("%s: score %v outside its interval [%v, %v]", name, h.Score, h.Low, h.High)
		}
	}
}
