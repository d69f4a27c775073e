package section

import (
	"fmt"
	"testing"

	"guette/render"
	"guette/render/rendertest"
	"guette/watch"
)

// crowd is a general edition of n programs, of which the first ten are in poor
// health; each has a history, a calendar and the category given.
func crowd(n int, category string) *render.Bulletin {
	m := rendertest.Saying("nginx")
	m.Analysis.Profiles, m.Programs = nil, nil
	page := watch.Evidence{URL: "https://example.org/e"}
	for i := range n {
		p := watch.Program{ID: fmt.Sprintf("p%03d", i), Name: fmt.Sprintf("P %03d", i), Category: category}
		h := &watch.Health{Class: watch.HealthGood}
		if i < 10 {
			h.Class = watch.HealthPoor
		}
		m.Programs = append(m.Programs, p)
		m.Analysis.Profiles = append(m.Analysis.Profiles, watch.Profile{Program: p, Health: h, Calendar: &page, Repository: &page,
			Cycles:   []watch.Lifecycle{{Cycle: "1", Page: "https://example.org/c"}},
			Activity: &watch.ActivitySummary{LastHash: "0123456789abcdef", Commits: 30}})
	}
	return render.New(m, render.Strategic, nil)
}

func TestALargePortfolioFitsInABulletin(t *testing.T) {
	b := crowd(650, "Outil")
	v := portfolio(b).(portfolioView)
	if len(v.Health) != maxMeasured || v.Health[0].Name != "P 000" || len(v.More) != 1 || v.More[0] != (classCount{watch.HealthGood, 650 - maxMeasured}) {
		t.Errorf("%d rows, first %q, more %+v", len(v.Health), v.Health[0].Name, v.More)
	}
	e := evidence(b).(evidenceView)
	if len(e.Commits) != maxMeasured || len(e.Calendars) != maxSheets || e.More != 2*650-maxMeasured-maxSheets {
		t.Errorf("%d commits, %d calendars, %d more", len(e.Commits), len(e.Calendars), e.More)
	}
}

func TestASmallPortfolioIsShownWhole(t *testing.T) {
	b := crowd(maxMeasured, "Outil")
	v, e := portfolio(b).(portfolioView), evidence(b).(evidenceView)
	if len(v.Health) != maxMeasured || v.More != nil || len(e.Commits) != maxMeasured || len(e.Calendars) != maxMeasured || e.More != 0 {
		t.Errorf("%d rows, more %+v, %d commits, %d calendars, %d more", len(v.Health), v.More, len(e.Commits), len(e.Calendars), e.More)
	}
}

// TestACategoryOfTheNameOfADomainJoinsIt keeps two sections from having the same
// heading and anchor.
func TestACategoryOfTheNameOfADomainJoinsIt(t *testing.T) {
	b := crowd(3, "nginx") // the domain d has this label
	groups := domains(b)
	seen := map[string]bool{}
	for _, g := range groups {
		if len(g.Programs) > 0 && seen[g.Label] {
			t.Errorf("two groups %q", g.Label)
		}
		seen[g.Label] = true
	}
	if len(groups) == 0 || len(groups[0].Programs) != 3 {
		t.Errorf("groups %+v, want all three programs in the first", groups)
	}
}

func TestTheTrendOfFewCommits(t *testing.T) {
	for _, tt := range []struct {
		now, before int
		want        string
	}{
		{12, 5, "unclear"}, {1, 3, "unclear"}, {4, 16, "unclear"}, {0, 27, "down"}, {5, 24, "down"}, {33, 7, "unclear"},
		{0, 0, "none"}, {30, 25, "stable"}, {10, 12, "stable"}, {40, 20, "up"},
	} {
		a := &watch.ActivitySummary{Commits: tt.now, CommitsPrev: tt.before, Whole: true}
		h := held{Covered: render.Covered{Profile: &watch.Profile{Activity: a}}}
		if got := h.Trend(); got != tt.want {
			t.Errorf("%d after %d: got %s, want %s", tt.now, tt.before, got, tt.want)
		}
	}
}
