package truth

import (
	"fmt"
	"slices"
	"strings"
	"sync"
	"testing"

	"github.com/google/go-cmp/cmp"

	"guette/analyze"
	"guette/analyze/priority"
	"guette/watch"
)

// analysed keeps what july found.
var analysed struct {
	sync.Once
	findings  []watch.Finding
	profiles  []watch.Profile
	portfolio watch.Portfolio
}

// july analyses July 2026 for all programs of the catalogue, once.
func july(t testing.TB) ([]watch.Finding, []watch.Profile, watch.Portfolio) {
	t.Helper()
	analysed.Do(func() { analysed.findings, analysed.profiles, analysed.portfolio = analyse(t) })
	return slices.Clone(analysed.findings), analysed.profiles, analysed.portfolio
}

func analyse(t testing.TB) (findings []watch.Finding, profiles []watch.Profile, portfolio watch.Portfolio) {
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

// The rows of the hand-written bulletin of July 2026, in its order.
var exampleA = []string{
	"immediate wordpress 6.9.4 9.8 affected-exploited upgrade 6.9.5|7.0.2 hunt [] 2026-08-11",
	"urgent pgbouncer 1.25.1 9.8 affected-severe upgrade 1.25.2 [] 2026-08-14",
	"urgent nginx 1.30.3 9.2 affected-severe upgrade 1.30.4 [] 2026-08-14",
	"urgent apache-tomcat 10.1.56 9.1 affected-severe upgrade 10.1.57 [] 2026-08-14",
	"plan nextcloud 32.0.8 8.1 affected upgrade 32.0.13 [33 34] 2026-09-07",
	"plan gitlab-ce 18.11.6 5.4 affected upgrade 18.11.7 [19.2] 2026-09-07",
	"plan debian 12 - support-ended migrate 13.6 [13] 2026-09-07",
	"plan mozilla-firefox-esr 140.12.0 - support-ending prepare 140.13.0 [153] 2026-09-07",
	"plan keycloak 26.6.4 - support-ended migrate 26.7.0 [26.7] 2026-09-07",
	"plan drupal 10.6.12 - affected upgrade 10.6.14 [] 2026-09-07",
	"plan mariadb 10.6.27 - support-ended migrate  [10.11 12.3] 2026-09-07",
	"plan self-hosted 26.6.0 - embedded-affected upgrade 26.7.2 [] 2026-09-07",
	"check memcached 1.6.42 - keyword-only upgrade 1.6.45 [] 2026-09-07",
	"check ocs-inventory  - keyword-only declare 2.12.5 [] 2026-09-07",
	"check kanboard 1.2.52 - keyword-only upgrade 1.2.53 [] 2026-09-07",
}

func rows(d watch.EntityDecisions) []string {
	var list []string
	for _, x := range d.Decisions {
		list = append(list, row(x))
	}
	return list
}

func TestDecisionsOfTheExamples(t *testing.T) {
	findings, profiles, portfolio := july(t)
	ids := map[string]bool{}
	for _, f := range findings {
		ids[f.ID] = true
	}
	for _, tt := range []struct {
		entity string
		want   []string
	}{
		{"exemple-a", exampleA},
		{"exemple-b", []string{
			"plan debian 11 - support-ended migrate 13.6 [13] 2026-09-07",
			"check nextcloud  - version-not-declared declare 31.0.12|32.0.9|33.0.3 [] 2026-09-07",
		}},
		{"exemple-c", nil},
	} {
		got := priority.Decide(entity(t, portfolio, tt.entity), portfolio.Policy, portfolio.Domains, findings, profiles, nil,
			date(t, "2026-08-07"), date(t, "2026-07-31"))
		if diff := cmp.Diff(tt.want, rows(got)); diff != "" {
			t.Errorf("%s (-want +got):\n%s", tt.entity, diff)
		}
		for _, d := range got.Decisions {
			if len(d.Findings) == 0 {
				t.Errorf("%s: no finding behind", row(d))
			}
			for _, id := range d.Findings {
				if !ids[id] {
					t.Errorf("%s: finding %q is not there", row(d), id)
				}
			}
		}
	}
}
