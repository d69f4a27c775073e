package git

import (
	"fmt"
	"maps"
	"slices"
	"testing"
	"time"
)

// testGraph makes a graph of commits "name: parents", newest first; the n-th
// was committed n days before the 28th of July 2026.
func testGraph(t *testing.T, commits ...[]string) (g *graph, ids map[string]oid) {
	t.Helper()
	g, ids = newGraph(newPeople(keyer{}, nil)), map[string]oid{}
	t.Cleanup(g.close)
	for i, c := range slices.Backward(commits) {
		raw := "tree 4b825dc642cb6eb9a060e54bf8d69288fbee4904\n"
		for _, p := range c[1:] {
			raw += "parent " + ids[p].String() + "\n"
		}
		when := time.Date(2026, 7, 28-i, 12, 0, 0, 0, time.UTC).Unix()
		who := fmt.Sprintf("A <a@example.org> %d +0000", when)
		raw += "author " + who + "\ncommitter " + who + "\n\nsecurity " + c[0] + "\n"
		ids[c[0]] = newNamer().of(typeCommit, []byte(raw))
		defer func() {
			if err := g.add(object{typ: typeCommit, id: ids[c[0]], data: []byte(raw)}); err != nil {
				t.Error(err)
			}
		}()
	}
	return g, ids
}

func TestAVersionHoldsWhatLeadsToIt(t *testing.T) {
	// d - c - b - a is the default branch; m was merged by c, which says nothing itself.
	g, ids := testGraph(t, []string{"d", "c"}, []string{"c", "b", "m"}, []string{"b", "a"}, []string{"m", "a"}, []string{"a"})
	day := func(n int) int64 { return time.Date(2026, 7, n, 12, 0, 0, 0, time.UTC).Unix() }
	side := oid{1} // a commit that only a tag leads to
	for _, tt := range []struct {
		name string
		tags map[string]tagState
		want string
	}{
		{"a tag of the default branch", map[string]tagState{"v2.0": {Commit: ids["b"], Committed: day(26)}}, "a:[v2.0] b:[v2.0]"},
		{"a merged branch is held by what comes after the merge", map[string]tagState{"v2.0": {Commit: ids["b"], Committed: day(27)}, "v2.1": {Commit: ids["d"], Committed: day(28)}},
			"a:[v2.0] b:[v2.0] d:[v2.1] m:[v2.1]"},
		{"an older branch that is tagged later holds what it was cut from", map[string]tagState{"v1.9": {Commit: side, Committed: day(29), Parents: []oid{ids["a"]}}}, "a:[v1.9]"},
		{"a branch of which nothing is known holds nothing", map[string]tagState{"v1.9": {Commit: side, Committed: day(29), Parents: []oid{{2}}}}, ""},
		{"preversions and words are no versions", map[string]tagState{"v2.0-rc1": {Commit: ids["d"], Committed: day(28)}, "backup": {Commit: ids["d"], Committed: day(28)}}, ""},
		{"each series has its tag", map[string]tagState{"api/v3.1": {Commit: ids["a"], Committed: day(25)}, "v3.1": {Commit: ids["b"], Committed: day(26)}}, "a:[api/v3.1 v3.1] b:[v3.1]"},
		{"a tag of another month", map[string]tagState{"v2.0": {Commit: ids["d"], Committed: day(28), Tagged: day(40)}}, ""},
	} {
		t.Run(tt.name, func(t *testing.T) {
			all := newSet(g.count)
			for i := range g.count {
				all.add(i)
			}
			commits := g.said(all, "https://example.org/x")
			g.contained(commits, tt.tags, time.UTC)
			got := map[string]string{}
			for _, c := range commits {
				if len(c.Tags) > 0 {
					name := c.Subject[len(c.Subject)-1:]
					got[name] = fmt.Sprintf("%s:%v", name, c.Tags)
				}
			}
			line := ""
			for _, k := range slices.Sorted(maps.Keys(got)) {
				line += " " + got[k]
			}
			if line != "" {
				line = line[1:]
			}
			if line != tt.want {
				t.Errorf("got %q, want %q", line, tt.want)
			}
		})
	}
}
