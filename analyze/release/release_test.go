package release

import (
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"guette/analyze"
	"guette/watch"
)

const repo = "https://forge.test/p/p"

type catalogue map[string]string

func (c catalogue) Program(id string) (watch.Program, bool) { return watch.Program{}, false }
func (c catalogue) Named(name string) (string, bool) {
	id, ok := c[strings.ToLower(name)]
	return id, ok
}
func (c catalogue) All() []watch.Program { return nil }

func at(s string) time.Time {
	t, err := time.Parse(time.DateOnly, s)
	if err != nil {
		panic(err)
	}
	return t.Add(10 * time.Hour)
}

func tag(name, when string) watch.Fact {
	return watch.Fact{Key: name, Evidence: watch.Evidence{URL: repo + "/" + name}, Body: &watch.Tag{Repository: repo, Name: name, Commit: "c-" + name, Committed: at(when), State: watch.TagPresent}}
}

func noted(name, when, notes string) watch.Fact {
	return watch.Fact{Key: "forge " + name, Evidence: watch.Evidence{URL: repo + "/releases/" + name},
		Body: &watch.Release{Version: name, Tag: name, Published: at(when), Notes: notes, Origin: watch.OriginForge, Repository: repo}}
}

func cycle(name, released string, lts bool) watch.Fact {
	d, _ := watch.ParseDate(released)
	return watch.Fact{Key: name, Body: &watch.Lifecycle{Cycle: name, Released: d, LTS: lts, AsOf: watch.Date{Year: 2026, Month: 7, Day: 31}}}
}

// latest is a branch that was opened long ago, and its newest version.
func latest(name, version, day string) watch.Fact {
	d, _ := watch.ParseDate(day)
	return watch.Fact{Key: name, Evidence: watch.Evidence{URL: "https://calendar.test"}, Body: &watch.Lifecycle{Cycle: name, Released: watch.Date{Year: 2025, Month: 1, Day: 1}, Latest: version, LatestDate: d, AsOf: watch.Date{Year: 2026, Month: 7, Day: 31}}}
}

func run7(p watch.Program, findings []watch.Finding, curations []watch.Curation, facts ...watch.Fact) analyze.Output {
	zone, _ := time.LoadLocation("Europe/Paris")
	m := watch.Month{Year: 2026, Month: 7}
	p.ID, p.Name, p.Repositories = "p", "P", []string{repo}
	in := &analyze.Input{Month: m, Zone: zone, AsOf: m.LastDay(), Edition: m.LastDay().AddDays(7), Program: p, Facts: facts,
		Curations: curations, Programs: catalogue{"nginx": "nginx", "pgbouncer": "pgbouncer"}}
	out, err := analyze.Run(in, []*analyze.Analyzer{{Name: "given", Run: func(_ *analyze.Input, out *analyze.Output) error {
		out.Findings = append(out.Findings, findings...)
		return nil
	}}, Analyzer})
	if err != nil {
		panic(err)
	}
	return out
}

// lines writes what was found, one release a line.
func lines(out analyze.Output) []string {
	var list []string
	for f, d := range watch.DetailOf[*watch.ReleaseDetail](out.Findings) {
		line := fmt.Sprintf("%s %s", d.Version, d.Nature)
		for _, x := range []struct {
			is   bool
			word string
		}{{d.Backport, "backport"}, {d.NewBranch, "opens " + d.Branch}, {d.Mark != "", d.Mark}, {d.Series != "", "series " + d.Series}, {len(d.Fixes) > 0, strings.Join(d.Fixes, "+")},
			{f.Kind == watch.FindingSecurityRelease, "security-release"}, {f.Kind == watch.FindingDistribution, "distribution-change"}, {!d.Stable, "unstable"}} {
			if x.is {
				line += ", " + x.word
			}
		}
		list = append(list, line)
	}
	return list
}

