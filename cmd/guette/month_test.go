package main

import (
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"io/fs"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"guette/catalog"
	"guette/internal/corpus"
	"guette/month"
	"guette/watch"
)

var july = watch.Month{Year: 2026, Month: time.July}

// monthConfig is a configuration of a month over the 24 programs whose
// repositories are in the corpus.
func monthConfig(t *testing.T) map[string]string {
	t.Helper()
	files := map[string]string{"config.yaml": "catalog: catalog.yaml\nportfolios: portfolios.yaml\ncoverage: {minimum: 0.9}\n"}
	for _, name := range []string{"catalog.yaml", "portfolios.yaml"} {
		data, err := os.ReadFile(filepath.Join("..", "..", "month", "testdata", name))
		if err != nil {
			t.Fatal(err)
		}
		files[name] = string(data)
	}
	return files
}

// bytesOf hashes all files of the month but the run report, which tells times.
func bytesOf(t *testing.T, dir string) map[string]string {
	t.Helper()
	sums := map[string]string{}
	root := os.DirFS(filepath.Join(dir, "reports", july.String()))
	err := fs.WalkDir(root, ".", func(path string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() || path == "run.json" {
			return err
		}
		data, err := fs.ReadFile(root, path)
		sum := sha256.Sum256(data)
		sums[path] = hex.EncodeToString(sum[:])
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return sums
}

func readReport(t *testing.T, dir string) *month.Report {
	t.Helper()
	var r month.Report
	readJSON(t, filepath.Join(dir, "reports", july.String(), "run.json"), &r)
	return &r
}

func readJSON(t *testing.T, path string, into any) {
	t.Helper()
	data, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	if err := json.Unmarshal(data, into); err != nil {
		t.Fatal(err)
	}
}

// runMonth does the month and its outputs.
func runMonth(t *testing.T, dir string, u *upstream) {
	t.Helper()
	guette(t, dir, u.env, "run", "--month", "2026-07", "--quiet").want(t, 0)
	guette(t, dir, u.env, "publish", "--month", "2026-07", "--draft", "--quiet").want(t, 0)
}

// TestAMonthOfRealData does July 2026 over the real repositories and records
// of the corpus, three times.
func TestAMonthOfRealData(t *testing.T) {
	u := startUpstream(t)
	dir := t.TempDir()
	writeFiles(t, dir, monthConfig(t))
	start := time.Now()
	runMonth(t, dir, u)
	t.Logf("first run and its outputs: %v", time.Since(start).Round(time.Millisecond))
	first := bytesOf(t, dir)
	if r := readReport(t, dir); r.Coverage.Share != 1 || len(r.Sources) == 0 {
		t.Errorf("coverage %+v of %d sources", r.Coverage, len(r.Sources))
	}
	t.Run("every tag of the month is announced exactly once", func(t *testing.T) { tagsAnnounced(t, dir) })
	t.Run("the same again: nothing is fetched whole, and all bytes are the same", func(t *testing.T) {
		again(t, dir, u, first)
	})
	t.Run("a fresh store gives the same bytes", func(t *testing.T) {
		fresh := t.TempDir()
		writeFiles(t, fresh, monthConfig(t))
		u.env = append(u.env, "GUETTE_FETCH_SPACING=0s") // the stand-in needs no politeness
		runMonth(t, fresh, u)
		if diff := cmp.Diff(first, bytesOf(t, fresh)); diff != "" {
			t.Errorf("(-old store +fresh store):\n%s", diff)
		}
	})
}

func again(t *testing.T, dir string, u *upstream, first map[string]string) {
	before := stats(t, u)
	runMonth(t, dir, u)
	if diff := cmp.Diff(first, bytesOf(t, dir)); diff != "" {
		t.Errorf("(-first +second):\n%s", diff)
	}
	for _, s := range readReport(t, dir).Sources {
		if s.Outcome == watch.OutcomeOK || s.Outcome.Good() && s.Bytes > 1<<20 {
			t.Errorf("%s %s %s: %s, %d bytes: it has not changed", s.Program, s.Collector, s.URL, s.Outcome, s.Bytes)
		}
	}
	after := stats(t, u)
	t.Logf("second run: %d requests, %d of them answered 304, %d bytes (the first: %d requests, %d bytes)",
		after.Hits-before.Hits, after.notModified()-before.notModified(), after.Bytes-before.Bytes, before.Hits, before.Bytes)
	if after.notModified() == before.notModified() {
		t.Error("nothing was answered 304")
	}
}

// An upstreamStats is what the stand-in counted.
type upstreamStats struct {
	Hits, Bytes int64
	Hosts       map[string]struct {
		NotModified int64 `json:"not_modified"`
	}
}

func (s upstreamStats) notModified() (n int64) {
	for _, h := range s.Hosts {
		n += h.NotModified
	}
	return n
}

func stats(t *testing.T, u *upstream) (s upstreamStats) {
	t.Helper()
	u.ask(t, "GET", "/_stats.json", &s)
	return s
}

// A jsonRelease is what the test reads of a finding.
type jsonRelease struct {
	Program, Kind, Version, Tag, Statement string
	Date                                   watch.Date
	Stable                                 bool
	Evidence                               []struct{ URL string }
}

// tagsAnnounced compares the findings and the technical bulletin with what git
// itself tells of the repositories.
func tagsAnnounced(t *testing.T, dir string) {
	var got struct{ Findings []jsonRelease }
	readJSON(t, filepath.Join(dir, "reports", july.String(), "findings.json"), &got)
	announced := map[string]int{}
	for _, f := range got.Findings {
		if f.Kind != string(watch.FindingRelease) && f.Kind != string(watch.FindingSecurityRelease) {
			continue
		}
		if f.Date.In() != july {
			t.Errorf("%s %s is of %s", f.Program, f.Version, f.Date)
		}
		if f.Tag != "" {
			announced[f.Program+" "+f.Tag]++
		}
	}
	want := map[string]int{}
	for name := range tagsOf(t, july) {
		want[name] = 1
	}
	if len(want) == 0 {
		t.Fatal("git tells of no tag: the test shows nothing")
	}
	if diff := cmp.Diff(want, announced); diff != "" {
		t.Errorf("tags of the month (-git +findings.json):\n%s", diff)
	}
	t.Logf("%d tags of the month, each announced once", len(want))
	inBulletin(t, dir, want)
}

// inBulletin checks that the technical bulletin announces each tag of the month
// once, and none of the months around.
func inBulletin(t *testing.T, dir string, want map[string]int) {
	data, err := os.ReadFile(filepath.Join(dir, "reports", july.String(), "technique.md"))
	if err != nil {
		t.Fatal(err)
	}
	programs := testCatalog(t)
	told := announcements(section(string(data), "versions"))
	count := func(name string) int {
		id, tag, _ := strings.Cut(name, " ")
		p, _ := programs.Program(id)
		v, _ := watch.ParseVersion(tag)
		return mentions(told[p.Name], v.String())
	}
	for name := range want {
		if n := count(name); n != 1 {
			t.Errorf("%s is announced %d times in the technical bulletin, want once", name, n)
		}
	}
	for _, other := range []watch.Month{july.Add(-1), july.Add(1)} {
		for name := range tagsOf(t, other) {
			if n := count(name); n != 0 && want[name] == 0 {
				t.Errorf("%s of %s is announced", name, other)
			}
		}
	}
}

var (
	versionRow  = regexp.MustCompile(`(?m)^\| ([^|]+) \| ([^|]+) \|`)
	versionItem = regexp.MustCompile(`(?m)^- \*\*(.+?)\*\*(.*)$`)
)

// announcements collects by program what the section of new versions announces:
// the column "Version et date" of its tables, and its lists.
func announcements(section string) map[string]string {
	told := map[string]string{}
	for _, form := range []*regexp.Regexp{versionRow, versionItem} {
		for _, m := range form.FindAllStringSubmatch(section, -1) {
			told[m[1]] += m[2] + "\n"
		}
	}
	return told
}

// section cuts a section out of a draft.
func section(text, id string) string {
	_, rest, _ := strings.Cut(text, "{#"+id+"}")
	if end := regexp.MustCompile(`(?m)^## `).FindStringIndex(rest); end != nil {
		rest = rest[:end[0]]
	}
	return rest
}

func mentions(text, version string) int {
	return len(regexp.MustCompile(`(^|[^0-9.])`+regexp.QuoteMeta(version)+`($|[^0-9.a-z-]|\.($|[^0-9]))`).FindAllString(text, -1))
}

func testCatalog(t *testing.T) *catalog.Catalog {
	t.Helper()
	programs, err := catalog.Load(filepath.Join("..", "..", "month", "testdata", "catalog.yaml"))
	if err != nil {
		t.Fatal(err)
	}
	return programs
}

// tagsOf lists the tags of a month that name a version, as "program tag", as
// git itself tells them.
func tagsOf(t *testing.T, m watch.Month) map[string]bool {
	t.Helper()
	programs := testCatalog(t)
	zone, err := time.LoadLocation("Europe/Paris")
	if err != nil {
		t.Fatal(err)
	}
	tags := map[string]bool{}
	for _, p := range programs.All() {
		name := strings.TrimSuffix(p.Repositories[0][strings.LastIndexByte(p.Repositories[0], '/')+1:], ".git")
		for tag, at := range gitTags(t, repository(t, name)) {
			if _, version := watch.ParseVersion(tag); version && m.Contains(at, zone) {
				tags[p.ID+" "+tag] = true
			}
		}
	}
	return tags
}

// repository unpacks a repository of the corpus.
func repository(t *testing.T, name string) string {
	t.Helper()
	dir := filepath.Join(unpacked(t), name+".git")
	if _, err := os.Stat(dir); err == nil {
		return dir
	}
	unpack := exec.Command("git", "clone", "--quiet", "--bare", corpus.File(t, "git", name+".bundle"), dir)
	if tar := corpus.File(t, "git", name+".git.tar"); exists(tar) {
		unpack = exec.Command("tar", "-C", filepath.Dir(dir), "-xf", tar)
	}
	if out, err := unpack.CombinedOutput(); err != nil {
		t.Fatalf("%v: %v\n%s", unpack, err, out)
	}
	return dir
}

var unpackedDir string

func unpacked(t *testing.T) string {
	t.Helper()
	if unpackedDir == "" {
		unpackedDir = t.TempDir()
		t.Cleanup(func() { unpackedDir = "" })
	}
	return unpackedDir
}

func exists(path string) bool { _, err := os.Stat(path); return err == nil }

// gitTags asks git for the tags of a repository and their dates: that of an
// annotated tag is its own, that of another the date of its commit.
func gitTags(t *testing.T, dir string) map[string]time.Time {
	t.Helper()
	c := exec.Command("git", "--git-dir", dir, "for-each-ref", "refs/tags",
		"--format=%(refname:strip=2)%00%(taggerdate:iso-strict)%00%(committerdate:iso-strict)%00%(*committerdate:iso-strict)")
	out, err := c.Output()
	if err != nil {
		t.Fatalf("%v: %v", c, err)
	}
	tags := map[string]time.Time{}
	for line := range strings.Lines(string(out)) {
		f := strings.Split(strings.TrimSuffix(line, "\n"), "\x00")
		date := f[1]
		for _, other := range f[2:] {
			if date == "" {
				date = other
			}
		}
		if date == "" {
			continue // a tag of a tree or a blob has no date
		}
		at, err := time.Parse(time.RFC3339, date)
		if err != nil {
			t.Fatalf("%s: %s: %v", dir, f[0], err)
		}
		tags[f[0]] = at
	}
	return tags
}
