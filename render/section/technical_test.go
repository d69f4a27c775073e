package section

import (
	"slices"
	"testing"

	"guette/render"
	"guette/watch"
)

func TestEffectOfAVector(t *testing.T) {
	for _, tt := range []struct {
		name, version, vector string
		want                  effect
	}{
		{"version 3.1", "3.1", "CVSS:3.1/AV:N/AC:H/PR:L/UI:R/S:U/C:H/I:L/A:N", effect{"high", "low", "", "N", "L", true, false, true}},
		{"version 4.0", "4.0", "CVSS:4.0/AV:A/AC:L/AT:P/PR:N/UI:N/VC:L/VI:N/VA:H/SC:N/SI:N/SA:N", effect{"low", "", "high", "A", "N", false, true, false}},
		{"version 4.0, passive interaction", "4.0", "CVSS:4.0/AV:L/AC:L/AT:N/PR:H/UI:P/VC:N/VI:N/VA:N/SC:N/SI:N/SA:N", effect{"", "", "", "L", "H", false, false, true}},
		{"version 2", "2.0", "AV:N/AC:H/Au:S/C:C/I:P/A:N", effect{"high", "low", "", "N", "L", true, false, false}},
	} {
		t.Run(tt.name, func(t *testing.T) {
			got, ok := effectOf(&watch.CVSS{Version: tt.version, Vector: tt.vector})
			if !ok || got != tt.want {
				t.Errorf("got %+v, want %+v", got, tt.want)
			}
		})
	}
	if _, ok := effectOf(nil); ok {
		t.Error("no vector, no effect")
	}
}

func version(v, day string) released {
	d, _ := watch.ParseDate(day)
	return released{Finding: watch.Finding{ID: v, Date: d}, ReleaseDetail: &watch.ReleaseDetail{Version: v}}
}

func TestVersionsAreGroupedByDay(t *testing.T) {
	odd := version("19.2.0", "2026-07-15")
	odd.Dates = []watch.Date{{Year: 2026, Month: 7, Day: 15}, {Year: 2026, Month: 7, Day: 16}}
	got := groupDays([]released{version("1.30.4", "2026-07-15"), version("1.29.9", "2026-07-01"), version("1.31.3", "2026-07-15"), odd})
	want := [][]string{{"1.29.9"}, {"19.2.0"}, {"1.31.3", "1.30.4"}}
	if len(got) != 3 {
		t.Fatalf("%d groups: %v", len(got), got)
	}
	for i, g := range got {
		if !slices.Equal(g.Versions, want[i]) {
			t.Errorf("group %d: %v, want %v", i, g.Versions, want[i])
		}
	}
	if len(got[1].Days) != 2 {
		t.Errorf("days %v, want both of sources that disagree", got[1].Days)
	}
}

func vulnerability(cve string, score float64, fixes ...string) vulnerable {
	d := &watch.VulnerabilityDetail{CVE: cve, InMonth: true}
	if score > 0 {
		d.CVSS = &watch.CVSS{Score: score, Rating: watch.SeverityHigh}
		if score >= 9 {
			d.CVSS.Rating = watch.SeverityCritical
		}
	}
	for _, f := range fixes {
		v, _ := watch.ParseVersion(f)
		d.Fixed = append(d.Fixed, watch.Fix{Branch: v.Branch(2), Version: f})
	}
	return vulnerable{Covered: render.Covered{Program: watch.Program{ID: "p"}, Name: "P"}, VulnerabilityDetail: d}
}

func TestFixedInIsTheHighestOfEachBranch(t *testing.T) {
	wrong := vulnerability("CVE-3", 5, "9.9.9")
	wrong.Doubt = "wrong-product"
	got := fixedIn([]vulnerable{vulnerability("CVE-1", 5, "1.30.3", "1.31.2"), vulnerability("CVE-2", 5, "1.30.4"), wrong})
	if want := []string{"1.30.4", "1.31.2"}; !slices.Equal(got, want) {
		t.Errorf("got %v, want %v", got, want)
	}
}

func TestCountsOfARow(t *testing.T) {
	month := watch.Month{Year: 2026, Month: 7}
	kev := vulnerability("CVE-2", 5.9)
	kev.KEV = &watch.Exploited{}
	got := countFacts([]vulnerable{vulnerability("CVE-1", 9.8), kev, vulnerability("CVE-3", 9.8), vulnerability("CVE-4", 0)}, month)
	if got.N != 4 || got.Exploited != 1 || got.Top != watch.SeverityCritical || got.TopN != 2 || got.Score != 9.8 || !slices.Equal(got.TopCVEs, []string{"CVE-1", "CVE-3"}) || !got.Since.IsZero() {
		t.Errorf("got %+v", got)
	}
	none := countFacts([]vulnerable{vulnerability("CVE-4", 0)}, month)
	if none.Score != -1 || none.Top != watch.SeverityUnknown {
		t.Errorf("not scored: got %+v", none)
	}
	old := vulnerability("CVE-5", 9.8, "1.25.2")
	old.InMonth, old.FixedIn = false, "1.25.2"
	old.Fixed[0].Date = watch.Date{Year: 2026, Month: 5, Day: 8}
	if got := countFacts([]vulnerable{old}, month); got.Since != old.Fixed[0].Date {
		t.Errorf("repaired since %s, want %s", got.Since, old.Fixed[0].Date)
	}
}

