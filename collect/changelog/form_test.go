package changelog_test

import (
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"guette/collect"
	"guette/collect/changelog"
	"guette/collect/collecttest"
	"guette/watch"
)

// Each text is made after the changelog of a real project.
func TestHabitsOfTheWorld(t *testing.T) {
	for _, tt := range []struct{ name, text, want string }{
		{"v. before the version", "v.2.12.0 (Not yet released)\n==========\n* a\n\nv.2.11.5 2026-04-29\n==========\n* b\n\nv.2.11.4 2025-10-29\n==========\n* c\n", "2.11.5 2026-04-29, 2.11.4 2025-10-29"},
		{"a project that changed its words", "---------\nScheduled Release 8.2610.0 (aka 2026.10) 2026-10-??\n\n---------\nScheduled Release 8.2608.0 (aka 2026.08) 2026-08-18\n\n- a\n---------\n" +
			strings.Repeat("Version 8.1907.0 [v8-stable] 2019-07-09\n- a\n---------\nVersion 8.1906.0 [v8-stable] 2019-06-09\n- a\n---------\nVersion 8.1905.0 [v8-stable] 2019-05-09\n- a\n---------\n", 1),
			"8.2608.0 2026-08-18, 8.1907.0 2019-07-09, 8.1906.0 2019-06-09, 8.1905.0 2019-05-09"},
		{"a project that has another name", "=====\nVinyl NEXT (2027-01-01)\n=====\n* z\n\n=====\nVarnish-Cache 8.0.0 (2025-09-15)\n=====\n* a\n\n=====\nVarnish Cache 7.6.1 (2024-11-08)\n=====\n* b\n\n=====\nVarnish Cache 7.6.0 (2024-09-13)\n=====\n* c\n",
			"8.0.0 2025-09-15, 7.6.1 2024-11-08, 7.6.0 2024-09-13"},
		{"a line for the editor above the first heading", "          -*- coding: utf-8 -*-\nChanges with Tool 2.4.63\n\n  *) a\n\nChanges with Tool 2.4.62\n\n  *) b\n", "2.4.63, 2.4.62"},
		{"a name and a version", "Tool 3.7.0rc1\n2026/08/20\n\n - a\n\nTool 3.6.0\n2025/08/20\n\n - b\n", "3.7.0rc1 2026-08-20, 3.6.0 2025-08-20"},
		{"a name, a version and a day with its name", "ToolServer 4.0.0 Sun 10 Jul 2016 15:48:14 EDT urgency=medium\n\tFeatures\n\t* a\n", "4.0.0 2016-07-10"},
		{"a name glued to the version, above other headings", "-*- text -*-\n\ntool-2.0.76, 2024-05-17\n\n A (1):\n      fix\n\n2.0.75  2023-01-01\n\n * b\n\n2.0.74  2022-01-01\n\n * c\n", "2.0.76 2024-05-17, 2.0.75 2023-01-01, 2.0.74 2022-01-01"},
		{"items of a list", "====\nNEWS\n====\n\n- 1.4.85 - 2026-07-08\n  * [a] fix\n\n- 1.4.84 - 2026-06-17\n  * [b] fix\n", "1.4.85 2026-07-08, 1.4.84 2026-06-17"},
		{"headings of a wiki", "== Tool changelog\n\nwords\n\n== 2026-06-30 v7.0.0\n\n=== [Accounts]\n* a\n\n== 2026-06-15 v6.1.3\n\n* b\n", "7.0.0 2026-06-30, 6.1.3 2026-06-15"},
		{"rows of stars", "***** ChangeLog for 3.8.4 compared to 3.8.3 *****\nFIX: a\n\n***** ChangeLog for 3.8.3 compared to 3.8.2 *****\nFIX: b\n", "3.8.4, 3.8.3"},
		{"lone numbers and a signature", "CHANGES WITH 236:\n\n        * a\n\n        — Berlin, 2017-12-14\n\nCHANGES WITH 235:\n\n        * b\n\n        — Berlin, 2017-10-06\n", "236 2017-12-14, 235 2017-10-06"},
		{"from one version to the next", "Changes\n-------\n\n1.1.6 -> 1.2.0\n\n- a\n\n1.1.5 -> 1.1.6\n\n- b\n", "1.2.0, 1.1.6"},
		{"a beta in brackets", "Version 4.0 (2025/09/09)\n----\n - a\n\nVersion 4.0 (beta 2) (2025/06/01)\n----\n - b\n", "4.0 2025-09-09, 4.0beta2 2025-06-01"},
		{"months in letters between dashes", "1.3.10 - Released 14-Aug-2026\n--------\n- a\n\n1.3.9 - Released 07-Jul-2026\n--------\n- b\n", "1.3.10 2026-08-14, 1.3.9 2026-07-07"},
		{"the notes of one version", "curl and libcurl 8.22.0\n\n Public curl releases:         276\n\nThis release includes the following changes:\n\n o a\n", "8.22.0"},
		{"the title of a series", "Redis 7.2 release notes\n==========\n\nwords\n\n==========\nRedis 7.2.5    Released Thu 16 May 2024 12:00:00 IST\n==========\n* a\n\n==========\nRedis 7.2.4    Released Tue 09 Jan 2024 10:45:52 IST\n==========\n* b\n", "7.2.5 2024-05-16, 7.2.4 2024-01-09"},
		{"a title above its versions", "# NetBox v4.6\n\n## v4.6.8 (2026-08-11)\n* a\n\n## v4.6.7 (2026-07-30)\n* b\n", "4.6.8 2026-08-11, 4.6.7 2026-07-30"},
		{"a part that names the version again", "# v3.0.1\n* a\n# v3.0.0\n* a\n### 3.0 Cleanup\n* b\n# v2.10.7\n* c\n", "3.0.1, 3.0.0, 2.10.7"},
		{"packages of one repository", "## cli@2.1.0\n- a\n\n## @scope/server@1.4.0 (2026-07-01)\n- b\n", "cli@2.1.0, @scope/server@1.4.0 2026-07-01"},
		{"nothing but what is to come", "The v1.13.x series is supported until **August 1 2027**.\n\n## 1.13.0 (Unreleased)\n\nBUG FIXES:\n\n- a\n", ""},
		{"to come, in other words", "Version 2.0.0b23 (not released yet)\n-------\n- a\n\nVersion 2.0.0b22 (2026-07-22)\n-------\n- b\n", "2.0.0b22 2026-07-22"},
		{"to come, in French and German", "## 3.2 (à venir)\n- a\n## 3.1 (unveröffentlicht)\n- a\n## 3.0 (1er août 2026)\n- b\n## 2.9 (12 juillet 2026)\n- c\n", "3.0 2026-08-01, 2.9 2026-07-12"},
		{"days of Germany and Spain", "## 3.0 (12. Juli 2026)\n- b\n## 2.9 (7 de enero de 2026)\n- c\n## 2.8 (3. März 2025)\n- d\n", "3.0 2026-07-12, 2.9 2026-01-07, 2.8 2025-03-03"},
		{"days with slashes, in the order that the file tells", "## 3.0 (04/07/2026)\n- b\n## 2.9 (28/06/2026)\n- c\n", "3.0 2026-07-04, 2.9 2026-06-28"},
		{"days with slashes, in the other order", "## 3.0 (07/04/2026)\n- b\n## 2.9 (06/28/2026)\n- c\n", "3.0 2026-07-04, 2.9 2026-06-28"},
		{"days with slashes, in no order", "## 3.0 (07/04/2026)\n- b\n## 2.9 (06/05/2026)\n- c\n", "3.0, 2.9"},
		{"changes since a version are not its own", "Changes since 1.2:\n\n- a\n\nChanges in 1.2:\n\n- b\n\nChanges in 1.1:\n\n- c\n", "1.2, 1.1"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			if diff := cmp.Diff(tt.want, sections(t, tt.text)); diff != "" {
				t.Errorf("(-want +got):\n%s", diff)
			}
		})
	}
}

