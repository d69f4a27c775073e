package priority

import (
	"slices"
	"testing"

	"pgregory.net/rapid"

	"guette/watch"
)

var (
	edition = watch.Date{Year: 2026, Month: 8, Day: 7}
	asOf    = watch.Date{Year: 2026, Month: 7, Day: 31}
)

// A world is one program, declared by one entity, with what is known of it.
type world struct {
	version     string
	edition     string
	packaging   watch.Packaging
	criticality watch.Criticality
	vulns       []watch.VulnerabilityDetail
	releases    []watch.ReleaseDetail
	cycles      []watch.Lifecycle
	curations   []watch.Curation
	policy      watch.Policy
}

// about is a vulnerability of all versions below fixed, recorded in the month.
func about(cve, fixed string) watch.VulnerabilityDetail {
	return watch.VulnerabilityDetail{CVE: cve, InMonth: true,
		Affected: []watch.Affected{{Ecosystem: "Bitnami", Package: "p", Ranges: []watch.Range{{Type: "SEMVER", Events: []watch.Event{{Introduced: "0"}, {Fixed: fixed}}}}}},
		Fixed:    []watch.Fix{{Branch: "1.2", Version: fixed, Calendar: true}}}
}

func scored(d watch.VulnerabilityDetail, score float64) watch.VulnerabilityDetail {
	d.CVSS = &watch.CVSS{Version: "3.1", Vector: "CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:U/C:H/I:H/A:H", Score: score}
	return d
}

func exploitedBy(d watch.VulnerabilityDetail) watch.VulnerabilityDetail {
	d.KEV = &watch.Exploited{CVE: d.CVE, Action: "Apply mitigations per vendor instructions."}
	return d
}

func (w world) decide() watch.EntityDecisions {
	entity := watch.Entity{ID: "e", ContactRole: "dsi", SecurityRole: "securite", Programs: []watch.Declaration{
		{Program: "p", Version: w.version, Edition: w.edition, Packaging: w.packaging, Criticality: w.criticality, Owner: "infra"}}}
	var findings []watch.Finding
	for i := range w.vulns {
		findings = append(findings, watch.Finding{ID: "vulnerability-p-" + w.vulns[i].CVE, Program: "p", Kind: watch.FindingVulnerability, Detail: &w.vulns[i]})
	}
	for i := range w.releases {
		findings = append(findings, watch.Finding{ID: "release-p-" + w.releases[i].Version, Program: "p", Kind: watch.FindingRelease, Detail: &w.releases[i]})
	}
	for i := range w.cycles {
		c := w.cycles[i]
		findings = append(findings, watch.Finding{ID: "end-" + c.Cycle, Program: "p", Kind: watch.FindingEndOfSupport,
			Detail: &watch.LifecycleDetail{Branch: c.Cycle, Phase: "eol", Until: c.EOL}})
	}
	profiles := []watch.Profile{{Program: watch.Program{ID: "p", Name: "P"}, Cycles: w.cycles}}
	return Decide(entity, w.policy, nil, findings, profiles, w.curations, edition, asOf)
}

// secure is a security release.
func secure(version string, fixes ...string) watch.ReleaseDetail {
	return watch.ReleaseDetail{Version: version, Stable: true, Nature: watch.NatureSecurity, Fixes: fixes}
}

func ends(branch, day string) watch.Lifecycle {
	d, _ := watch.ParseDate(day)
	return watch.Lifecycle{Cycle: branch, EOL: watch.Until{State: watch.Dated, Date: d}, Maintained: d.After(asOf), Latest: branch + ".9"}
}

