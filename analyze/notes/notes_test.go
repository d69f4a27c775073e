package notes

import (
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

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
		{"no bullets, no entries", "release-1.30.4 tag", nil},
	} {
		t.Run(tt.name, func(t *testing.T) {
			if diff := cmp.Diff(tt.want, Entries(tt.text)); diff != "" {
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
