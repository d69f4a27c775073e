package signal

import (
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"guette/analyze"
	"guette/watch"
)

const home = "https://forge.test/a/tool"

var july = watch.Month{Year: 2026, Month: 7}

func at(month, day int) time.Time {
	return time.Date(2026, time.Month(month), day, 12, 0, 0, 0, time.UTC)
}

// file is a change of a root file; before is what stood there.
func file(path string, month, day int, change watch.Change, before, after string) watch.Fact {
	commit := fmt.Sprintf("%02d%02d%s", month, day, strings.Repeat("c", 36))
	return watch.Fact{Program: "tool", Collector: "git", Source: home, Key: path + commit, At: at(month, day),
		Evidence: watch.Evidence{URL: home + "/commit/" + commit, Commit: commit},
		Body: &watch.FileChange{Repository: home, Path: path, Change: change, Commit: commit, Committed: at(month, day),
			Month: watch.MonthOf(at(month, day), time.UTC), Before: before, After: after}}
}

func state(month, day int, r watch.Repository) watch.Fact {
	r.URL, r.AsOf = home, watch.DateOf(at(month, day))
	return watch.Fact{Program: "tool", Collector: "forge", Source: home, Key: r.AsOf.String(), At: at(month, day), Evidence: watch.Evidence{URL: home}, Body: &r}
}

func tagged(name string, state watch.TagState, month, day int) watch.Fact {
	return watch.Fact{Program: "tool", Collector: "git", Source: home, Key: name + string(state), At: at(month, day), Evidence: watch.Evidence{URL: home},
		Body: &watch.Tag{Repository: home, Name: name, Object: "new", Previous: "old", State: state, Committed: at(1, 1)}}
}

func raised(t *testing.T, facts ...watch.Fact) (out []string) {
	t.Helper()
	watch.SortFacts(facts)
	in := &analyze.Input{Month: july, Zone: time.UTC, AsOf: july.LastDay(), Edition: july.LastDay().AddDays(7),
		Program: watch.Program{ID: "tool", Name: "Tool", Licence: "MIT", Repositories: []string{home}}, Facts: facts}
	got, err := analyze.Run(in, []*analyze.Analyzer{Analyzer})
	if err != nil {
		t.Fatal(err)
	}
	for f, d := range watch.DetailOf[*watch.SignalDetail](got.Findings) {
		if len(f.Evidence) == 0 || f.Evidence[0].URL == "" {
			t.Errorf("%s has no evidence", f.ID)
		}
		out = append(out, fmt.Sprintf("%s %s/%s new=%v %s", f.Date, f.Kind, d.Note, d.New, f.Confidence))
	}
	return out
}

const mit = `MIT License

Copyright (c) 2020 Somebody

Permission is hereby granted, free of charge, to any person obtaining a copy
of this software and associated documentation files (the "Software"), to deal
in the Software without restriction, including without limitation the rights
to use, copy, modify, merge, publish, distribute, sublicense, and/or sell
copies of the Software, and to permit persons to whom the Software is
furnished to do so, subject to the following conditions:

The above copyright notice and this permission notice shall be included in all
copies or substantial portions of the Software.

THE SOFTWARE IS PROVIDED "AS IS", WITHOUT WARRANTY OF ANY KIND, EXPRESS OR
IMPLIED, INCLUDING BUT NOT LIMITED TO THE WARRANTIES OF MERCHANTABILITY,
FITNESS FOR A PARTICULAR PURPOSE AND NONINFRINGEMENT. IN NO EVENT SHALL THE
AUTHORS OR COPYRIGHT HOLDERS BE LIABLE FOR ANY CLAIM, DAMAGES OR OTHER
LIABILITY, WHETHER IN AN ACTION OF CONTRACT, TORT OR OTHERWISE, ARISING FROM,
OUT OF OR IN CONNECTION WITH THE SOFTWARE OR THE USE OR OTHER DEALINGS IN THE
SOFTWARE.
`

const busl = "Business Source License 1.1\n\nParameters\n\nLicensor: Somebody\nAdditional Use Grant: none\n"

const (
	two   = "The code is under your choice of RSALv2 or SSPLv1.\n"
	three = "The code is under your choice of RSALv2, SSPLv1 or AGPLv3.\n"
)

// wordy is a licence within other words: it is not recognised.
var wordy = strings.ReplaceAll(mit, "\n", " ") + strings.Repeat("Words of our own that no licence holds, written for whoever reads.\n", 30)

