// Package gitfacts reads the facts of a repository of the corpus with the git
// command, for tests that judge analyzers on real histories. It shares no code
// with the git collector, so that the two can be compared.
package gitfacts

import (
	"bufio"
	"bytes"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"guette/internal/corpus"
	"guette/watch"
)

// A Repo is an unpacked repository of the corpus.
type Repo struct {
	Dir  string
	URL  string // address that facts carry
	Head string // commit of the default branch
	Name string
}

// Open unpacks a repository of the corpus, once a machine.
func Open(t testing.TB, name string) Repo {
	t.Helper()
	index := corpus.File(t, "git", "index.csv")
	r, file := find(t, index, name)
	cache, err := os.UserCacheDir()
	if err != nil {
		t.Skipf("no folder for unpacked repositories: %v", err)
	}
	r.Dir = filepath.Join(cache, "guette-test-git", name+".git")
	if _, err := os.Stat(r.Dir); err == nil {
		return r
	}
	unpack(t, filepath.Join(filepath.Dir(index), file), r.Dir)
	return r
}

func unpack(t testing.TB, file, dir string) {
	t.Helper()
	if err := os.MkdirAll(filepath.Dir(dir), 0o755); err != nil {
		t.Fatal(err)
	}
	part, err := os.MkdirTemp(filepath.Dir(dir), "part-")
	if err != nil {
		t.Fatal(err)
	}
	defer os.RemoveAll(part)
	if strings.HasSuffix(file, ".tar") {
		run(t, "tar", "-xf", file, "-C", part)
		inside, err := filepath.Glob(filepath.Join(part, "*"))
		if err != nil || len(inside) != 1 {
			t.Fatalf("%s: want one folder inside, got %d", file, len(inside))
		}
		part = inside[0]
	} else {
		part = filepath.Join(part, "r.git")
		run(t, "git", "clone", "-q", "--mirror", file, part)
	}
	if err := os.Rename(part, dir); err != nil {
		t.Fatal(err)
	}
}

// Names lists the repositories of the corpus.
func Names(t testing.TB) []string {
	t.Helper()
	var names []string
	for _, line := range lines(t, corpus.File(t, "git", "index.csv"))[1:] {
		names = append(names, strings.SplitN(line, ",", 2)[0])
	}
	return names
}

func find(t testing.TB, index, name string) (Repo, string) {
	t.Helper()
	for _, line := range lines(t, index)[1:] {
		f := strings.Split(line, ",")
		if f[0] == name {
			return Repo{Name: name, URL: "https://" + f[3], Head: f[5]}, f[1]
		}
	}
	t.Fatalf("%s has no repository %q", index, name)
	return Repo{}, ""
}

func lines(t testing.TB, file string) []string {
	t.Helper()
	data, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	return strings.Split(strings.TrimSpace(string(data)), "\n")
}

func run(t testing.TB, name string, args ...string) []byte {
	t.Helper()
	cmd := exec.Command(name, args...)
	var out, errs bytes.Buffer
	cmd.Stdout, cmd.Stderr = &out, &errs
	if err := cmd.Run(); err != nil {
		t.Fatalf("%s %s: %v: %s", name, strings.Join(args, " "), err, errs.String())
	}
	return out.Bytes()
}

// Git runs git in the repository.
func (r Repo) Git(t testing.TB, args ...string) string {
	t.Helper()
	return string(run(t, "git", append([]string{"--git-dir", r.Dir}, args...)...))
}

var bot = regexp.MustCompile(`(?i)\[bot\]|dependabot|renovate|weblate|greenkeeper|snyk-bot|pre-commit-ci|github-actions|^actions@|^actions$|translatewiki|transifex|crowdin|travis|imgbot|codecov|semantic-release|getsentry-bot|bot@|-bot$|_bot$|allcontributors|mergify|bumper|release-bot|^bot$|hosted\.weblate`)

