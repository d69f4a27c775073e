package truth

import (
	"os/exec"
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"

	"guette/analyze"
	"guette/analyze/lifecycle"
	"guette/analyze/release"
	"guette/analyze/vulnerability"
	"guette/watch"
)

var technical = []*analyze.Analyzer{lifecycle.Analyzer, vulnerability.Analyzer, release.Analyzer}

// namesVersion is what a reader takes for the name of a version: written apart
// from the code, on purpose.
var namesVersion = regexp.MustCompile(`\d+[._-]\d+|^[vr]?\d+$`)

// TestEveryTagOfTheMonthIsFoundOnce compares findings with what git says, over
// 24 repositories and 20 months: nothing lost, nothing twice, none of another
// month.
func TestEveryTagOfTheMonthIsFoundOnce(t *testing.T) {
	zone := paris(t)
	expected, found := 0, 0
	for _, row := range table(t, "git", "index.csv") {
		p := watch.Program{ID: strings.ToLower(row["name"]), Name: row["name"], Repositories: []string{"https://" + row["origin"]}}
		base := input(t, p, watch.Month{Year: 2025, Month: 1}, nil, nil)
		truth := truthOf(t, repository(t, p.Repositories[0]), zone)
		for m := (watch.Month{Year: 2025, Month: 1}); m.Before(watch.Month{Year: 2026, Month: 9}); m = m.Add(1) {
			in := *base
			in.Month, in.AsOf, in.Edition = m, m.LastDay(), m.LastDay().AddDays(7)
			out, err := analyze.Run(&in, technical)
			if err != nil {
				t.Fatal(err)
			}
			var got []string
			ids := map[string]bool{}
			for f, d := range watch.DetailOf[*watch.ReleaseDetail](out.Findings) {
				got = append(got, d.Tag)
				if ids[f.ID] {
					t.Errorf("%s %s: id %s twice", p.ID, m, f.ID)
				}
				ids[f.ID] = true
				if len(f.Evidence) == 0 {
					t.Errorf("%s: no evidence", f.ID)
				}
			}
			slices.Sort(got)
			if want := truth[m]; !slices.Equal(got, want) {
				t.Errorf("%s %s:\n got %q\nwant %q", p.ID, m, got, want)
			}
			expected, found = expected+len(truth[m]), found+len(got)
		}
	}
	t.Logf("%d tags that name a version, %d findings", expected, found)
	if expected < 300 {
		t.Errorf("only %d tags: the truth is not read", expected)
	}
}

func truthOf(t *testing.T, dir string, zone *time.Location) map[watch.Month][]string {
	out, err := exec.Command("git", "-C", dir, "for-each-ref", "--format=%(creatordate:iso-strict) %(refname:strip=2)", "refs/tags").Output()
	if err != nil {
		t.Fatal(err)
	}
	truth := map[watch.Month][]string{}
	for line := range strings.Lines(string(out)) {
		when, name, _ := strings.Cut(strings.TrimSpace(line), " ")
		at, err := time.Parse(time.RFC3339, when)
		if err != nil {
			t.Fatal(err)
		}
		if namesVersion.MatchString(name) {
			m := watch.MonthOf(at, zone)
			truth[m] = append(truth[m], name)
		}
	}
	for _, names := range truth {
		slices.Sort(names)
	}
	return truth
}

// TestVersionsFollowTheDatesOfTheirBranch sorts every tag list by version, and
// compares with the dates on each branch. The exceptions are listed: what a
// project did, not how we read it.
func TestVersionsFollowTheDatesOfTheirBranch(t *testing.T) {
	branches, pairs, exceptions := 0, 0, 0
	for _, row := range table(t, "git", "index.csv") {
		p := watch.Program{ID: strings.ToLower(row["name"]), Name: row["name"], Repositories: []string{"https://" + row["origin"]}}
		type dated struct {
			v   watch.Version
			tag *watch.Tag
		}
		byBranch := map[string][]dated{}
		for _, tag := range watch.Of[*watch.Tag](tags(t, p.Repositories[0])) {
			if v, ok := watch.ParseVersion(tag.Name); ok {
				key := v.Series(p.ID, p.Name) + " " + v.Branch(2)
				byBranch[key] = append(byBranch[key], dated{v, tag})
			}
		}
		for _, list := range byBranch {
			branches++
			slices.SortStableFunc(list, func(a, b dated) int { return a.v.Compare(b.v) })
			for i := 1; i < len(list); i++ {
				pairs++
				if a, b := list[i-1], list[i]; b.tag.Committed.Before(a.tag.Committed) && !a.v.Same(b.v) {
					exceptions++
					t.Logf("%s: %s (%s) comes after %s (%s) by version", p.ID, b.tag.Name, b.tag.Committed.Format(time.DateOnly), a.tag.Name, a.tag.Committed.Format(time.DateOnly))
				}
			}
		}
	}
	t.Logf("%d branches, %d neighbours, %d against their dates", branches, pairs, exceptions)
	if exceptions > maxExceptions {
		t.Errorf("%d neighbours against their dates, want at most %d", exceptions, maxExceptions)
	}
}

// maxExceptions is the number of neighbours that were looked at one by one; see
// docs/method.md.
const maxExceptions = 7
