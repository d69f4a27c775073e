package git

import (
	"encoding/json"
	"errors"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"guette/collect/collecttest"
	"guette/fetch"
)

func TestDescribe(t *testing.T) {
	root := t.TempDir()
	makeRepository(t, filepath.Join(root, "tool.git"))
	address := serve(t, root, github).URL + "/tool.git"
	now := func() time.Time { return noon }
	d, err := Describe(t.Context(), client(t), address, collecttest.Options(), now)
	if err != nil {
		t.Fatal(err)
	}
	var b strings.Builder
	if err := d.WriteText(&b); err != nil {
		t.Fatal(err)
	}
	for _, want := range []string{
		"repository  " + address, "branch      main", "history     since the first commit",
		"2026-07                 2        0       1     1       1     100 %",
		"v2.0                    2026-07-20", "LICENSE                 modified  2026-07-03",
	} {
		if !strings.Contains(squeeze(b.String()), squeeze(want)) {
			t.Errorf("no %q in\n%s", want, b.String())
		}
	}
	data, err := json.Marshal(d)
	if err != nil {
		t.Fatal(err)
	}
	for _, want := range []string{`"months":[{"repository":"`, `"authors":[{"id":"","commits":1`, `"name":"v2.0"`, `"path":"LICENSE"`, `"default_branch":"main"`} {
		if !strings.Contains(string(data), want) {
			t.Errorf("no %s in %s", want, data)
		}
	}
	_, err = Describe(t.Context(), client(t), "svn://example.org/tool", collecttest.Options(), now)
	if e, ok := errors.AsType[*fetch.Error](err); !ok || e.Reason != ReasonNotGit {
		t.Errorf("error %v, want %s", err, ReasonNotGit)
	}
}

// squeeze makes one space of many.
func squeeze(s string) string { return strings.Join(strings.Fields(s), " ") }

func TestPrintable(t *testing.T) {
	if got, want := printable("v1\x1b[31m\u202e\n\xff"), "v1�[31m���"; got != want {
		t.Errorf("got %q, want %q", got, want)
	}
}
