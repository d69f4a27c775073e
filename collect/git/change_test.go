package git

import (
	"fmt"
	"net/http"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"guette/collect/collecttest"
	"guette/watch"
)

// changesOf lists the file changes kept, in order, one a line.
func changesOf(store *collecttest.Store) string {
	var b strings.Builder
	for _, c := range watch.Of[*watch.FileChange](store.Facts()) {
		fmt.Fprintf(&b, "%s %s %s", c.Committed.Format(time.DateOnly), c.Path, c.Change)
		if c.From != "" {
			fmt.Fprintf(&b, " from %s", c.From)
		}
		fmt.Fprintf(&b, " %q %q\n", c.Before, c.After)
	}
	return b.String()
}

// TestFileChanges follows the files that govern a project through everything
// that can happen to them.
func TestFileChanges(t *testing.T) {
	who := step{name: "Ada Exemple", mail: "ada@example.org"}
	at := func(when string, files ...string) step {
		s := who
		s.when, s.files = when, map[string]string{}
		for i := 0; i < len(files); i += 2 {
			s.files[files[i]] = files[i+1]
		}
		return s
	}
	steps := []step{
		at("2026-01-10T10:00:00Z", "LICENSE", "MIT\n", "README.md", "one\n", "CHANGELOG.md", "1\n", "main.c", "x\n", "docs/LICENSE", "not followed\n"),
		at("2026-02-10T10:00:00Z", "LICENSE", "BSL\n"),
		at("2026-02-20T10:00:00Z", "LICENSE", "MIT\n"), // changed and reverted in a month
		at("2026-03-10T10:00:00Z", "LICENSE", "", "LICENSE-AGPL-3.0", "AGPL\n"),
		at("2026-03-11T10:00:00Z", "SECURITY.md", "write to us\n", ".github/FUNDING.yml", "github: ada\n", ".github/workflows/ci.yml", "on: push\n"),
		at("2026-04-01T10:00:00Z", "SECURITY.md", "", ".github/SECURITY.md", "write to us\n"),
		at("2026-05-01T10:00:00Z", "README.md", "(nothing)"),
		at("2026-05-02T10:00:00Z", "README.md", "-> docs/README.md"),
		at("2026-06-01T10:00:00Z", "CHANGELOG.md", "2\n"),
		at("2026-06-02T10:00:00Z", "CHANGELOG.md", "3\n"),
		at("2026-07-01T10:00:00Z", "LICENSE-AGPL-3.0", "", "main.c", "y\n"),
		at("2026-07-02T10:00:00Z", ".github/workflows/ci.yml", "on: tag\n"),
	}
	want := `2026-01-10 CHANGELOG.md present "" ""
2026-01-10 LICENSE present "" "MIT\n"
2026-01-10 README.md present "" "one\n"
2026-02-10 LICENSE modified "MIT\n" "BSL\n"
2026-02-20 LICENSE modified "BSL\n" "MIT\n"
2026-03-10 LICENSE-AGPL-3.0 renamed from LICENSE "MIT\n" "AGPL\n"
2026-03-11 .github/FUNDING.yml added "" "github: ada\n"
2026-03-11 SECURITY.md added "" "write to us\n"
2026-04-01 .github/SECURITY.md renamed from SECURITY.md "write to us\n" "write to us\n"
2026-05-01 README.md emptied "one\n" ""
2026-05-02 README.md linked "" "docs/README.md"
2026-06-02 CHANGELOG.md modified "" ""
2026-07-01 LICENSE-AGPL-3.0 removed "AGPL\n" ""
`
	for _, p := range []profile{github, stock, githubV0, stockV0} {
		t.Run(p.name, func(t *testing.T) {
			root := t.TempDir()
			buildRepository(t, filepath.Join(root, "tool.git"), steps)
			store := collecttest.NewStore()
			job := newJob(t, store, http.DefaultTransport, serve(t, root, p).URL+"/tool.git", "2026-07", 25, noon)
			if _, err := Collector.Collect(t.Context(), job); err != nil {
				t.Fatal(err)
			}
			if got := changesOf(store); got != want {
				t.Errorf("got\n%s\nwant\n%s", got, want)
			}
		})
	}
}

// TestBisect finds the commit of a change among more commits than are looked at
// one by one.
func TestBisect(t *testing.T) {
	const n = 700
	var in strings.Builder
	blob := func(mark int, text string) { fmt.Fprintf(&in, "blob\nmark :%d\ndata %d\n%s\n", mark, len(text), text) }
	blob(1, "MIT\n")
	blob(2, "BSL\n")
	start := time.Date(2026, 6, 1, 0, 0, 0, 0, time.UTC)
	for i := range n {
		when := start.Add(time.Duration(i) * 20 * time.Minute).Unix()
		fmt.Fprintf(&in, "commit refs/heads/main\ncommitter Ada Exemple <ada@example.org> %d +0000\ndata 2\nx\n", when)
		blobOf := 1
		if i >= 433 {
			blobOf = 2
		}
		fmt.Fprintf(&in, "M 100644 :%d LICENSE\nM 100644 inline counter\ndata %d\n%d\n", blobOf, len(fmt.Sprint(i)), i)
	}
	root := t.TempDir()
	dir := filepath.Join(root, "tool.git")
	command(t, root, "git", "init", "-q", "--bare", "-b", "main", "tool.git")
	commandIn(t, dir, in.String(), "git", "fast-import", "--quiet")
	store := collecttest.NewStore()
	job := newJob(t, store, http.DefaultTransport, serve(t, root, github).URL+"/tool.git", "2026-07", 25, noon)
	res, err := Collector.Collect(t.Context(), job)
	if err != nil {
		t.Fatal(err)
	}
	want := strings.Fields(command(t, dir, "git", "rev-list", "--reverse", "main"))[433]
	got := ""
	for _, c := range watch.Of[*watch.FileChange](store.Facts()) {
		if c.Change == watch.ChangeModified {
			got = c.Commit
		}
	}
	if got != want {
		t.Errorf("changed by %q, want %q (%d requests)", got, want, res.Requests)
	}
}

