package changelog_test

import (
	"bytes"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"guette/collect"
	"guette/collect/changelog"
	"guette/collect/collecttest"
	"guette/internal/golden"
	"guette/watch"
)

func read(t testing.TB, path string) string {
	t.Helper()
	data, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	return string(data)
}

func TestCollectorStandsAHostileWorld(t *testing.T) {
	collecttest.Run(t, changelog.Collector, collecttest.Example{
		Programs: []watch.Program{{ID: "kanboard", Changelog: "https://example.org/ChangeLog"}},
		Serve:    collecttest.Pages{"example.org/ChangeLog": read(t, "testdata/kanboard.txt")},
		Facts:    strings.Count(read(t, "testdata/kanboard.txt"), "\nVersion ") + 1,
	})
}

func TestRealChangelogsAreCutByVersion(t *testing.T) {
	files, err := filepath.Glob("testdata/*.[tm][xd]*")
	if err != nil {
		t.Fatal(err)
	}
	var out bytes.Buffer
	for _, file := range files {
		fmt.Fprintf(&out, "== %s\n", filepath.Base(file))
		for s, err := range changelog.Parse([]byte(read(t, file))) {
			if err != nil {
				fmt.Fprintf(&out, "! %v\n", err)
				continue
			}
			first, _, _ := strings.Cut(s.Notes, "\n")
			fmt.Fprintf(&out, "%s\t%s\tline %d\t%d bytes\t%s\n", s.Version, s.Date, s.Line, len(s.Notes), first)
		}
	}
	golden.Equal(t, "sections.golden", out.Bytes())
}

func TestNoAddressOfAPersonIsKept(t *testing.T) {
	for s, err := range changelog.Parse([]byte(read(t, "testdata/debian.txt"))) {
		if err != nil {
			t.Fatal(err)
		}
		if strings.Contains(s.Notes, "@") || s.Date.IsZero() {
			t.Errorf("section %+v: an address, or no date", s)
		}
	}
}

// The file at the head of the branch has five additions under 0.20.0, the file
// at the tag three: two were merged afterwards.
func TestASectionIsReadAtItsTag(t *testing.T) {
	head, tagged := read(t, "testdata/drive.md"), read(t, "testdata/drive-0.20.0.md")
	at := time.Date(2026, 7, 15, 9, 0, 0, 0, time.UTC)
	store := collecttest.NewStore()
	ctx := t.Context()
	tag := watch.Fact{Program: "fichiers", Collector: "git", Key: "v0.20.0", At: at,
		Body: &watch.Tag{Name: "v0.20.0", Object: "abc", Committed: at, State: watch.TagPresent}}
	if err := store.Append(ctx, tag); err != nil {
		t.Fatal(err)
	}
	door := collecttest.NewDoor(t, collecttest.Pages{
		"raw.githubusercontent.com/suitenumerique/drive/main/CHANGELOG.md":    head,
		"raw.githubusercontent.com/suitenumerique/drive/v0.20.0/CHANGELOG.md": tagged,
	})
	program := watch.Program{ID: "fichiers", Changelog: "https://github.com/suitenumerique/drive/blob/main/CHANGELOG.md"}
	job := changelog.Collector.NewJob(collect.Job{Options: collecttest.Options(), Program: program,
		Source: collect.Source{Program: program.ID, URL: program.Changelog}, Fetch: door, Store: store})
	if _, err := changelog.Collector.Collect(ctx, job); err != nil {
		t.Fatal(err)
	}
	for f, r := range watch.Of[*watch.Release](store.Facts()) {
		if r.Version != "0.20.0" {
			continue
		}
		added, _, _ := strings.Cut(r.Notes, "### Changed")
		if n := strings.Count(added, "- ✨"); n != 3 {
			t.Errorf("%d additions, want 3:\n%s", n, r.Notes)
		}
		if want := "https://github.com/suitenumerique/drive/blob/v0.20.0/CHANGELOG.md"; f.Evidence.URL != want {
			t.Errorf("evidence %s, want %s", f.Evidence.URL, want)
		}
		return
	}
	t.Error("no fact for 0.20.0")
}

func FuzzParse(f *testing.F) {
	files, err := filepath.Glob("testdata/*.[tm][xd]*")
	if err != nil {
		f.Fatal(err)
	}
	for _, file := range files {
		f.Add(read(f, file))
	}
	f.Fuzz(func(t *testing.T, in string) {
		seen := map[string]bool{}
		for s, err := range changelog.Parse([]byte(in)) {
			if (s == nil) == (err == nil) {
				t.Fatalf("want a section or an error, got %v and %v", s, err)
			}
			if s == nil {
				continue
			}
			if s.Version == "" || seen[s.Version] || len(s.Notes) > 32<<10 || s.Line < 1 {
				t.Fatalf("section %+v: no version, twice, or not bounded", s)
			}
			seen[s.Version] = true
		}
	})
}