func sections(t *testing.T, text string) string {
	t.Helper()
	var out []string
	for s, err := range changelog.Parse([]byte(text)) {
		if err != nil {
			t.Fatal(err)
		}
		out = append(out, strings.TrimSpace(s.Version+" "+s.Date.String()))
	}
	return strings.Join(out, ", ")
}

func TestProseIsNoChangelog(t *testing.T) {
	for name, text := range map[string]string{
		"a licence above a text": ".. License, v. 2.0.  If a copy was not given\n..\n\nChangelog\n=========\n\nSee the other page.\n",
		"a guide to releases":    "This is the Tool 3.12 snapshot release.\n\nThe stable release is called tool-3.11.x where 3=major\nrelease number.\n",
		"a history by day":       "21 August 2026: Jane\n\t- Fix a.\n\n11 August 2026: Jane\n\t- Fix #1487: regression in 1.26.0.\n",
		"a page that moved":      "The changelog has moved to the [release notes](https://tool.test/v4.2/).\n",
	} {
		for s, err := range changelog.Parse([]byte(text)) {
			if err == nil {
				t.Errorf("%s: section %+v", name, s)
			}
		}
	}
}

// Projects with one file a branch have nothing at the head of the default one.
func TestASectionThatOnlyItsTagHolds(t *testing.T) {
	at := time.Date(2026, 7, 15, 9, 0, 0, 0, time.UTC)
	for name, text := range map[string][2]string{
		"to come":                    {"## 1.13.0 (Unreleased)\n\n- a\n", "## 1.12.3\n\n- Fix b.\n\n## 1.12.2\n\n- Fix c.\n"},
		"no headings":                {"This file is a placeholder: each branch has its own.\n", "## 1.12.3\n\n- Fix b.\n"},
		"tagged before it is named":  {"## Unreleased\n\n- a\n", "## Unreleased\n\n- Fix b.\n\n## 1.12.2\n\n- Fix c.\n"},
		"tagged as it was developed": {"## 2026-08-02 Tool 1.13.0-dev\n\n- a\n", "## 2026-07-14 Tool 1.12.3-dev\n\n- Fix b.\n\n## 2026-06-01 Tool 1.12.2\n\n- Fix c.\n"},
		"tagged as upcoming":         {"## 1.13.0 (Upcoming)\n\n- a\n", "## 1.12.3 (Upcoming)\n\n- Fix b.\n\n## 1.12.2\n\n- Fix c.\n"},
	} {
		store := collecttest.NewStore()
		tag := watch.Fact{Program: "tool", Collector: "git", Key: "v1.12.3", At: at,
			Body: &watch.Tag{Name: "v1.12.3", Object: "abc", Committed: at, State: watch.TagPresent}}
		if err := store.Append(t.Context(), tag); err != nil {
			t.Fatal(err)
		}
		door := collecttest.NewDoor(t, collecttest.Pages{
			"raw.githubusercontent.com/a/tool/main/CHANGELOG.md":    text[0],
			"raw.githubusercontent.com/a/tool/v1.12.3/CHANGELOG.md": text[1],
		})
		program := watch.Program{ID: "tool", Changelog: "https://github.com/a/tool/blob/main/CHANGELOG.md"}
		job := changelog.Collector.NewJob(collect.Job{Options: collecttest.Options(), Program: program,
			Source: collect.Source{Program: program.ID, URL: program.Changelog}, Fetch: door, Store: store})
		if _, err := changelog.Collector.Collect(t.Context(), job); err != nil {
			t.Fatalf("%s: %v", name, err)
		}
		got := []string(nil)
		for f, r := range watch.Of[*watch.Release](store.Facts()) {
			got = append(got, r.Version+" "+r.Notes+" "+f.Evidence.URL)
		}
		want := []string{"1.12.3 - Fix b. https://github.com/a/tool/blob/v1.12.3/CHANGELOG.md"}
		if diff := cmp.Diff(want, got); diff != "" {
			t.Errorf("%s (-want +got):\n%s", name, diff)
		}
	}
}