// old moves a change of a file some years back.
func old(f watch.Fact, years int) watch.Fact {
	c := *f.Body.(*watch.FileChange)
	c.Committed = c.Committed.AddDate(-years, 0, 0)
	c.Month = watch.MonthOf(c.Committed, time.UTC)
	f.At, f.Body = c.Committed, &c
	return f
}

func TestSignals(t *testing.T) {
	yes, no := true, false
	over := "# Tool\n\nThis project is no longer maintained.\n"
	alive := "# Tool\n\nA tool.\n"
	present := watch.ChangePresent
	for _, tt := range []struct {
		name  string
		facts []watch.Fact
		want  []string
	}{
		{"nothing", nil, nil},
		{"a licence that becomes restricted", []watch.Fact{file("LICENSE", 1, 1, present, "", mit), file("LICENSE", 7, 4, watch.ChangeModified, mit, busl)},
			[]string{"2026-07-04 licence-change/changed new=true certain", "2026-07-04 licence-change/not-free new=false certain"}},
		{"the same, last month", []watch.Fact{file("LICENSE", 1, 1, present, "", mit), file("LICENSE", 6, 4, watch.ChangeModified, mit, busl)},
			[]string{"2026-06-04 licence-change/not-free new=false certain"}},
		{"and taken back", []watch.Fact{file("LICENSE", 1, 1, present, "", mit), file("LICENSE", 6, 4, watch.ChangeModified, mit, busl), file("LICENSE", 7, 4, watch.ChangeModified, busl, mit)},
			[]string{"2026-07-04 reversal/reverted new=true certain"}},
		{"and taken back three years later", []watch.Fact{old(file("LICENSE", 1, 1, present, "", mit), 4), old(file("LICENSE", 6, 4, watch.ChangeModified, mit, busl), 3), file("LICENSE", 7, 4, watch.ChangeModified, busl, mit)},
			[]string{"2026-07-04 licence-change/changed new=true certain"}},
		{"a choice that is widened", []watch.Fact{file("LICENSE", 1, 1, present, "", two), file("LICENSE", 7, 4, watch.ChangeModified, two, three)},
			[]string{"2026-07-04 licence-change/changed new=true certain", "2026-07-04 licence-change/conflict new=false uncertain"}},
		{"holders and parts in another file", []watch.Fact{file("LICENSE", 1, 1, present, "", mit), file("COPYRIGHT", 7, 4, watch.ChangeAdded, "", busl)}, nil},
		{"a notice that becomes the text it named", []watch.Fact{file("LICENSE", 1, 1, present, "", wordy), file("LICENSE", 7, 4, watch.ChangeModified, wordy, mit)}, nil},
		{"another year", []watch.Fact{file("LICENSE", 1, 1, present, "", mit), file("LICENSE", 7, 4, watch.ChangeModified, mit, strings.Replace(mit, "2020", "2026", 1))}, nil},
		{"a renamed file", []watch.Fact{file("LICENCE", 1, 1, present, "", mit), file("LICENCE", 7, 4, watch.ChangeRemoved, mit, ""), file("LICENSE.md", 7, 4, watch.ChangeAdded, "", mit)}, nil},
		{"gone and back", []watch.Fact{file("LICENSE", 1, 1, present, "", mit), file("LICENSE", 7, 4, watch.ChangeRemoved, mit, ""), file("LICENSE", 7, 6, watch.ChangeAdded, "", mit)}, nil},
		{"the licence of a library", []watch.Fact{file("LICENSE", 1, 1, present, "", mit), file("LICENSE.zlib", 7, 4, watch.ChangeAdded, "", busl)}, nil},
		{"a text that nobody knows", []watch.Fact{file("LICENSE", 1, 1, present, "", mit), file("LICENSE", 7, 4, watch.ChangeModified, mit, "Ask us first.\n")},
			[]string{"2026-07-04 licence-change/unread new=true uncertain"}},

		{"a notice of end", []watch.Fact{file("README.md", 1, 1, present, "", alive), file("README.md", 7, 9, watch.ChangeModified, alive, over)},
			[]string{"2026-07-09 abandonment/unmaintained new=true certain"}},
		{"a notice that stands", []watch.Fact{file("README.md", 1, 1, present, "", over)}, []string{"2026-01-01 abandonment/unmaintained new=false certain"}},
		{"a notice withdrawn", []watch.Fact{file("README.md", 1, 1, present, "", over), file("README.md", 7, 9, watch.ChangeModified, over, alive)},
			[]string{"2026-07-09 reversal/notice-removed new=true certain"}},
		{"came and went in a month", []watch.Fact{file("README.md", 1, 1, present, "", alive), file("README.md", 7, 9, watch.ChangeModified, alive, over), file("README.md", 7, 10, watch.ChangeModified, over, alive)}, nil},
		{"a README renamed with its notice", []watch.Fact{file("README", 1, 1, present, "", over), file("README", 7, 9, watch.ChangeRemoved, over, ""), file("README.md", 7, 9, watch.ChangeAdded, "", over)},
			[]string{"2026-01-01 abandonment/unmaintained new=false certain"}},

		{"archived in the month", []watch.Fact{state(6, 30, watch.Repository{Archived: &no}), state(7, 31, watch.Repository{Archived: &yes})},
			[]string{"2026-07-31 abandonment/archived-flag new=true certain"}},
		{"archived when it was first read", []watch.Fact{state(7, 31, watch.Repository{Archived: &yes})}, []string{"2026-07-31 abandonment/archived-flag new=false certain"}},
		{"archived no more", []watch.Fact{state(6, 30, watch.Repository{Archived: &yes}), state(7, 31, watch.Repository{Archived: &no})},
			[]string{"2026-06-30 abandonment/archived-flag new=false certain", "2026-07-31 reversal/unarchived new=true certain"}},
		{"moved to another owner", []watch.Fact{state(6, 30, watch.Repository{}), state(7, 31, watch.Repository{MovedTo: "https://forge.test/b/tool"})},
			[]string{"2026-07-31 move/redirect new=true certain"}},
		{"renamed", []watch.Fact{state(6, 30, watch.Repository{}), state(7, 31, watch.Repository{MovedTo: "https://forge.test/a/utensil"})},
			[]string{"2026-07-31 rename/redirect new=true certain"}},
		{"the same address with an ending", []watch.Fact{state(6, 30, watch.Repository{}), state(7, 31, watch.Repository{MovedTo: home + ".git"})}, nil},

		{"a tag that moved", []watch.Fact{tagged("v1.2", watch.TagMoved, 7, 3)}, []string{"2026-07-03 distribution-change/tag-moved new=true certain"}},
		{"a tag that names no version", []watch.Fact{tagged("latest", watch.TagMoved, 7, 3)}, nil},
		{"one more responsible", []watch.Fact{file("MAINTAINERS", 1, 1, present, "", "- A @aaa\n"), file("MAINTAINERS", 7, 2, watch.ChangeModified, "- A @aaa\n", "- A @aaa\n- B @bbb\n")},
			[]string{"2026-07-02 maintainer-change/listed new=true certain"}},
		{"words after who maintains it", []watch.Fact{file("README", 7, 2, watch.ChangeModified, "maintained by the Foundation. We began in\n", "maintained by the Foundation. We started in\n")}, nil},
		{"the same people in another order", []watch.Fact{file("MAINTAINERS", 7, 2, watch.ChangeModified, "- A @aaa\n- B @bbb\n", "- B @bbb\n- A @aaa\n")}, nil},
		{"one more author", []watch.Fact{file("AUTHORS", 7, 2, watch.ChangeModified, "A <a@a.test>\n", "A <a@a.test>\nB <b@b.test>\n")}, nil},
		{"a typing error in a charter", []watch.Fact{file("GOVERNANCE.md", 7, 2, watch.ChangeModified, "We decid togehter.", "We decide together.")}, nil},
	} {
		t.Run(tt.name, func(t *testing.T) {
			got := raised(t, tt.facts...)
			slices.Sort(got)
			want := slices.Clone(tt.want)
			slices.Sort(want)
			if diff := cmp.Diff(want, got); diff != "" {
				t.Error(diff)
			}
		})
	}
}

// No name and no address of a person leaves the rules about people.
func TestNobodyIsNamed(t *testing.T) {
	facts := []watch.Fact{file("MAINTAINERS", 7, 2, watch.ChangeModified, "- Ada Lovelace @ada <ada@x.test>\n", "- Grace Hopper @grace <grace@x.test>\n")}
	in := &analyze.Input{Month: july, Zone: time.UTC, AsOf: july.LastDay(), Program: watch.Program{ID: "tool", Name: "Tool", Repositories: []string{home}}, Facts: facts}
	got, err := analyze.Run(in, []*analyze.Analyzer{Analyzer})
	if err != nil || len(got.Findings) != 1 {
		t.Fatalf("%d findings, error %v", len(got.Findings), err)
	}
	text := fmt.Sprintf("%+v %+v", got.Findings[0], got.Findings[0].Detail)
	for _, word := range []string{"Ada", "Grace", "@ada", "@grace", "x.test"} {
		if strings.Contains(text, word) {
			t.Errorf("the finding holds %q: %s", word, text)
		}
	}
}