func TestWhyAVulnerabilityDoesNotAffect(t *testing.T) {
	declared := render.Covered{Program: watch.Program{ID: "p"}, Name: "P", Declaration: &watch.Declaration{Program: "p", Version: "10.6.12"}}
	row := outsideRow{Covered: declared}
	below, other, edition, mobile := vulnerability("CVE-1", 5, "10.5.12", "10.6.11"), vulnerability("CVE-2", 5, "11.3.14"), vulnerability("CVE-3", 5, "11.3.14"), vulnerability("CVE-4", 5, "33.1.0")
	edition.Verdict, mobile.Doubt = watch.AffectedEdition, "wrong-product"
	edition.VulnerabilityDetail.Edition = "enterprise"
	for _, x := range []vulnerable{below, other, edition, mobile} {
		x.Covered = declared
		row.add(x)
	}
	for _, c := range []struct {
		name      string
		got, want []string
	}{{"repaired", row.Below, []string{"CVE-1"}}, {"other branches", row.Branches, []string{"CVE-2"}}, {"edition", row.Edition, []string{"CVE-3"}}, {"product", row.Product, []string{"CVE-4"}}} {
		if !slices.Equal(c.got, c.want) {
			t.Errorf("%s: %v, want %v", c.name, c.got, c.want)
		}
	}
}

func TestThePlanGroupsOfTheSummary(t *testing.T) {
	m := &month{b: &render.Bulletin{Entity: &watch.Entity{ContactRole: "dsi"}, Month: watch.Month{Year: 2026, Month: 7}}}
	plan := func(program, owner string, ended bool) priorityRow {
		r := priorityRow{Decision: watch.Decision{Program: program, Level: watch.Plan, Owners: []string{owner}}, Name: program}
		if ended {
			r.Support, r.SupportFirst = &supportFact{Branch: "1", Ended: true, Until: watch.Date{Year: 2026, Month: 7, Day: 6}}, true
		} else {
			r.Vulns = &vulnFact{N: 1}
		}
		return r
	}
	urgent := priorityRow{Decision: watch.Decision{Program: "u", Level: watch.Urgent, Owners: []string{"infra"}}, Name: "u"}
	got := m.actions([]priorityRow{urgent, plan("v", "web", false), plan("a", "x", true), plan("b", "y", true), plan("c", "z", true)})
	if len(got) != 3 || got[0].Cause != "" || got[1].Cause != "ended" || got[2].Cause != "affected" {
		t.Fatalf("got %+v", got)
	}
	if got[1].Roles != "dsi" || got[1].N != 1 {
		t.Errorf("three owners become the contact role, got %q", got[1].Roles)
	}
	if got[2].Roles != "web" || got[1].New != 3 || got[2].Rank != 3 {
		t.Errorf("got %+v", got[1:])
	}
}

func TestFixesOfARowDifferByBranch(t *testing.T) {
	release := func(version string, fixes ...string) released {
		r := inJuly(version)
		r.Fixes = fixes
		return r
	}
	enterprise := vulnerability("CVE-2026-11827", 5)
	enterprise.Verdict, enterprise.VulnerabilityDetail.Edition = watch.AffectedEdition, "enterprise"
	m := &month{b: &render.Bulletin{Entity: &watch.Entity{}}, recorded: []vulnerable{enterprise}}
	row := m.versionRow(enterprise.Covered, watch.NatureSecurity, []released{release("7.0.2", "CVE-2026-11827", "CVE-2026-6352"), release("6.8.6", "CVE-2026-6352")})
	if want := []string{"CVE-2026-6352", "CVE-2026-11827"}; !slices.Equal(row.Fixes, want) {
		t.Errorf("all: %v, want %v by their numbers", row.Fixes, want)
	}
	if !slices.Equal(row.Common, []string{"CVE-2026-6352"}) || !slices.Equal(row.Some, []string{"CVE-2026-11827"}) {
		t.Errorf("common %v, some %v", row.Common, row.Some)
	}
	if row.Elsewhere == nil || row.Elsewhere.N != 1 || row.Elsewhere.Title() != "Enterprise" {
		t.Errorf("other edition: %+v", row.Elsewhere)
	}
}

func TestALinkSaysItsTarget(t *testing.T) {
	calendar := []watch.Origin{watch.OriginLifecycle}
	for _, tt := range []struct {
		name, notes, evidence string
		origins               []watch.Origin
		want                  proof
	}{
		{"notes of the version", "https://x.test/8.9.7/", "", calendar, proof{"page", "8.9.7", "https://x.test/8.9.7/"}},
		{"a page for the branch", "https://x.test/8.9/", "", calendar, proof{"branch", "8.9", "https://x.test/8.9/"}},
		{"notes that a forge keeps", "https://x.test/notes", "", []watch.Origin{watch.OriginForge}, proof{"page", "8.9.7", "https://x.test/notes"}},
		{"a calendar", "", "https://endoflife.date/p", calendar, proof{"calendar", "P", "https://endoflife.date/p"}},
		{"a repository", "", "https://forge.test/p", []watch.Origin{watch.OriginForge}, proof{"repository", "P", "https://forge.test/p"}},
	} {
		r := inJuly("8.9.7")
		r.Branch, r.NotesURL, r.Origins, r.Repository = "8.9", tt.notes, tt.origins, "https://forge.test/p.git"
		r.Finding.Evidence = []watch.Evidence{{URL: tt.evidence}}
		row := versionRow{Covered: render.Covered{Name: "P"}}
		if got := row.page(r); got != tt.want {
			t.Errorf("%s: got %v, want %v", tt.name, got, tt.want)
		}
	}
}

func inJuly(v string) released { return version(v, "2026-07-17") }
