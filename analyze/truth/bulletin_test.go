package truth

import (
	"testing"

	"guette/analyze/priority"
	"guette/render"
	"guette/render/draft"
	"guette/templates"
	"guette/watch"
)

// drafts makes the technical drafts of July 2026 from the corpus.
func drafts(t testing.TB) map[string]string {
	t.Helper()
	findings, profiles, portfolio := july(t)
	programs, _ := load(t)
	edition, asOf := date(t, "2026-08-07"), date(t, "2026-07-31")
	watch.SortFindings(findings)
	a := &watch.Analysis{Month: watch.Month{Year: 2026, Month: 7}, Edition: edition, AsOf: asOf, Findings: findings, Profiles: profiles}
	for _, e := range portfolio.Entities {
		a.Entities = append(a.Entities, priority.Decide(e, portfolio.Policy, portfolio.Domains, findings, profiles, nil, edition, asOf))
	}
	set, err := draft.Load(templates.FS(nil))
	if err != nil {
		t.Fatal(err)
	}
	material := render.Material{Analysis: a, Programs: programs.All(), Portfolio: portfolio}
	out := map[string]string{}
	for _, e := range append([]*watch.Entity{nil}, pointers(portfolio.Entities)...) {
		b := render.New(material, render.Technical, e)
		body, err := draft.Write(b, set)
		if err != nil {
			t.Fatal(err)
		}
		out[draft.Path(b)] = string(body)
	}
	return out
}

func pointers(list []watch.Entity) []*watch.Entity {
	var out []*watch.Entity
	for i := range list {
		out = append(out, &list[i])
	}
	return out
}
