package git

import (
	"fmt"
	"net/http"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"guette/collect/collecttest"
	"guette/watch"
)

// A timeline is a copy of a sample that can be put back to a day: its default
// branch and tags then are those of that day.
type timeline struct {
	sample
	dir  string
	tags []string // "refs/tags/x object seconds"
}

func newTimeline(t testing.TB, root string, s sample) *timeline {
	t.Helper()
	tl := &timeline{sample: s, dir: filepath.Join(root, s.name+".git")}
	command(t, "", "git", "init", "-q", "--bare", tl.dir)
	objects := filepath.Join(tl.dir, "objects", "info", "alternates")
	if err := os.WriteFile(objects, []byte(filepath.Join(s.path, "objects")+"\n"), 0o644); err != nil {
		t.Fatal(err)
	}
	command(t, tl.dir, "git", "symbolic-ref", "HEAD", "refs/heads/"+headBranch)
	out := command(t, s.path, "git", "for-each-ref", "refs/tags", "--format=%(refname) %(objectname) %(creatordate:unix)")
	tl.tags = strings.Split(strings.TrimSpace(out), "\n")
	return tl
}

// at puts the repository back to a day; ok is false before its first commit.
func (tl *timeline) at(t testing.TB, day time.Time) (ok bool) {
	t.Helper()
	head := strings.TrimSpace(command(t, tl.path, "git", "rev-list", "-1", "--first-parent", "--before="+strconv.FormatInt(day.Unix(), 10), tl.head))
	if head == "" {
		return false
	}
	var in strings.Builder
	fmt.Fprintf(&in, "refs/heads/%s %s\n", headBranch, head)
	command(t, tl.dir, "git", "update-ref", "refs/heads/"+headBranch, head)
	for _, line := range tl.tags {
		f := strings.Fields(line)
		if len(f) < 3 {
			continue
		}
		if when, _ := strconv.ParseInt(f[2], 10, 64); when < day.Unix() {
			fmt.Fprintf(&in, "%s %s\n", f[1], f[0])
		}
	}
	packed := "# pack-refs with:\n" + strings.Join(strings.Split(in.String(), "\n")[1:], "\n")
	if err := os.WriteFile(filepath.Join(tl.dir, "packed-refs"), []byte(packed), 0o644); err != nil {
		t.Fatal(err)
	}
	return true
}

// TestIncremental reads six months one after the other and compares with one
// reading at the end.
func TestIncremental(t *testing.T) {
	slow(t)
	for _, p := range []profile{github, stockV0} {
		t.Run(p.name, func(t *testing.T) {
			root := t.TempDir()
			server := serve(t, root, p)
			for _, s := range samples(t) {
				t.Run(s.name, func(t *testing.T) { incremental(t, server.URL+"/"+s.name+".git", newTimeline(t, root, s)) })
			}
		})
	}
}

func incremental(t *testing.T, address string, tl *timeline) {
	const months, window = 6, 13
	last := watch.MonthOf(tl.headAt, time.UTC)
	store := collecttest.NewStore()
	first, started := 0, false
	for i := range months {
		m := last.Add(i + 1 - months)
		if !tl.at(t, m.End(time.UTC)) {
			continue
		}
		if !started {
			first, started = i, true
		}
		job := newJob(t, store, http.DefaultTransport, address, m.String(), window, m.End(time.UTC).Add(time.Hour))
		if _, err := Collector.Collect(t.Context(), job); err != nil {
			t.Fatalf("%s: %v", m, err)
		}
	}
	once := collecttest.NewStore()
	job := newJob(t, once, http.DefaultTransport, address, last.String(), window+months-1-first, last.End(time.UTC).Add(time.Hour))
	if _, err := Collector.Collect(t.Context(), job); err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(bodies(once), bodies(store)); diff != "" {
		t.Errorf("read at once (-) and month by month (+):\n%s", diff)
	}
}

// bodies returns what facts say, by kind and key; of the repository only the
// newest state.
func bodies(m *collecttest.Store) map[string]watch.Body {
	out := map[string]watch.Body{}
	for _, f := range m.Facts() {
		key := string(f.Kind()) + " " + f.Key
		if f.Kind() == watch.KindRepository {
			key = "repository"
		}
		out[key] = f.Body
	}
	return out
}