func TestRules(t *testing.T) {
	alert := about("CVE-1", "1.2.4")
	alert.CERTFR = []watch.Notice{{Reference: "CERTFR-2026-ALE-007", Type: "alerte"}}
	closed := about("CVE-1", "1.2.4")
	closed.CERTFR = []watch.Notice{{Reference: "CERTFR-2026-ALE-007", Type: "alerte", Closed: true}}
	notice := about("CVE-1", "1.2.4")
	notice.CERTFR = []watch.Notice{{Reference: "CERTFR-2026-AVI-0007", Type: "avis"}}
	likely := about("CVE-1", "1.2.4")
	likely.EPSS = &watch.EPSS{Score: 0.5}
	product := exploitedBy(about("CVE-1", "1.2.4"))
	product.Doubt = "wrong-product"
	reversed := scored(about("CVE-1", "1.2.4"), 9.8)
	reversed.Doubt = "introduced-after-fixed"
	enterprise := exploitedBy(about("CVE-1", "1.2.4"))
	enterprise.Edition = "enterprise"
	unranged := watch.VulnerabilityDetail{CVE: "CVE-1", InMonth: true, KEV: &watch.Exploited{}}
	old := about("CVE-1", "1.2.4")
	old.InMonth = false
	keyword := watch.ReleaseDetail{Version: "1.2.4", Stable: true, Nature: watch.NatureUnconfirmed}
	for _, tt := range []struct {
		name string
		w    world
		want watch.Level
		rule string
	}{
		{"nothing known is no row", world{version: "1.2.3"}, "", ""},
		{"affected and in KEV", world{version: "1.2.3", vulns: []watch.VulnerabilityDetail{exploitedBy(about("CVE-1", "1.2.4"))}}, watch.Immediate, ruleExploited},
		{"affected and in an open alert", world{version: "1.2.3", vulns: []watch.VulnerabilityDetail{alert}}, watch.Immediate, ruleExploited},
		{"a closed alert is no alert", world{version: "1.2.3", vulns: []watch.VulnerabilityDetail{closed}}, watch.Plan, ruleAffected},
		{"an advisory is no alert", world{version: "1.2.3", vulns: []watch.VulnerabilityDetail{notice}}, watch.Plan, ruleAffected},
		{"the repaired version is not affected", world{version: "1.2.4", vulns: []watch.VulnerabilityDetail{exploitedBy(about("CVE-1", "1.2.4"))}}, "", ""},
		{"an old record in KEV still counts", world{version: "1.2.3", vulns: []watch.VulnerabilityDetail{exploitedBy(old)}}, watch.Immediate, ruleExploited},
		{"critical score", world{version: "1.2.3", vulns: []watch.VulnerabilityDetail{scored(about("CVE-1", "1.2.4"), 9.0)}}, watch.Urgent, ruleSevere},
		{"just under critical", world{version: "1.2.3", vulns: []watch.VulnerabilityDetail{scored(about("CVE-1", "1.2.4"), 8.9)}}, watch.Plan, ruleAffected},
		{"likely exploitation", world{version: "1.2.3", vulns: []watch.VulnerabilityDetail{likely}}, watch.Urgent, ruleSevere},
		{"no score at all", world{version: "1.2.3", vulns: []watch.VulnerabilityDetail{about("CVE-1", "1.2.4")}}, watch.Plan, ruleAffected},
		{"undeclared is never immediate", world{vulns: []watch.VulnerabilityDetail{exploitedBy(scored(about("CVE-1", "1.2.4"), 10))}}, watch.Check, ruleUndeclared},
		{"undeclared, nothing new", world{vulns: []watch.VulnerabilityDetail{exploitedBy(old)}}, "", ""},
		{"another edition", world{version: "1.2.3", edition: "ce", vulns: []watch.VulnerabilityDetail{enterprise}}, "", ""},
		{"the same edition", world{version: "1.2.3", edition: "ee", vulns: []watch.VulnerabilityDetail{enterprise}}, watch.Immediate, ruleExploited},
		{"edition not declared", world{version: "1.2.3", vulns: []watch.VulnerabilityDetail{enterprise}}, watch.Immediate, ruleExploited},
		{"a record on another product", world{version: "1.2.3", vulns: []watch.VulnerabilityDetail{product}}, watch.Check, ruleDoubtful},
		{"a range that ends before it begins", world{version: "1.2.3", vulns: []watch.VulnerabilityDetail{reversed}}, watch.Check, ruleDoubtful},
		{"support ended", world{version: "1.2.3", cycles: []watch.Lifecycle{ends("1.2", "2026-07-31")}}, watch.Plan, ruleEnded},
		{"support ends in ninety days", world{version: "1.2.3", cycles: []watch.Lifecycle{ends("1.2", "2026-10-29")}}, watch.Plan, ruleEnding},
		{"support ends in ninety-one days", world{version: "1.2.3", cycles: []watch.Lifecycle{ends("1.2", "2026-10-30")}}, "", ""},
		{"another branch ended", world{version: "1.2.3", cycles: []watch.Lifecycle{ends("1.1", "2026-07-01")}}, "", ""},
		{"a keyword only", world{version: "1.2.3", releases: []watch.ReleaseDetail{keyword}}, watch.Check, ruleKeyword},
		{"a keyword in another branch, the declared one is maintained", world{version: "1.1.3", releases: []watch.ReleaseDetail{keyword}, cycles: []watch.Lifecycle{ends("1.2", "2028-01-01"), ends("1.1", "2028-01-01")}}, "", ""},
		{"a security release that no record judges", world{version: "1.2.3", releases: []watch.ReleaseDetail{secure("1.2.4", "CVE-9")}}, watch.Check, ruleAnnounced},
		{"a security release of a newer branch, no calendar", world{version: "1.1.3", releases: []watch.ReleaseDetail{secure("1.2.4", "CVE-9")}}, watch.Check, ruleAnnounced},
		{"a security release without an identifier", world{version: "1.2.3", releases: []watch.ReleaseDetail{secure("1.2.4")}}, watch.Check, ruleAnnounced},
		{"a security release that is declared", world{version: "1.2.4", releases: []watch.ReleaseDetail{secure("1.2.4", "CVE-9")}}, "", ""},
		{"a security release of which a record says that it does not matter", world{version: "1.2.4", releases: []watch.ReleaseDetail{secure("1.2.5", "CVE-1")}, vulns: []watch.VulnerabilityDetail{about("CVE-1", "1.2.4")}}, "", ""},
		{"a security release of another branch, the declared one is maintained", world{version: "1.1.3", releases: []watch.ReleaseDetail{secure("1.2.4", "CVE-9")}, cycles: []watch.Lifecycle{ends("1.2", "2028-01-01"), ends("1.1", "2028-01-01")}}, "", ""},
		{"a record that affects decides before the release", world{version: "1.2.3", releases: []watch.ReleaseDetail{secure("1.2.4", "CVE-1")}, vulns: []watch.VulnerabilityDetail{about("CVE-1", "1.2.4")}}, watch.Plan, ruleAffected},
		{"a keyword in another branch, no calendar, the declared one received a version", world{version: "1.1.3", releases: []watch.ReleaseDetail{keyword, {Version: "1.1.4", Stable: true, Nature: watch.NaturePatch}}}, "", ""},
		{"a keyword in the declared version", world{version: "1.2.4", releases: []watch.ReleaseDetail{keyword}}, "", ""},
		{"a Debian package", world{version: "1.2.3-1+deb12u1", packaging: watch.PackagingDebian, vulns: []watch.VulnerabilityDetail{exploitedBy(about("CVE-1", "1.2.4"))}}, watch.Check, ruleBackport},
		{"exploited, no range known", world{version: "1.2.3", vulns: []watch.VulnerabilityDetail{unranged}}, watch.Check, ruleUnranged},
		{"waived", world{version: "1.2.3", vulns: []watch.VulnerabilityDetail{exploitedBy(about("CVE-1", "1.2.4"))},
			curations: []watch.Curation{{Program: "p", What: "vulnerability", Subject: "CVE-1", Decision: "not-affected", Reason: "module absent"}}}, watch.Inform, ruleWaived},
		{"a waiver that is over", world{version: "1.2.3", vulns: []watch.VulnerabilityDetail{exploitedBy(about("CVE-1", "1.2.4"))},
			curations: []watch.Curation{{Program: "p", What: "vulnerability", Subject: "CVE-1", Decision: "not-affected", Until: edition.AddDays(-1)}}}, watch.Immediate, ruleExploited},
		{"a waiver of another entity", world{version: "1.2.3", vulns: []watch.VulnerabilityDetail{exploitedBy(about("CVE-1", "1.2.4"))},
			curations: []watch.Curation{{Program: "p", What: "vulnerability", Subject: "CVE-1", Decision: "not-affected", Entity: "other"}}}, watch.Immediate, ruleExploited},
		{"thresholds of the policy", world{version: "1.2.3", policy: watch.Policy{UrgentCVSS: 7}, vulns: []watch.VulnerabilityDetail{scored(about("CVE-1", "1.2.4"), 7.5)}}, watch.Urgent, ruleSevere},
	} {
		t.Run(tt.name, func(t *testing.T) {
			got := tt.w.decide()
			var level watch.Level
			rule := ""
			if len(got.Decisions) > 0 {
				level, rule = got.Decisions[0].Level, got.Decisions[0].Rule
			}
			if level != tt.want || rule != tt.rule {
				t.Errorf("got %q by %q, want %q by %q", level, rule, tt.want, tt.rule)
			}
		})
	}
}