func TestReleasesOfTheMonth(t *testing.T) {
	fixes := []watch.Finding{{ID: "v", Program: "p", Kind: watch.FindingVulnerability, Severity: watch.SeverityHigh,
		Detail: &watch.VulnerabilityDetail{CVE: "CVE-2026-1", Fixed: []watch.Fix{{Branch: "1.30", Version: "1.30.4"}}}}}
	for _, tt := range []struct {
		name      string
		findings  []watch.Finding
		curations []watch.Curation
		facts     []watch.Fact
		want      []string
	}{
		{"major, minor, patch by the numbers", nil, nil, []watch.Fact{
			tag("v1.2.3", "2026-06-01"), tag("v1.2.4", "2026-07-02"), tag("v1.3.0", "2026-07-03"), tag("v2.0.0", "2026-07-04")},
			[]string{"1.2.4 patch", "1.3.0 minor, opens 1.3", "2.0.0 major, opens 2.0"}},
		{"none of another month", nil, nil, []watch.Fact{tag("v1.0.0", "2026-06-30"), tag("v1.0.1", "2026-08-01")}, nil},
		{"a back-port is not the latest", nil, nil, []watch.Fact{tag("v1.31.2", "2026-06-01"), tag("v1.30.3", "2026-06-01"), tag("v1.30.4", "2026-07-15")},
			[]string{"1.30.4 patch, backport"}},
		{"the fixed version of a record", fixes, nil, []watch.Fact{tag("v1.30.3", "2026-06-01"), tag("v1.30.4", "2026-07-15")},
			[]string{"1.30.4 security, CVE-2026-1, security-release"}},
		{"an identifier that notes repair", nil, nil, []watch.Fact{tag("v1.30.4", "2026-07-15"), noted("v1.30.4", "2026-07-15", "- Fix CVE-2026-9000 in the parser")},
			[]string{"1.30.4 security, CVE-2026-9000, security-release"}},
		{"a heading of the notes", nil, nil, []watch.Fact{tag("v1.30.4", "2026-07-15"), noted("v1.30.4", "2026-07-15", "### Security\n- stricter checks")},
			[]string{"1.30.4 security, security-release"}},
		{"a keyword alone is no proof", nil, nil, []watch.Fact{tag("v1.30.4", "2026-07-15"), noted("v1.30.4", "2026-07-15", "- fix(security): escape text")},
			[]string{"1.30.4 security-unconfirmed"}},
		{"pre-releases and nightly builds", nil, nil, []watch.Fact{tag("v2.0.0-rc1", "2026-07-01"), tag("v2.0.0-nightly.20260701", "2026-07-01")},
			[]string{"2.0.0-nightly.20260701 prerelease, nightly, unstable", "2.0.0-rc1 prerelease, unstable"}},
		{"all nines are a mistake", nil, nil, []watch.Fact{tag("v1.2.3", "2026-06-01"), tag("v99.99.99", "2026-07-02"), tag("v1.2.4", "2026-07-03")},
			[]string{"99.99.99 prerelease, mistaken, unstable", "1.2.4 patch"}},
		{"a jump that the project took back", nil, nil, []watch.Fact{tag("v1.2.3", "2026-06-01"), tag("v40.0.0", "2026-07-02"), tag("v1.2.4", "2026-07-03")},
			[]string{"40.0.0 prerelease, mistaken, unstable", "1.2.4 patch"}},
		{"a jump that lasts is none", nil, nil, []watch.Fact{tag("v3.38.0", "2026-06-01"), tag("v40.0.0", "2026-07-02"), tag("v40.1.0", "2026-07-20"), tag("v3.38.1", "2026-07-21")},
			[]string{"40.0.0 major, opens 40.0", "40.1.0 minor, opens 40.1", "3.38.1 patch, backport"}},
		{"a tag made again", nil, nil, []watch.Fact{{Key: "a", Evidence: watch.Evidence{URL: repo}, Body: &watch.Tag{Repository: repo, Name: "v1.2.3", Commit: "b", Committed: at("2026-07-02"), State: watch.TagMoved, Previous: "a"}}},
			[]string{"1.2.3 patch, re-tagged"}},
		{"a tag that was deleted", nil, nil, []watch.Fact{{Key: "a", Evidence: watch.Evidence{URL: repo}, Body: &watch.Tag{Repository: repo, Name: "v1.2.3", Commit: "b", Committed: at("2026-07-02"), State: watch.TagDeleted}}},
			[]string{"1.2.3 prerelease, yanked, unstable"}},
		{"what people know better", nil, []watch.Curation{{Program: "p", What: "tag", Subject: "v1.2.3", Decision: "not-a-release"}}, []watch.Fact{tag("v1.2.3", "2026-07-02")},
			[]string{"1.2.3 prerelease, not-a-release, unstable"}},
		{"a component", nil, nil, []watch.Fact{tag("v1.2.3", "2026-07-02"), tag("web-v5.4.0", "2026-07-02")},
			[]string{"1.2.3 patch", "5.4.0 minor, series web"}},
		{"a new branch of the calendar", nil, nil, []watch.Fact{tag("v153.0", "2026-07-21"), tag("v140.13.0", "2026-07-21"), tag("v140.12.0", "2026-06-21"), cycle("153", "2026-07-21", true), cycle("140", "2025-06-24", true)},
			[]string{"140.13.0 patch", "153.0 major, opens 153"}},
		{"a calendar alone does not tell what came before", nil, nil, []watch.Fact{latest("14", "14.3.5", "2026-07-14"), latest("13", "13.4.33", "2026-07-14"), latest("29", "29.6.0", "2026-07-16")},
			[]string{"13.4.33 patch, backport", "14.3.5 patch, backport", "29.6.0 minor"}},
		{"calendar versions", nil, nil, []watch.Fact{tag("26.6.0", "2026-06-15"), tag("26.7.0", "2026-07-15"), tag("26.7.1", "2026-07-24")},
			[]string{"26.7.0 minor, opens 26.7", "26.7.1 patch"}},
		{"dates tell nothing", nil, nil, []watch.Fact{tag("2026.07.01", "2026-07-01"), tag("RELEASE.2026-07-15T17-29-55Z", "2026-07-15")},
			[]string{"2026.07.01 other", "2026-07-15T17-29-55Z other"}},
	} {
		t.Run(tt.name, func(t *testing.T) {
			got := lines(run7(watch.Program{}, tt.findings, tt.curations, tt.facts...))
			if !slices.Equal(got, tt.want) {
				t.Errorf("got\n %s\nwant\n %s", strings.Join(got, "\n "), strings.Join(tt.want, "\n "))
			}
		})
	}
}