// Activity lists the monthly facts of the default branch, from its first commit
// to the month of its head.
func (r Repo) Activity(t testing.TB) []watch.Fact {
	t.Helper()
	out := r.Git(t, "log", "--use-mailmap", "--format=%ct%x1f%P%x1f%aN%x1f%aE%x1f%H", r.Head)
	months := map[watch.Month]*watch.Activity{}
	authors := map[watch.Month]map[string]*watch.AuthorCount{}
	var first, last watch.Month
	newest := map[watch.Month]time.Time{}
	scan := bufio.NewScanner(strings.NewReader(out))
	scan.Buffer(nil, 1<<20)
	for scan.Scan() {
		f := strings.Split(scan.Text(), "\x1f")
		sec, err := strconv.ParseInt(f[0], 10, 64)
		if err != nil {
			t.Fatal(err)
		}
		at := time.Unix(sec, 0).UTC()
		m := watch.MonthOf(at, time.UTC)
		if first.Year == 0 || m.Before(first) {
			first = m
		}
		if last.Before(m) {
			last = m
		}
		a := months[m]
		if a == nil {
			a = &watch.Activity{Repository: r.URL, Month: m}
			months[m], authors[m] = a, map[string]*watch.AuthorCount{}
		}
		if at.After(newest[m]) || a.Head == "" {
			newest[m], a.Head = at, f[4]
		}
		r.count(a, authors[m], at, f)
	}
	return r.facts(months, authors, first, last)
}

func (r Repo) count(a *watch.Activity, authors map[string]*watch.AuthorCount, at time.Time, f []string) {
	a.Commits++
	merge := strings.Contains(f[1], " ")
	if merge {
		a.Merges++
	}
	if bot.MatchString(f[2]) || bot.MatchString(f[3]) {
		a.Bots++
		return
	}
	a.Human++
	a.Days |= 1 << (at.Day() - 1)
	id := strings.ToLower(f[2])
	c := authors[id]
	if c == nil {
		c = &watch.AuthorCount{ID: id}
		authors[id] = c
	}
	c.Commits++
	c.LastDay = max(c.LastDay, at.Day())
	if !merge {
		a.Plain++
		c.Plain++
	}
	if at.After(a.LastHuman) {
		a.LastHuman = at
	}
}

func (r Repo) facts(months map[watch.Month]*watch.Activity, authors map[watch.Month]map[string]*watch.AuthorCount, first, last watch.Month) []watch.Fact {
	var out []watch.Fact
	var lastHuman time.Time
	for m := first; !last.Before(m); m = m.Add(1) {
		a := months[m]
		if a == nil {
			a = &watch.Activity{Repository: r.URL, Month: m}
		}
		a.Since, a.Whole = first.Start(time.UTC), true
		if a.LastHuman.After(lastHuman) {
			lastHuman = a.LastHuman
		}
		a.LastHuman = lastHuman
		for _, c := range authors[m] {
			a.Authors = append(a.Authors, *c)
		}
		slices.SortFunc(a.Authors, func(x, y watch.AuthorCount) int {
			if x.Commits != y.Commits {
				return y.Commits - x.Commits
			}
			return strings.Compare(x.ID, y.ID)
		})
		out = append(out, r.fact(m.String(), m.Start(time.UTC), a, watch.Evidence{URL: r.URL + "/commit/" + a.Head, Commit: a.Head}))
	}
	return out
}

func (r Repo) fact(key string, at time.Time, body watch.Body, ev watch.Evidence) watch.Fact {
	if ev.URL == "" {
		ev.URL = r.URL
	}
	ev.Retrieved = time.Date(2026, 8, 1, 0, 0, 0, 0, time.UTC)
	return watch.Fact{Program: r.Name, Collector: "git", Source: r.URL, Key: key, At: at, Evidence: ev, Body: body}
}

// Tags lists the tags as facts.
func (r Repo) Tags(t testing.TB) []watch.Fact {
	t.Helper()
	out := r.Git(t, "for-each-ref", "refs/tags",
		"--format=%(refname:short)%1f%(objectname)%1f%(objecttype)%1f%(taggerdate:unix)%1f%(*objectname)%1f%(*committerdate:unix)%1f%(committerdate:unix)")
	var facts []watch.Fact
	for _, line := range strings.Split(strings.TrimSpace(out), "\n") {
		f := strings.Split(line, "\x1f")
		if len(f) != 7 {
			continue
		}
		tag := &watch.Tag{Repository: r.URL, Name: strings.TrimPrefix(f[0], "tags/"), Object: f[1], Commit: f[1], State: watch.TagPresent}
		if f[2] == "tag" {
			tag.Annotated, tag.Commit, tag.Tagged, tag.Committed = true, f[4], unix(f[3]), unix(f[5])
		} else {
			tag.Committed = unix(f[6])
		}
		facts = append(facts, r.fact("tag "+tag.Name, tag.When(), tag, watch.Evidence{URL: r.URL + "/tree/" + tag.Name, Commit: tag.Commit}))
	}
	return facts
}

func unix(s string) time.Time {
	sec, err := strconv.ParseInt(s, 10, 64)
	if err != nil {
		return time.Time{}
	}
	return time.Unix(sec, 0).UTC()
}

