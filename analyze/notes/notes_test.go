package notes

import (
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"

	"guette/internal/corpus"
	"guette/internal/golden"
	"guette/watch"
)

func TestEntries(t *testing.T) {
	for _, tt := range []struct {
		name, text string
		want       []Entry
	}{
		{"conventional prefixes, a scope that speaks of security", "* fix(security): escape comment reply text\n* feat: add search\n* chore(deps): update actions", []Entry{
			{Text: "escape comment reply text", Class: Fixed, Marked: true, Keyword: "security"},
			{Text: "add search", Class: Added}, {Text: "update actions", Class: Maintenance}}},
		{"keep a changelog, with pictures", "### Added\n\n- ✨(backend) allow converting a file\n\n### Removed\n- 🔥(api) drop the v1 endpoint", []Entry{
			{Text: "allow converting a file", Class: Added}, {Text: "drop the v1 endpoint", Class: Removed, Step: true}}},
		{"a bullet that is a heading, and its details", "- Security\n  * Fix CVE-2026-6664: An integer overflow\n    in the parser.\n    - a detail\n- Fixes\n  * Clarify documentation", []Entry{
			{Text: "Fix CVE-2026-6664: An integer overflow in the parser", Class: Security, Marked: true, Keyword: "CVE-2026-6664", IDs: []string{"CVE-2026-6664"}},
			{Text: "Clarify documentation", Class: Fixed}}},
		{"authors, requests and pictures of a forge are left out", "### Bug Fixes 🐛\n\n- (relay) Disable DNS caching by @aldy505 in [#4213](https://github.com/a/b/pull/4213)", []Entry{
			{Text: "Disable DNS caching", Class: Fixed}}},
		{"persons are left out", "* Fix vulnerabilities in CSRF cookie (Thanks Ann Other Name) (Jo Doe)\n* Fix maxfd macro (Jo Doe)", []Entry{
			{Text: "Fix vulnerabilities in CSRF cookie", Class: Fixed, Marked: true, Keyword: "vulnerabilities"}, {Text: "Fix maxfd macro", Class: Fixed}}},
		{"internal changes are no changes of the program", "### Internal Changes\n\n#### Deps\n\n- Bump nginx from 1.31.0 to 1.31.2", []Entry{{Text: "Bump nginx from 1.31.0 to 1.31.2", Class: Maintenance}}},
		{"a break by its mark", "- feat(api)!: drop XML answers", []Entry{{Text: "drop XML answers", Class: Breaking, Step: true}}},
		{"a minimum version", "- Requires PHP 8.2", []Entry{{Text: "Requires PHP 8.2", Class: Other, Step: true}}},
		{"underlined headings", "Added\n-----\n\n- one\n\nFixed\n=====\n- two", []Entry{{Text: "one", Class: Added}, {Text: "two", Class: Fixed}}},
		{"a security policy is no vulnerability", "- docs: update SECURITY.md", []Entry{{Text: "update SECURITY.md", Class: Maintenance}}},
		{"code is not read", "- one\n```\n- not an entry\n```\n", []Entry{{Text: "one", Class: Other}}},
		{"labels in brackets", "- [CHANGE] API: drop the old form\n- [SECURITY] Reject long requests. #12\n- [CHANGE] **BREAKING CHANGE** Remove the flag", []Entry{
			{Text: "API: drop the old form", Class: Changed}, {Text: "Reject long requests", Class: Security, Marked: true},
			{Text: "Remove the flag", Class: Breaking, Step: true}}},
		{"labels of trackers, no bullets", "Security #78: detect: overflow (HIGH - CVE 2026-59149)\nBug #79: leak on reload\nFeature #80: add a keyword", []Entry{
			{Text: "detect: overflow (HIGH - CVE 2026-59149)", Class: Security, Marked: true, Keyword: "CVE 2026-59149", IDs: []string{"CVE-2026-59149"}},
			{Text: "leak on reload", Class: Fixed}, {Text: "add a keyword", Class: Added}}},
		{"labels in capitals, no bullets", "FIX: #12 SQL error on an empty list\nNEW: Export of contacts\nwords of a paragraph", []Entry{
			{Text: "SQL error on an empty list", Class: Fixed}, {Text: "Export of contacts words of a paragraph", Class: Added}}},
		{"labels with a weight", "- BUG/MINOR: proxy: release the watcher\n- MEDIUM: config: new keyword\n- DOC: security: who gets reports", []Entry{
			{Text: "proxy: release the watcher", Class: Fixed}, {Text: "config: new keyword", Class: Changed},
			{Text: "who gets reports", Class: Maintenance}}},
		{"bullets of Apache and nginx", "  *) SECURITY: CVE-2026-39884: disclosure of\n     source code\n  *) Bugfix: in the module", []Entry{
			{Text: "CVE-2026-39884: disclosure of source code", Class: Security, Marked: true, Keyword: "CVE-2026-39884", IDs: []string{"CVE-2026-39884"}},
			{Text: "in the module", Class: Fixed}}},
		{"bullets of curl under a line that leads to them", "This release includes the following bugfixes:\n\n o altsvc: accept more [190]", []Entry{{Text: "altsvc: accept more [190]", Class: Fixed}}},
		{"a line that leads to a list ends the heading above", "Backward compatibility:\n\n- Other names.\n\nHere is the full list of changes:\n\n- Fix a crash.", []Entry{
			{Text: "Other names", Class: Breaking, Step: true}, {Text: "Fix a crash", Class: Fixed}}},
		{"summaries of a page", "This release fixes the following SECURITY ISSUES:\n\n<details>\n<summary>Writes need an administrator</summary>\n\nSee GHSA-p4cq-83j9-7g73.\n</details>", []Entry{
			{Text: "Writes need an administrator", Class: Security, Marked: true}}},
		{"an entry that begins with an identifier", "Changes\n-------\n\n- `CVE-2026-41132 <https://x/GHSA-mpfm-fpgx-647q>`_: No check of certificates", []Entry{
			{Text: "CVE-2026-41132: No check of certificates", Class: Security, Marked: true, Keyword: "CVE-2026-41132", IDs: []string{"CVE-2026-41132", "GHSA-mpfm-fpgx-647q"}}}},
		{"headings underlined with tildes", "New Features\n~~~~~~~~~~~~\n\n- one\n\nBug Fixes\n~~~~~~~~~\n\n- two", []Entry{{Text: "one", Class: Added}, {Text: "two", Class: Fixed}}},
		{"French", "### Évolutions\n- Export des listes\n### Corrections de sécurité\n- Contrôle des droits\n### Suppressions\n- Ancienne API", []Entry{
			{Text: "Export des listes", Class: Changed}, {Text: "Contrôle des droits", Class: Security, Marked: true}, {Text: "Ancienne API", Class: Removed, Step: true}}},
		{"German", "### Sicherheit\n- Rechte geprüft\n### Behobene Fehler\n- Absturz beim Start\n### Neue Funktionen\n- Export", []Entry{
			{Text: "Rechte geprüft", Class: Security, Marked: true}, {Text: "Absturz beim Start", Class: Fixed}, {Text: "Export", Class: Added}}},
		{"corrections of migrations ask nothing", "### Bug fixes\n- Fix the migration of old rows\n### Changed\n- The migration of rows is needed once", []Entry{
			{Text: "Fix the migration of old rows", Class: Fixed}, {Text: "The migration of rows is needed once", Class: Changed, Step: true}}},
		{"a diary", "- 2026-08-18: imfile: fix short delays", []Entry{{Text: "imfile: fix short delays", Class: Fixed}}},
		{"no bullets, no entries", "release-1.30.4 tag", nil},
	} {
		t.Run(tt.name, func(t *testing.T) {
			if diff := cmp.Diff(tt.want, Entries(tt.text), cmpopts.IgnoreUnexported(Entry{})); diff != "" {
				t.Errorf("(-want +got):\n%s", diff)
			}
		})
	}
}

