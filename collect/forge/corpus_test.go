package forge_test

import (
	"encoding/json"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"guette/collect/forge"
	"guette/internal/corpus"
	"guette/watch"
)

// truth is what a list of releases of the corpus says.
type truth struct {
	Tag       string    `json:"tag_name"`
	Name      string    `json:"name"`
	Published time.Time `json:"published_at"`
	Draft     bool      `json:"draft"`
	Body      *string   `json:"body"`
}

func truths(t *testing.T, path string) []truth {
	t.Helper()
	data, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	var list []truth
	if err := json.Unmarshal(data, &list); err != nil {
		t.Fatalf("%s: %v", path, err)
	}
	return list
}

// check compares releases read with the first of the truth.
func check(t *testing.T, path string, got []watch.Release, want []truth, n int) (notes int) {
	t.Helper()
	if len(got) != n {
		t.Errorf("%s: %d releases, want %d", path, len(got), n)
		return 0
	}
	for i, r := range got {
		w := want[i]
		if r.Tag != w.Tag || r.Version != w.Tag || !r.Published.Equal(w.Published) {
			t.Errorf("%s: release %d is %q of %v, want %q of %v", path, i+1, r.Tag, r.Published, w.Tag, w.Published)
		}
		if w.Body != nil && r.Notes != "" {
			notes++
		}
	}
	return notes
}

func TestTheListsOf24ProjectsAreRead(t *testing.T) {
	files, err := filepath.Glob(corpus.File(t, "forge", "reconstructed", "*", "*", "releases.json"))
	if err != nil || len(files) != 24 {
		t.Fatalf("%d lists, error %v; want 24", len(files), err)
	}
	for _, path := range files {
		want := truths(t, path)
		data, err := os.ReadFile(path)
		if err != nil {
			t.Fatal(err)
		}
		got, err := forge.ParseAs("github", data)
		if err != nil {
			t.Errorf("%s: %v", path, err)
		}
		check(t, path, got, want, len(want))

		path = strings.TrimSuffix(path, ".json") + ".atom"
		if data, err = os.ReadFile(path); err != nil {
			t.Fatal(err)
		}
		if got, err = forge.ParseAs("github-atom", data); err != nil {
			t.Errorf("%s: %v", path, err)
		}
		notes, bodies := check(t, path, got, want, min(10, len(want))), 0
		for _, w := range want[:min(10, len(want))] {
			if w.Body != nil && strings.TrimSpace(*w.Body) != w.Name {
				bodies++
			}
		}
		if notes < bodies {
			t.Errorf("%s: notes of %d releases, want %d", path, notes, bodies)
		}
	}
}

func TestTheRecordedAnswersOfGitHubAreRead(t *testing.T) {
	files, err := filepath.Glob(corpus.File(t, "forge", "recorded", "github-*releases*.json"))
	if err != nil || len(files) < 8 {
		t.Fatalf("%d answers, error %v; want 8 or more", len(files), err)
	}
	for _, path := range files {
		want := truths(t, path)
		data, err := os.ReadFile(path)
		if err != nil {
			t.Fatal(err)
		}
		got, err := forge.ParseAs("github", data)
		if err != nil {
			t.Errorf("%s: %v", path, err)
		}
		check(t, path, got, want, len(want))
	}
}
