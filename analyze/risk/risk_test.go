package risk

import (
	"testing"

	"pgregory.net/rapid"

	"guette/analyze"
	"guette/watch"
)

var (
	asOf   = watch.Date{Year: 2026, Month: 7, Day: 31}
	policy = watch.Policy{FreeExtendedSupport: []string{"debian"}}
)

func cycle(product, name string, eol watch.Until) watch.Lifecycle {
	return watch.Lifecycle{Product: product, Cycle: name, EOL: eol}
}

func on(year, month, day int) watch.Until {
	return watch.Until{State: watch.Dated, Date: watch.Date{Year: year, Month: 1, Day: 1}.AddDays((month-1)*30 + day - 1)}
}

func TestFragility(t *testing.T) {
	no := false
	extended := cycle("debian", "12", on(2026, 6, 10))
	extended.EOES = on(2028, 6, 30)
	for _, tt := range []struct {
		name    string
		profile *watch.Profile
		version string
		want    watch.FragilityLevel
		cause   string
	}{
		{"a program that was not analysed", nil, "1.2", watch.FragilityUnknown, ""},
		{"neither health nor calendar", &watch.Profile{}, "1.2", watch.FragilityUnknown, ""},
		{"good health", &watch.Profile{Health: &watch.Health{Class: watch.HealthGood}}, "1.2", watch.FragilityWeak, ""},
		{"poor health", &watch.Profile{Health: &watch.Health{Class: watch.HealthPoor}}, "1.2", watch.FragilityModerate, causeHealth},
		{"a stopped project", &watch.Profile{Health: &watch.Health{Class: watch.HealthStopped}}, "1.2", watch.FragilityStrong, causeStopped},
		{"a licence that is not free", &watch.Profile{Licence: &watch.LicenceState{ID: "FSL-1.1-MIT", Free: &no}, Health: &watch.Health{Class: watch.HealthGood}}, "1.2", watch.FragilityStrong, causeNotFree},
		{"a branch without support", &watch.Profile{Cycles: []watch.Lifecycle{cycle("x", "1.2", on(2026, 3, 1))}}, "1.2.3", watch.FragilityStrong, causeOver},
		{"another branch without support", &watch.Profile{Cycles: []watch.Lifecycle{cycle("x", "1.2", on(2026, 3, 1)), cycle("x", "1.3", on(2029, 3, 1))}}, "1.3.0", watch.FragilityWeak, ""},
		{"no version declared", &watch.Profile{Cycles: []watch.Lifecycle{cycle("x", "1.2", on(2026, 3, 1))}}, "", watch.FragilityWeak, ""},
		{"support that ends within 180 days", &watch.Profile{Cycles: []watch.Lifecycle{cycle("x", "1.2", on(2026, 12, 16))}}, "1.2.3", watch.FragilityModerate, causeEnding},
		{"long-term support that costs nothing", &watch.Profile{Cycles: []watch.Lifecycle{extended}}, "12", watch.FragilityModerate, causeExtended},
		{"exploited in the year", &watch.Profile{Cycles: []watch.Lifecycle{cycle("x", "1.2", on(2029, 1, 1))}, Exploited: []watch.Exploited{{CVE: "CVE-1", Added: watch.Date{Year: 2026, Month: 7, Day: 2}}}}, "1.2.3", watch.FragilityModerate, causeExploited},
		{"exploited long ago", &watch.Profile{Cycles: []watch.Lifecycle{cycle("x", "1.2", on(2029, 1, 1))}, Exploited: []watch.Exploited{{CVE: "CVE-1", Added: watch.Date{Year: 2024, Month: 7, Day: 2}}}}, "1.2.3", watch.FragilityWeak, ""},
	} {
		t.Run(tt.name, func(t *testing.T) {
			got := Fragility(watch.Declaration{Program: "p", Version: tt.version}, tt.profile, policy, asOf)
			cause := ""
			if len(got.Causes) > 0 {
				cause = got.Causes[0].Name
			}
			if got.Level != tt.want || cause != tt.cause {
				t.Errorf("got %s (%s), want %s (%s)", got.Level, cause, tt.want, tt.cause)
			}
		})
	}
}

// One more vulnerability never lowers the likelihood, whatever its EPSS.
func TestOneMoreVulnerabilityNeverHelps(t *testing.T) {
	draw := func(t *rapid.T) watch.Finding {
		d := &watch.VulnerabilityDetail{CVE: "CVE-2026-1"}
		if rapid.Bool().Draw(t, "scored") {
			d.EPSS = &watch.EPSS{Score: rapid.Float64Range(0, 1).Draw(t, "epss")}
		}
		if rapid.IntRange(0, 9).Draw(t, "kev") == 0 {
			d.KEV = &watch.Exploited{}
		}
		return watch.Finding{ID: "v", Kind: watch.FindingVulnerability, Detail: d}
	}
	rapid.Check(t, func(t *rapid.T) {
		out := &analyze.Output{Profile: watch.Profile{HasOSV: true}}
		for range rapid.IntRange(0, 6).Draw(t, "n") {
			out.Findings = append(out.Findings, draw(t))
		}
		before := vulnerabilityRisk(out)
		out.Findings = append(out.Findings, draw(t))
		if after := vulnerabilityRisk(out); rank(after.Likelihood) < rank(before.Likelihood) {
			t.Fatalf("from %s to %s", before.Likelihood, after.Likelihood)
		}
	})
}

func TestARecommendationNeverComesAfterItsEvent(t *testing.T) {
	e := watch.Entity{ID: "e", ContactRole: "dsi", Programs: []watch.Declaration{
		{Program: "a", Version: "1.2.0", Owner: "web"}, {Program: "b", Version: "10.6.12", Owner: "web"}}}
	profiles := []watch.Profile{
		{Program: watch.Program{ID: "a", Name: "A"}, Cycles: []watch.Lifecycle{cycle("a", "1.2", on(2026, 9, 1))}},
		{Program: watch.Program{ID: "b", Name: "B"}, Cycles: []watch.Lifecycle{cycle("b", "10.6", on(2026, 12, 16))}}}
	_, advice := Advise(e, profiles, nil, policy, watch.Month{Year: 2026, Month: 7})
	if len(advice) != 1 || advice[0].Kind != watch.AdviceAhead || len(advice[0].Items) != 2 {
		t.Fatalf("want one advice on both, got %+v", advice)
	}
	for _, i := range advice[0].Items {
		if advice[0].Due.After(i.Event) {
			t.Errorf("due %s, after the end of support of %s, %s", advice[0].Due, i.Program, i.Event)
		}
	}
	if got := advice[0].Owners; len(got) != 1 || got[0] != "web" {
		t.Errorf("owners %v, want web", got)
	}
}