func TestOnlyWhatIsRepairedCounts(t *testing.T) {
	for _, tt := range []struct {
		text string
		want []string
	}{
		{"- Fixed CVE-2026-1234 in the parser", []string{"CVE-2026-1234"}},
		{"This release addresses CVE-2026-1234 and ghsa-hrrv-mp25-26vv.", []string{"CVE-2026-1234", "GHSA-hrrv-mp25-26vv"}},
		{"- Added test for the Terrapin vulnerability (CVE-2023-48795)", nil},
		{"- We are not affected by CVE-2026-1234", nil},
		{"- Crash on STAT with an option (CVE-2026-44331).", []string{"CVE-2026-44331"}},
		{"- Added an implementation of the attack (CVE-2026-44331)", nil},
		{"5.1.0 is a **security release**, fixing [CVE-2026-41942].", []string{"CVE-2026-41942"}},
		{"- Attachments are broken since fix for CVE-2026-1234", nil},
		{"- New rules detect exploits (CVE-2026-1234)", nil},
		{"The release repairs what was found.\nIt also fixes a leak,\nnamed CVE-2026-1234, of the parser.", []string{"CVE-2026-1234"}},
		{"### Security\n\nA page could be read by all. See [GHSA-hrrv-mp25-26vv](https://x).", []string{"GHSA-hrrv-mp25-26vv"}},
		{"### Security\n\nWe are not affected by CVE-2026-1234.", nil},
		{"## Security\n\n- CVE-2026-1234: stack overflow", []string{"CVE-2026-1234"}},
	} {
		var got []string
		if n := Read(tt.text); n != nil {
			got = n.IDs
		}
		if diff := cmp.Diff(tt.want, got); diff != "" {
			t.Errorf("%q (-want +got):\n%s", tt.text, diff)
		}
	}
}

