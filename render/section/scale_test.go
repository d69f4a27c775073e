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
	return render.New(material(n, category), render.Strategic, nil)
}

func material(n int, category string) render.Material {
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
	return m
}

func TestALargePortfolioFitsInABulletin(t *testing.T) {
	b := crowd(650, "Outil")
	v := portfolio(b).(portfolioView)
	if len(v.Health) != fewMeasured || v.Health[0].Name != "P 000" || len(v.More) != 1 || v.More[0] != (classCount{watch.HealthGood, 650 - fewMeasured}) {
		t.Errorf("%d rows, first %q, more %+v", len(v.Health), v.Health[0].Name, v.More)
	}
	e := evidence(b).(evidenceView)
	if len(e.Commits) != fewMeasured || len(e.Calendars) != fewSheets || e.More != 2*650-fewMeasured-fewSheets {
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

// releasesOf is one stable version of each program; each third one is said to
// mend security.
func releasesOf(b *render.Bulletin) []watch.Finding {
	var list []watch.Finding
	for i, c := range b.Covered() {
		d := &watch.ReleaseDetail{Version: fmt.Sprintf("%d.0.1", i), Stable: true, Nature: watch.NaturePatch, NotesURL: "https://example.org/n"}
		if i%3 == 0 {
			d.Nature, d.Fixes = watch.NatureSecurity, []string{"CVE-2026-1"}
		}
		list = append(list, watch.Finding{ID: "release-" + c.Program.ID, Program: c.Program.ID, Kind: watch.FindingRelease, Date: b.AsOf, Detail: d})
	}
	return list
}

func TestEachVersionOfALargePerimeterIsNamedOnce(t *testing.T) {
	for _, tt := range []struct{ programs, told, registered, left int }{
		{maxWhole, maxWhole, 0, 0},
		{maxWhole + 1, 21, 40, 0},
		{650, maxTold, 610, 217 - maxTold},
	} {
		m := material(tt.programs, "Outil")
		m.Analysis.Findings = releasesOf(render.New(m, render.Technical, nil))
		v := versions(render.New(m, render.Technical, nil)).(versionsView)
		named := map[string]int{}
		told, registered := 0, 0
		for _, table := range v.Tables {
			told += len(table.Rows)
			for _, r := range table.Rows {
				named[r.Program.ID]++
			}
		}
		for _, table := range v.Register {
			registered += len(table.Rows)
			for _, r := range table.Rows {
				named[r.Program.ID] += len(r.Parts)
			}
		}
		if told != tt.told || registered != tt.registered || v.Left != tt.left || len(named) != tt.programs {
			t.Errorf("of %d programs %d are told, %d registered, %d left: want %+v", len(named), told, registered, v.Left, tt)
		}
		for id, n := range named {
			if n != 1 {
				t.Errorf("of %d programs, %s is named %d times", tt.programs, id, n)
			}
		}
	}
}

func TestTheRegisterHasOneLineForAProgram(t *testing.T) {
	c := render.Covered{Program: watch.Program{ID: "p"}, Name: "P"}
	other := render.Covered{Program: watch.Program{ID: "q"}, Name: "Q"}
	got := registered([]versionRow{
		{Covered: c, Nature: watch.NatureMinor, Findings: []string{"a"}, Notes: proof{Kind: "calendar", URL: "https://x.test/c"}},
		{Covered: c, Nature: watch.NaturePatch, Findings: []string{"b", "c"}, Notes: proof{Kind: "page", URL: "https://x.test/n"}},
		{Covered: other, Nature: watch.NaturePatch, Findings: []string{"d"}},
	})
	if len(got) != 2 || len(got[0].Parts) != 2 || len(got[0].Findings) != 3 || got[0].Notes.Kind != "page" || got[1].Program.ID != "q" {
		t.Errorf("got %+v", got)
	}
}

func TestEndsToComeAreNotHiddenByThoseOfABusyMonth(t *testing.T) {
	day := watch.Date{Year: 2026, Month: 7, Day: 31}
	rows := func(past, coming int) []endRow {
		var list []endRow
		for i := range past + coming {
			d := day.AddDays(-1)
			if i >= past {
				d = day.AddDays(i)
			}
			list = append(list, endRow{Until: watch.Until{State: watch.Dated, Date: d}})
		}
		return list
	}
	for _, tt := range []struct {
		general                          bool
		past, coming, wantPast, wantNext int
	}{
		{true, 60, 200, 12, 13}, {true, 60, 3, 22, 3}, {true, 4, 200, 4, 21}, {true, 20, 5, 20, 5}, {true, 0, 0, 0, 0}, {false, 30, 10, 25, 0},
	} {
		v := supportsView{General: tt.general, AsOf: day, Rows: rows(tt.past, tt.coming)}
		v.cut()
		past := 0
		for _, r := range v.Rows {
			if !r.Until.Date.After(day) {
				past++
			}
		}
		if past != tt.wantPast || len(v.Rows)-past != tt.wantNext || v.More != tt.past+tt.coming-len(v.Rows) {
			t.Errorf("%+v: %d past, %d to come, %d more", tt, past, len(v.Rows)-past, v.More)
		}
	}
}