func TestOwnersAndTraces(t *testing.T) {
	v := exploitedBy(about("CVE-1", "1.2.4"))
	v.KEV.Action = "Apply mitigations, following the “Forensics Triage Requirements”."
	got := world{version: "1.2.3", vulns: []watch.VulnerabilityDetail{v}}.decide().Decisions[0]
	if want := []string{"infra", "securite"}; !slices.Equal(got.Owners, want) {
		t.Errorf("owners %v, want %v", got.Owners, want)
	}
	if want := (watch.Action{Kind: watch.ActionUpgrade, Versions: []string{"1.2.4"}, Hunt: true, Forensic: true}); !equalAction(got.Action, want) {
		t.Errorf("action %+v, want %+v", got.Action, want)
	}
	if want := (watch.SSVC{Exploitation: "active", Automatable: "yes", TechnicalImpact: "total", Mission: "medium", Decision: "Act", Assumed: true}); *got.SSVC != want {
		t.Errorf("SSVC %+v, want %+v", *got.SSVC, want)
	}
}

func equalAction(a, b watch.Action) bool {
	return a.Kind == b.Kind && slices.Equal(a.Versions, b.Versions) && slices.Equal(a.Then, b.Then) && a.Hunt == b.Hunt && a.Forensic == b.Forensic
}