var rootFile = regexp.MustCompile(`(?i)^(readme|licen[cs]es?|copying|copyright|notice|security|maintainers|codeowners|authors|governance|owners|funding|status|changelog|changes|news|contributing)([-.][^/]*)?$`)

// maxText bounds the text of a root file, as the collector does.
const maxText = 256 << 10

// Files lists the changes of root files along the first parents of the default
// branch, each commit apart.
func (r Repo) Files(t testing.TB, since time.Time) []watch.Fact {
	t.Helper()
	out := r.Git(t, "log", "--first-parent", "-m", "--reverse", "--no-renames", "--raw", "--no-abbrev", "--format=%x1e%H%x1f%ct", r.Head)
	type state struct{ blob string }
	now := map[string]state{}
	var facts []watch.Fact
	started := false
	present := func() {
		for _, path := range sortedKeys(now) {
			text, cut := r.blob(t, now[path].blob)
			facts = append(facts, r.fact("file "+path+" present", since, &watch.FileChange{Repository: r.URL, Path: path,
				Change: watch.ChangePresent, Committed: since, Month: watch.MonthOf(since, time.UTC), After: text, Cut: cut}, watch.Evidence{Path: path}))
		}
	}
	for _, commit := range strings.Split(out, "\x1e")[1:] {
		head, body, _ := strings.Cut(commit, "\n")
		hash, sec, _ := strings.Cut(head, "\x1f")
		at := unix(strings.TrimSpace(sec))
		if !started && !at.Before(since) {
			started = true
			present()
		}
		for _, line := range strings.Split(body, "\n") {
			if !strings.HasPrefix(line, ":") {
				continue
			}
			meta, path, _ := strings.Cut(line, "\t")
			if strings.Contains(path, "/") || !rootFile.MatchString(path) {
				continue
			}
			m := strings.Fields(meta)
			old, ok := now[path]
			after := m[3]
			if strings.Trim(after, "0") == "" {
				delete(now, path)
				after = ""
			} else {
				now[path] = state{after}
			}
			if !started || old.blob == after {
				continue
			}
			c := &watch.FileChange{Repository: r.URL, Path: path, Commit: hash, Committed: at, Month: watch.MonthOf(at, time.UTC)}
			switch {
			case after == "":
				c.Change = watch.ChangeRemoved
			case !ok:
				c.Change = watch.ChangeAdded
			default:
				c.Change = watch.ChangeModified
			}
			if ok {
				c.Before, c.Cut = r.blob(t, old.blob)
			}
			if after != "" {
				var cut bool
				c.After, cut = r.blob(t, after)
				c.Cut = c.Cut || cut
			}
			facts = append(facts, r.fact(fmt.Sprintf("file %s %s", path, hash), at, c, watch.Evidence{URL: r.URL + "/commit/" + hash, Commit: hash, Path: path}))
		}
	}
	return facts
}

func sortedKeys[V any](m map[string]V) []string {
	var keys []string
	for k := range m {
		keys = append(keys, k)
	}
	slices.Sort(keys)
	return keys
}

func (r Repo) blob(t testing.TB, hash string) (string, bool) {
	t.Helper()
	text := string(run(t, "git", "--git-dir", r.Dir, "cat-file", "blob", hash))
	if len(text) > maxText {
		return text[:maxText], true
	}
	return text, false
}

// Window keeps the months from first to last of a repository, as a collector
// that reads no further back would: months after its head are empty, and the
// history is not whole unless it begins inside.
func Window(activity []watch.Fact, first, last watch.Month) []watch.Fact {
	var out []watch.Fact
	byMonth := map[watch.Month]watch.Fact{}
	for _, f := range activity {
		byMonth[f.Body.(*watch.Activity).Month] = f
	}
	begins := activity[0].Body.(*watch.Activity).Month
	var lastHuman time.Time
	for _, f := range activity {
		if a := f.Body.(*watch.Activity); a.Month.Before(first) {
			lastHuman = a.LastHuman
		}
	}
	for m := first; !last.Before(m); m = m.Add(1) {
		a := watch.Activity{Month: m, Repository: activity[0].Body.(*watch.Activity).Repository}
		f, ok := byMonth[m]
		if ok {
			a = *f.Body.(*watch.Activity)
			lastHuman = a.LastHuman
		} else {
			f = activity[len(activity)-1]
			f.Key, f.At = m.String(), m.Start(time.UTC)
		}
		a.LastHuman, a.Since, a.Whole = lastHuman, first.Start(time.UTC), !begins.Before(first)
		f.Body = &a
		out = append(out, f)
	}
	return out
}
