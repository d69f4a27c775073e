package truth

import (
	"fmt"
	"strings"
	"testing"

	"guette/analyze"
	"guette/analyze/priority"
	"guette/watch"
)

// july analyses July 2026 for all programs of the catalogue, once.
func july(t testing.TB) (findings []watch.Finding, profiles []watch.Profile, portfolio watch.Portfolio) {
	t.Helper()
	programs, portfolio := load(t)
	month := watch.Month{Year: 2026, Month: 7}
	s := shared(t, month.LastDay().AddDays(7))
	for _, p := range programs.All() {
		out, err := analyze.Run(input(t, p, month, s, programs), technical)
		if err != nil {
			t.Fatal(err)
		}
		findings, profiles = append(findings, out.Findings...), append(profiles, out.Profile)
	}
	return findings, profiles, portfolio
}

func entity(t testing.TB, p watch.Portfolio, id string) watch.Entity {
	t.Helper()
	for _, e := range p.Entities {
		if e.ID == id {
			return e
		}
	}
	t.Fatalf("no entity %q", id)
	return watch.Entity{}
}

func decide(t testing.TB, id string) (watch.EntityDecisions, []watch.Finding) {
	findings, profiles, portfolio := july(t)
	return priority.Decide(entity(t, portfolio, id), portfolio.Policy, portfolio.Domains, findings, profiles, nil,
		date(t, "2026-08-07"), date(t, "2026-07-31")), findings
}

// row is a decision in one line.
func row(d watch.Decision) string {
	score := "-"
	if d.Score != nil {
		score = fmt.Sprint(*d.Score)
	}
	var then []string
	for _, c := range d.Action.Then {
		then = append(then, c.Name)
	}
	hunt := ""
	if d.Action.Hunt {
		hunt = " hunt"
	}
	return fmt.Sprintf("%s %s %s %s %s %s %s%s [%s] %s", d.Level, d.Program, d.Version, score, d.Rule, d.Action.Kind,
		strings.Join(d.Action.Versions, "|"), hunt, strings.Join(then, " "), d.Deadline)
}

func TestDecisionsOfExampleA(t *testing.T) {
	got, _ := decide(t, "exemple-a")
	for _, d := range got.Decisions {
		t.Log(row(d), d.Owners, d.Findings)
	}
}