func TestBumps(t *testing.T) {
	got := Bumps("- Bump nginx from 1.31.0-alpine to 1.31.2-alpine by @dependabot in [#1](https://x/1)\n- (deps) Bump seaweedfs to 4.29 and migrate\n- update edoburu/pgbouncer from v1.24.1-p1 to 1.25.2\n- Bump actions/checkout from abc to def")
	want := []Component{{"nginx", "1.31.0", "1.31.2"}, {"seaweedfs", "", "4.29"}, {"edoburu/pgbouncer", "1.24.1", "1.25.2"}}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
}

func TestLanguage(t *testing.T) {
	for text, want := range map[string]string{
		"- Fixed": "en",
		"- Correction de l'affichage des pièces jointes dans la liste des dossiers, et mise à jour de la documentation": "fr",
		"- Fix the display of attachments in the list of folders, and update the documentation accordingly":             "en",
	} {
		if got := Language(text); got != want {
			t.Errorf("%q: got %s, want %s", text, got, want)
		}
	}
}

// TestRealNotes reads the notes of the newest releases of 24 projects.
func TestRealNotes(t *testing.T) {
	files, err := filepath.Glob(corpus.File(t, "forge", "reconstructed", "*", "*", "releases.json"))
	if err != nil || len(files) == 0 {
		t.Fatal(files, err)
	}
	var out strings.Builder
	for _, f := range files {
		data, err := os.ReadFile(f)
		if err != nil {
			t.Fatal(err)
		}
		var list []struct {
			Tag  string `json:"tag_name"`
			Body string
		}
		if err := json.Unmarshal(data, &list); err != nil {
			t.Fatal(err)
		}
		for _, r := range list[:min(5, len(list))] {
			n := Read(r.Body)
			if n == nil {
				continue
			}
			line, err := json.Marshal(n)
			if err != nil {
				t.Fatal(err)
			}
			fmt.Fprintf(&out, "%s %s\n  %s\n", filepath.Base(filepath.Dir(f)), r.Tag, line)
		}
	}
	golden.Equal(t, "real-notes.golden", []byte(out.String()))
}

func FuzzRead(f *testing.F) {
	f.Add("### Added\n- one by @a in #1\n\n- Security\n  * Fix CVE-2026-1\n")
	f.Add("* fix(a)!: b\n```\n- c\n```\n1. d\n\t- e")
	f.Fuzz(func(t *testing.T, text string) {
		n := Read(text)
		if n == nil {
			return
		}
		total := 0
		for _, h := range n.Headings {
			total += h.N
		}
		if total > maxEntries || len(n.Security) > maxQuotes || len(n.Upgrade) > maxQuotes {
			t.Fatal("not bounded")
		}
		quotes := append(append([]watch.Quote(nil), n.Security...), n.Upgrade...)
		if n.Quote != nil {
			quotes = append(quotes, *n.Quote)
		}
		for _, q := range quotes {
			if len(strings.Fields(q.Text)) > 15 || strings.ContainsAny(q.Text, "\n\r\t") {
				t.Fatalf("quote %q", q.Text)
			}
		}
	})
}