// drawWorld draws a declared program with vulnerabilities and a calendar.
func drawWorld(t *rapid.T) world {
	w := world{version: "1.2." + rapid.StringMatching(`[0-5]`).Draw(t, "patch"), criticality: watch.High}
	for i := range rapid.IntRange(0, 3).Draw(t, "vulnerabilities") {
		v := about("CVE-2026-000"+string(rune('1'+i)), "1.2."+rapid.StringMatching(`[0-6]`).Draw(t, "fixed"))
		if rapid.Bool().Draw(t, "scored") {
			v = scored(v, float64(rapid.IntRange(0, 100).Draw(t, "score"))/10)
		}
		if rapid.Bool().Draw(t, "estimated") {
			v.EPSS = &watch.EPSS{Score: rapid.Float64Range(0, 1).Draw(t, "epss")}
		}
		if rapid.IntRange(0, 3).Draw(t, "exploited") == 0 {
			v = exploitedBy(v)
		}
		w.vulns = append(w.vulns, v)
	}
	if rapid.Bool().Draw(t, "calendar") {
		w.cycles = []watch.Lifecycle{ends("1.2", asOf.AddDays(rapid.IntRange(-100, 200).Draw(t, "days")).String())}
	}
	return w
}

func rankOf(w world) int {
	d := w.decide().Decisions
	if len(d) == 0 {
		return 0
	}
	return d[0].Level.Rank()
}