func TestLastIsTheNewestStableOne(t *testing.T) {
	out := run7(watch.Program{}, nil, nil, tag("v1.2.3", "2026-05-01"), tag("v1.3.0-rc1", "2026-06-01"), tag("v99.99.99", "2026-06-02"), tag("web-v9.0.0", "2026-06-03"), tag("v1.4.0", "2026-08-01"))
	if out.Profile.Last == nil || out.Profile.Last.Version != "1.2.3" {
		t.Errorf("got %+v, want 1.2.3", out.Profile.Last)
	}
}

func TestEmbeddedComponents(t *testing.T) {
	out := run7(watch.Program{}, nil, nil, tag("v1.0.0", "2026-07-01"),
		noted("v1.0.0", "2026-07-01", "- Bump nginx from 1.31.0-alpine to 1.31.2-alpine\n- Bump edoburu/pgbouncer to 1.25.2\n- Bump actions/checkout from 6.0.3 to 7.0.0"))
	want := []watch.Bump{{Program: "nginx", From: "1.31.0", To: "1.31.2"}, {Program: "pgbouncer", To: "1.25.2"}}
	for _, d := range watch.DetailOf[*watch.ReleaseDetail](out.Findings) {
		if !slices.Equal(d.Embedded, want) {
			t.Errorf("got %+v, want %+v", d.Embedded, want)
		}
	}
}

func TestTheSameFactsGiveTheSameIDs(t *testing.T) {
	facts := []watch.Fact{tag("v1.2.3", "2026-07-01"), tag("1.2.3", "2026-07-02"), tag("V1.2.3", "2026-07-03"), tag("web-v1.2.3", "2026-07-04")}
	ids := func() (list []string) {
		for _, f := range run7(watch.Program{}, nil, nil, facts...).Findings {
			list = append(list, f.ID)
		}
		slices.Sort(list)
		return list
	}
	got := ids()
	if len(slices.Compact(slices.Clone(got))) != 4 {
		t.Errorf("ids are not unique: %v", got)
	}
	if again := ids(); !slices.Equal(got, again) {
		t.Errorf("%v, then %v", got, again)
	}
}

func commit(hash, subject, when string, merge bool, version string, reasons ...watch.CommitReason) watch.Fact {
	return watch.Fact{Key: hash, Evidence: watch.Evidence{URL: repo + "/commit/" + hash},
		Body: &watch.Commit{Repository: repo, Hash: hash, Subject: subject, Merge: merge, Committed: at(when), Reasons: reasons, Version: version}}
}

// in says which tags hold a commit.
func in(f watch.Fact, tags ...string) watch.Fact {
	f.Body.(*watch.Commit).Tags = tags
	return f
}