func TestATagMayWriteTheVersionOtherwise(t *testing.T) {
	if got := evidenceOf(t, "4.0-beta2", "Version 4.1 (2026/07/20)\n----\n - a\n", "Version 4.0 (beta 2) (2026/07/14)\n----\n - b\n"); !strings.Contains(got, "/blob/4.0-beta2/") {
		t.Errorf("read at %q", got)
	}
}

// Some projects disclose what a version repairs once it is out.
func TestADisclosureAfterTheTagIsKept(t *testing.T) {
	for _, tt := range []struct{ name, head, tagged, want string }{
		{"vulnerabilities named since", "Changes with Tool 2.4.61\n\n  *) SECURITY: CVE-2026-39884\n", "Changes with Tool 2.4.61\n\nChanges with Tool 2.4.60\n\n  *) a\n", "/blob/main/"},
		{"other lines added since", "Changes with Tool 2.4.61\n\n  *) CVE-2026-1000\n  *) b\n", "Changes with Tool 2.4.61\n\n  *) CVE-2026-1000\n", "/blob/2.4.61/"},
	} {
		if got := evidenceOf(t, "2.4.61", tt.head, tt.tagged); !strings.Contains(got, tt.want) {
			t.Errorf("%s: read at %s", tt.name, got)
		}
	}
}

// evidenceOf collects one version tagged in the month and returns where its
// section was read.
func evidenceOf(t *testing.T, version, head, tagged string) string {
	t.Helper()
	at := time.Date(2026, 7, 15, 9, 0, 0, 0, time.UTC)
	store := collecttest.NewStore()
	if err := store.Append(t.Context(), watch.Fact{Program: "tool", Collector: "git", Key: version, At: at,
		Body: &watch.Tag{Name: version, Object: "abc", Committed: at, State: watch.TagPresent}}); err != nil {
		t.Fatal(err)
	}
	door := collecttest.NewDoor(t, collecttest.Pages{
		"raw.githubusercontent.com/a/tool/main/CHANGES":            head,
		"raw.githubusercontent.com/a/tool/" + version + "/CHANGES": tagged,
	})
	program := watch.Program{ID: "tool", Changelog: "https://github.com/a/tool/blob/main/CHANGES"}
	job := changelog.Collector.NewJob(collect.Job{Options: collecttest.Options(), Program: program,
		Source: collect.Source{Program: program.ID, URL: program.Changelog}, Fetch: door, Store: store})
	if _, err := changelog.Collector.Collect(t.Context(), job); err != nil {
		t.Fatal(err)
	}
	for f, r := range watch.Of[*watch.Release](store.Facts()) {
		if strings.HasPrefix(r.Version, version[:3]) {
			return f.Evidence.URL
		}
	}
	return ""
}