// TestWorseInputNeverGivesALowerLevel changes one thing for the worse.
func TestWorseInputNeverGivesALowerLevel(t *testing.T) {
	worse := map[string]func(*rapid.T, *world) bool{
		"a vulnerability more": func(t *rapid.T, w *world) bool {
			w.vulns = append(w.vulns, scored(about("CVE-2026-0009", "1.2.9"), float64(rapid.IntRange(0, 100).Draw(t, "new score"))/10))
			return true
		},
		"a higher score": func(t *rapid.T, w *world) bool {
			if len(w.vulns) == 0 || w.vulns[0].CVSS == nil {
				return false
			}
			w.vulns[0] = scored(w.vulns[0], min(10, w.vulns[0].CVSS.Score+rapid.Float64Range(0, 5).Draw(t, "more")))
			return true
		},
		"a higher estimate": func(t *rapid.T, w *world) bool {
			if len(w.vulns) == 0 || w.vulns[0].EPSS == nil {
				return false
			}
			w.vulns[0].EPSS = &watch.EPSS{Score: min(1, w.vulns[0].EPSS.Score+rapid.Float64Range(0, 1).Draw(t, "more"))}
			return true
		},
		"exploitation": func(_ *rapid.T, w *world) bool {
			if len(w.vulns) == 0 {
				return false
			}
			w.vulns[0] = exploitedBy(w.vulns[0])
			return true
		},
		"a later repair": func(_ *rapid.T, w *world) bool {
			if len(w.vulns) == 0 {
				return false
			}
			old := w.vulns[0]
			w.vulns[0] = about(old.CVE, "1.2.9")
			w.vulns[0].CVSS, w.vulns[0].EPSS, w.vulns[0].KEV = old.CVSS, old.EPSS, old.KEV
			return true
		},
		"a nearer end": func(t *rapid.T, w *world) bool {
			if len(w.cycles) == 0 {
				return false
			}
			w.cycles = []watch.Lifecycle{ends("1.2", w.cycles[0].EOL.Date.AddDays(-rapid.IntRange(0, 200).Draw(t, "sooner")).String())}
			return true
		},
	}
	names := []string{"a vulnerability more", "a higher score", "a higher estimate", "exploitation", "a later repair", "a nearer end"}
	rapid.Check(t, func(t *rapid.T) {
		w := drawWorld(t)
		before := rankOf(w)
		changed := w
		changed.vulns = slices.Clone(w.vulns)
		name := rapid.SampledFrom(names).Draw(t, "change")
		if !worse[name](t, &changed) {
			return
		}
		if after := rankOf(changed); after < before {
			t.Fatalf("%s: level fell from %d to %d", name, before, after)
		}
	})
}

func TestSortOfTheTable(t *testing.T) {
	score := func(v float64) *float64 { return &v }
	p := portfolio{entity: watch.Entity{Programs: []watch.Declaration{
		{Program: "a", Criticality: watch.Low, Label: "zeta"}, {Program: "b", Criticality: watch.Vital, Label: "Alpha"},
		{Program: "c", Criticality: watch.Vital, Label: "beta"}, {Program: "d", Criticality: watch.Vital}, {Program: "e", Criticality: watch.Low}}}}
	list := []watch.Decision{
		{Program: "d", Level: watch.Plan, Embedded: true, Score: score(10)}, {Program: "a", Level: watch.Plan, Score: score(5)},
		{Program: "c", Level: watch.Plan}, {Program: "b", Level: watch.Plan}, {Program: "e", Level: watch.Urgent},
	}
	p.sort(list)
	var got []string
	for _, d := range list {
		got = append(got, d.Program)
	}
	if want := []string{"e", "a", "b", "c", "d"}; !slices.Equal(got, want) {
		t.Errorf("got %v, want %v", got, want)
	}
}

func TestDerivation(t *testing.T) {
	d := world{version: "1.2.3", criticality: watch.Vital, vulns: []watch.VulnerabilityDetail{exploitedBy(scored(about("CVE-1", "1.2.4"), 9.8))}}.decide().Decisions[0]
	want := []string{
		"rule 1 of 13, the first that matches: The declared version is affected by a vulnerability that is in KEV or in an open CERT-FR alert.",
		"highest base score of what affects the version: 9.8",
		"SSVC: exploitation active, automatable yes, technical impact total, mission high: Act",
	}
	if got := Derivation(d); !slices.Equal(got, want) {
		t.Errorf("got %q, want %q", got, want)
	}
}

func TestEveryRuleIsDocumented(t *testing.T) {
	names := map[string]bool{}
	for _, r := range rules {
		if r.Name == "" || r.Doc == "" || r.level.Rank() == 0 || names[r.Name] {
			t.Errorf("rule %q: no document, no level, or twice", r.Name)
		}
		names[r.Name] = true
	}
}
