package section

import (
	"slices"
	"testing"
	"time"

	"guette/render"
	"guette/render/rendertest"
	"guette/watch"
)

func TestProgramsThatEnterOrLeaveThePortfolioAreSaid(t *testing.T) {
	for _, tt := range []struct {
		name           string
		then           []string
		added, retired []string
	}{
		{name: "nothing is known of last month"},
		{name: "the same portfolio", then: []string{"p"}},
		{name: "one came and one went", then: []string{"q"}, added: []string{"nginx"}, retired: []string{"q"}},
	} {
		t.Run(tt.name, func(t *testing.T) {
			m := rendertest.Saying("nginx")
			m.Analysis.Entities[0].Declared = []string{"p"}
			last := rendertest.SayingIn(watch.Month{Year: 2026, Month: time.June}, "nginx").Analysis
			last.Entities[0].Declared = tt.then
			m.Past = []*watch.Analysis{last}
			v := followup(render.New(m, render.Technical, &m.Portfolio.Entities[0])).(followupView)
			if !slices.Equal(v.Added, tt.added) || !slices.Equal(v.Retired, tt.retired) {
				t.Errorf("added %q, retired %q, want %q and %q", v.Added, v.Retired, tt.added, tt.retired)
			}
		})
	}
}