func TestWhatCommitsSay(t *testing.T) {
	security := in(commit("cb2aacc", "mcmc: upstream bump for security issue", "2026-07-02", false, "", watch.CommitSecurity), "1.6.43", "v1.30.4")
	merged := commit("415f059", "vulnerability-fix", "2026-07-20", true, "", watch.CommitSecurity)
	announced := commit("99a1566", "update version to 2.12.5", "2026-07-23", false, "2.12.5", watch.CommitVersion)
	for _, tt := range []struct {
		name  string
		facts []watch.Fact
		want  []string
	}{
		{"an older branch that is tagged after a commit does not hold it", []watch.Fact{in(commit("a", "fix security issue", "2026-07-02", false, "", watch.CommitSecurity), "1.7.1"),
			tag("1.6.43", "2026-04-01"), tag("1.7.0", "2026-05-01"), tag("1.6.44", "2026-07-03"), tag("1.7.1", "2026-07-20")}, []string{"1.6.44 patch, backport", "1.7.1 security-unconfirmed"}},
		{"a commit that no version holds yet", []watch.Fact{commit("a", "fix security issue", "2026-07-02", false, "", watch.CommitSecurity), tag("1.6.42", "2026-05-01"), tag("1.6.43", "2026-07-03")}, []string{"1.6.43 patch"}},
		{"a commit belongs to the tag that holds it", []watch.Fact{security, tag("1.6.42", "2026-05-01"), tag("1.6.43", "2026-07-03"), tag("1.6.44", "2026-07-07")},
			[]string{"1.6.43 security-unconfirmed", "1.6.44 patch"}},
		{"a project that does not tag any more", []watch.Fact{merged, announced, tag("2.8.1", "2020-12-10")}, []string{"2.12.5 security-unconfirmed, untagged, distribution-change, unstable"}},
		{"the number of the next version is no release", []watch.Fact{announced, tag("2.12.4", "2026-05-01")}, nil},
		{"a number below the last tag", []watch.Fact{announced, tag("3.0.0", "2020-12-10")}, nil},
		{"a commit of another month", []watch.Fact{commit("a", "fix security issue", "2026-06-30", false, "", watch.CommitSecurity), tag("1.6.42", "2026-05-01"), tag("1.6.43", "2026-07-03")}, []string{"1.6.43 patch"}},
		{"a commit on a vulnerability of a dependency", []watch.Fact{in(commit("a", "constrain joserfc >=1.6.8 for CVE-2026-49852", "2026-07-02", false, "", watch.CommitSecurity), "1.6.43"), tag("1.6.42", "2026-05-01"), tag("1.6.43", "2026-07-03")}, []string{"1.6.43 patch"}},
		{"a commit that names a vulnerability of its own", []watch.Fact{in(commit("a", "fix CVE-2026-49852 in the parser", "2026-07-02", false, "", watch.CommitSecurity), "1.6.43"), tag("1.6.43", "2026-07-03")}, []string{"1.6.43 security, CVE-2026-49852, security-release"}},
		{"commits on documents", []watch.Fact{in(commit("a", "VULN-DISCLOSURE-POLICY.md: emphasize comm as a human", "2026-07-02", false, "", watch.CommitSecurity), "1.6.43"),
			in(commit("b", "Changelog TODO Later: defer until a security decision", "2026-07-02", false, "", watch.CommitSecurity), "1.6.43"), tag("1.6.42", "2026-05-01"), tag("1.6.43", "2026-07-03")}, []string{"1.6.43 patch"}},
		{"a document that names a vulnerability", []watch.Fact{in(commit("a", "changelog: add CVE-2026-49852", "2026-07-02", false, "", watch.CommitSecurity), "1.6.43"), tag("1.6.43", "2026-07-03")}, []string{"1.6.43 security, CVE-2026-49852, security-release"}},
		{"notes speak before commits", []watch.Fact{security, tag("1.6.42", "2026-05-01"), tag("1.6.43", "2026-07-03"), noted("1.6.43", "2026-07-03", "### Added\n- a thing")}, []string{"1.6.43 patch"}},
		{"a better proof stays", []watch.Fact{security, tag("v1.30.4", "2026-07-15"), noted("v1.30.4", "2026-07-15", "- Fix CVE-2026-9000")}, []string{"1.30.4 security, CVE-2026-9000, security-release"}},
	} {
		t.Run(tt.name, func(t *testing.T) {
			if got := lines(run7(watch.Program{}, nil, nil, tt.facts...)); !slices.Equal(got, tt.want) {
				t.Errorf("got %q, want %q", got, tt.want)
			}
		})
	}
}