// TestTags sees tags come, move and go.
func TestTags(t *testing.T) {
	root := t.TempDir()
	dir := filepath.Join(root, "tool.git")
	makeRepository(t, dir)
	store := collecttest.NewStore()
	address := serve(t, root, github).URL + "/tool.git"
	read := func(now time.Time) {
		t.Helper()
		if _, err := Collector.Collect(t.Context(), newJob(t, store, http.DefaultTransport, address, "2026-07", 25, now)); err != nil {
			t.Fatal(err)
		}
	}
	list := func() string {
		var b strings.Builder
		for f, c := range watch.Of[*watch.Tag](store.Facts()) {
			fmt.Fprintf(&b, "%s %s %s of %s annotated=%v tagged=%v committed=%s previous=%v %q\n", f.At.Format(time.DateOnly), c.Name, c.State, c.When().Format(time.DateOnly),
				c.Annotated, !c.Tagged.IsZero(), c.Committed.Format(time.DateOnly), c.Previous != "", c.Message)
		}
		return b.String()
	}
	same := func(want string) {
		t.Helper()
		if got := list(); got != want {
			t.Errorf("got\n%s\nwant\n%s", got, want)
		}
	}
	read(noon)
	same(`2024-08-10 v1.0 present of 2024-08-10 annotated=false tagged=false committed=2024-08-10 previous=false ""
2026-07-20 v2.0 present of 2026-07-20 annotated=true tagged=true committed=2026-07-20 previous=false "Version 2.0"
`)
	command(t, dir, "git", "tag", "-f", "v1.0", "main")
	command(t, dir, "git", "tag", "-d", "v2.0")
	commandEnv(t, dir, []string{"GIT_COMMITTER_DATE=2026-08-09T10:00:00Z", "GIT_COMMITTER_NAME=A", "GIT_COMMITTER_EMAIL=a@b.test"}, "git", "tag", "-a", "v2.1", "-m", "again", "main~1")
	read(noon.AddDate(0, 0, 10))
	same(`2026-08-07 v1.0 moved of 2024-08-10 annotated=false tagged=false committed=2026-07-20 previous=true ""
2026-08-07 v2.0 deleted of 2026-07-20 annotated=true tagged=true committed=2026-07-20 previous=true ""
2026-08-09 v2.1 present of 2026-08-09 annotated=true tagged=true committed=2026-07-03 previous=false "again"
`)
	before := list()
	read(noon.AddDate(0, 0, 20))
	same(before)
}

// TestForcePush counts history anew when the default branch was written anew,
// or renamed.
func TestForcePush(t *testing.T) {
	for _, p := range []profile{github, githubV0, stock} {
		t.Run(p.name, func(t *testing.T) {
			root := t.TempDir()
			dir := filepath.Join(root, "tool.git")
			makeRepository(t, dir)
			store := collecttest.NewStore()
			address := serve(t, root, p).URL + "/tool.git"
			commits := func() (n int) {
				if _, err := Collector.Collect(t.Context(), newJob(t, store, http.DefaultTransport, address, "2026-07", 25, noon)); err != nil {
					t.Fatal(err)
				}
				for _, a := range watch.Of[*watch.Activity](store.Facts()) {
					n += a.Commits
				}
				return n
			}
			if got := commits(); got != 4 {
				t.Errorf("%d commits, want 4", got)
			}
			command(t, dir, "git", "update-ref", "refs/heads/main", "main~2") // back
			if got := commits(); got != 2 {
				t.Errorf("%d commits after a reset, want 2", got)
			}
			env := []string{"GIT_AUTHOR_DATE=2026-07-30T10:00:00Z", "GIT_COMMITTER_DATE=2026-07-30T10:00:00Z", "GIT_AUTHOR_NAME=A", "GIT_AUTHOR_EMAIL=a@b.test", "GIT_COMMITTER_NAME=A", "GIT_COMMITTER_EMAIL=a@b.test"}
			other := strings.TrimSpace(commandEnv(t, dir, env, "git", "commit-tree", "-m", "other", "-p", "main~1", "main^{tree}"))
			command(t, dir, "git", "update-ref", "refs/heads/trunk", other)
			command(t, dir, "git", "symbolic-ref", "HEAD", "refs/heads/trunk")
			if got := commits(); got != 2 {
				t.Errorf("%d commits on another branch, want 2", got)
			}
			for _, r := range watch.Of[*watch.Repository](store.Facts()) {
				if r.DefaultBranch != "trunk" {
					t.Errorf("default branch %q, want trunk", r.DefaultBranch)
				}
			}
		})
	}
}
