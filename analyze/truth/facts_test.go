// Package truth compares what the analyzers conclude with what the corpus of
// real data says: tags of 24 repositories, states of calendars, records,
// catalogues. It holds tests only.
package truth

import (
	"encoding/csv"
	"encoding/json"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"guette/analyze"
	"guette/catalog"
	"guette/collect/endoflife"
	"guette/collect/osv"
	"guette/internal/corpus"
	"guette/watch"
)

func paris(t testing.TB) *time.Location {
	t.Helper()
	zone, err := time.LoadLocation("Europe/Paris")
	if err != nil {
		t.Fatal(err)
	}
	return zone
}

func date(t testing.TB, s string) watch.Date {
	t.Helper()
	d, err := watch.ParseDate(s)
	if err != nil {
		t.Fatal(err)
	}
	return d
}

func read(t testing.TB, elem ...string) []byte {
	t.Helper()
	data, err := os.ReadFile(corpus.File(t, elem...))
	if err != nil {
		t.Fatal(err)
	}
	return data
}

func table(t testing.TB, elem ...string) []map[string]string {
	t.Helper()
	f, err := os.Open(corpus.File(t, elem...))
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	rows, err := csv.NewReader(f).ReadAll()
	if err != nil {
		t.Fatal(err)
	}
	var list []map[string]string
	for _, row := range rows[1:] {
		m := map[string]string{}
		for i, name := range rows[0] {
			m[name] = row[i]
		}
		list = append(list, m)
	}
	return list
}

// repositories unpacks the repositories of the corpus once, and returns their
// folders by address.
var repositories = sync.OnceValues(func() (map[string]string, error) {
	dir, err := os.MkdirTemp("", "guette-truth-")
	if err != nil {
		return nil, err
	}
	folders = dir
	return map[string]string{}, nil
})

var folders string

func TestMain(m *testing.M) {
	code := m.Run()
	if folders != "" {
		os.RemoveAll(folders)
	}
	os.Exit(code)
}

// repository returns the folder of a bare repository of the corpus, "" where
// there is none of that address.
func repository(t testing.TB, address string) string {
	t.Helper()
	known, err := repositories()
	if err != nil {
		t.Fatal(err)
	}
	if dir, ok := known[address]; ok {
		return dir
	}
	for _, row := range table(t, "git", "index.csv") {
		if !strings.EqualFold("https://"+row["origin"], strings.TrimSuffix(address, ".git")) {
			continue
		}
		file, dir := corpus.File(t, "git", row["file"]), filepath.Join(folders, row["name"]+".git")
		var cmd *exec.Cmd
		if strings.HasSuffix(file, ".tar") {
			cmd = exec.Command("tar", "xf", file, "-C", folders)
		} else {
			cmd = exec.Command("git", "clone", "-q", "--bare", file, dir)
		}
		if out, err := cmd.CombinedOutput(); err != nil {
			t.Logf("%s: %v: %s", file, err, out) // rsnapshot has no HEAD: tags are there
		}
		known[address] = dir
		return dir
	}
	known[address] = ""
	return ""
}

// tags reads the tags of a repository as git tells them, not through our own
// collector.
func tags(t testing.TB, address string) []watch.Fact {
	t.Helper()
	dir := repository(t, address)
	if dir == "" {
		return nil
	}
	const format = "%(refname:strip=2)%00%(objectname)%00%(*objectname)%00%(taggerdate:iso-strict)%00%(*committerdate:iso-strict)%00%(committerdate:iso-strict)%00%(contents:subject)"
	out, err := exec.Command("git", "-C", dir, "for-each-ref", "--format="+format, "refs/tags").Output()
	if err != nil {
		t.Fatalf("%s: %v", dir, err)
	}
	var facts []watch.Fact
	for line := range strings.Lines(string(out)) {
		f := strings.Split(strings.TrimRight(line, "\n"), "\x00")
		tag := &watch.Tag{Repository: address, Name: f[0], Object: f[1], Commit: f[1], State: watch.TagPresent}
		if f[3] != "" {
			tag.Annotated, tag.Commit, tag.Message = true, f[2], f[6]
			tag.Tagged, tag.Committed = moment(t, f[3]), moment(t, f[4])
		} else {
			tag.Committed = moment(t, f[5])
		}
		facts = append(facts, watch.Fact{Collector: "git", Key: address + " " + f[0], At: tag.When(), Body: tag,
			Evidence: watch.Evidence{URL: address + "/releases/tag/" + f[0], Commit: tag.Commit}})
	}
	return facts
}

func moment(t testing.TB, s string) time.Time {
	t.Helper()
	if s == "" {
		return time.Time{}
	}
	at, err := time.Parse(time.RFC3339, s)
	if err != nil {
		t.Fatal(err)
	}
	return at.UTC()
}

var (
	secures   = regexp.MustCompile(`(?i)\bsecurity\b|vulnerab`)
	announces = regexp.MustCompile(`(?i)version to (\d+(?:\.\d+)+)$`)
	merges    = regexp.MustCompile(`^Merge pull request #\d+ from [^/]+/(\S+)`)
)

// commits reads the subjects of a month that speak of security or of a version,
// by rules of their own.
func commits(t testing.TB, address string, m watch.Month) []watch.Fact {
	t.Helper()
	dir := repository(t, address)
	if dir == "" {
		return nil
	}
	out, err := exec.Command("git", "-C", dir, "log", "--since="+m.Start(time.UTC).Format(time.RFC3339), "--until="+m.End(time.UTC).Format(time.RFC3339), "--format=%H%x00%cI%x00%s").Output()
	if err != nil {
		return nil // a repository without a default branch
	}
	var facts []watch.Fact
	for line := range strings.Lines(string(out)) {
		f := strings.Split(strings.TrimRight(line, "\n"), "\x00")
		c := &watch.Commit{Repository: address, Hash: f[0], Committed: moment(t, f[1]), Subject: f[2]}
		if m := merges.FindStringSubmatch(f[2]); m != nil {
			c.Subject, c.Merge = m[1], true
		}
		if secures.MatchString(c.Subject) {
			c.Reasons = append(c.Reasons, watch.CommitSecurity)
		}
		if m := announces.FindStringSubmatch(f[2]); m != nil {
			c.Reasons, c.Version = append(c.Reasons, watch.CommitVersion), m[1]
		}
		if len(c.Reasons) > 0 {
			c.Tags = holding(dir, c.Hash)
			facts = append(facts, watch.Fact{Collector: "git", Key: f[0], At: c.Committed, Body: c, Evidence: watch.Evidence{URL: address + "/commit/" + f[0], Commit: f[0]}})
		}
	}
	return facts
}

// holding lists the tags that hold a commit, the oldest first.
func holding(dir, commit string) []string {
	out, err := exec.Command("git", "-C", dir, "for-each-ref", "--sort=creatordate", "--format=%(refname:short)", "--contains="+commit, "refs/tags").Output()
	if err != nil {
		return nil
	}
	return strings.Fields(string(out))
}

// forge reads the reconstructed releases of a repository.
func forge(t testing.TB, address string) []watch.Fact {
	t.Helper()
	path := filepath.Join(append([]string{corpus.Dir(t), "forge", "reconstructed"}, append(strings.Split(strings.TrimPrefix(address, "https://github.com/"), "/"), "releases.json")...)...)
	data, err := os.ReadFile(path)
	if err != nil {
		return nil
	}
	var list []struct {
		Tag        string    `json:"tag_name"`
		Name       string    `json:"name"`
		URL        string    `json:"html_url"`
		Published  time.Time `json:"published_at"`
		Prerelease bool      `json:"prerelease"`
		Body       string    `json:"body"`
	}
	if err := json.Unmarshal(data, &list); err != nil {
		t.Fatal(err)
	}
	var facts []watch.Fact
	for _, r := range list {
		facts = append(facts, watch.Fact{Collector: "forge", Key: r.Tag, At: r.Published, Evidence: watch.Evidence{URL: r.URL},
			Body: &watch.Release{Version: r.Tag, Tag: r.Tag, Title: r.Name, Published: r.Published, Prerelease: r.Prerelease, Notes: r.Body,
				Origin: watch.OriginForge, Repository: address}})
	}
	return facts
}

// calendar reads the states of a product.
func calendar(t testing.TB, product string) []watch.Fact {
	t.Helper()
	var facts []watch.Fact
	for _, day := range []string{"2026-06-30", "2026-07-31", "2026-08-22"} {
		data, err := os.ReadFile(corpus.File(t, "endoflife", day, "products", product+".json"))
		if err != nil {
			continue
		}
		for c, err := range endoflife.Parse(data, date(t, day).Time(time.UTC)) {
			if err != nil {
				t.Fatal(err)
			}
			c.AsOf = date(t, day)
			facts = append(facts, watch.Fact{Collector: "endoflife", Key: c.Cycle + "@" + day, At: c.AsOf.Time(time.UTC), Body: c,
				Evidence: watch.Evidence{URL: "https://endoflife.date/api/v1/products/" + product, Title: c.Label}})
		}
	}
	return facts
}

// records reads the OSV records of a program.
func records(t testing.TB, p watch.Program) []watch.Fact {
	t.Helper()
	packages := osv.Packages(p)
	var facts []watch.Fact
	for _, row := range table(t, "osv", "index.csv") {
		if !slices.ContainsFunc(packages, func(o watch.OSVPackage) bool {
			return slices.Contains(strings.FieldsFunc(row["packages"], func(r rune) bool { return r == ' ' || r == ';' }), o.Ecosystem+"/"+o.Name)
		}) {
			continue
		}
		a, err := osv.Parse(read(t, "osv", row["file"]), packages)
		if err != nil {
			t.Log(err) // a record of the corpus without a date of change
			continue
		}
		facts = append(facts, watch.Fact{Collector: "osv", Key: a.ID, At: a.Published, Body: a,
			Evidence: watch.Evidence{URL: "https://osv.dev/vulnerability/" + a.ID, Title: a.ID}})
	}
	return facts
}

// shared reads the newest KEV not later than a day, EPSS of 6 August 2026, and
// the alerts and advisories of CERT-FR.
func shared(t testing.TB, edition watch.Date) *analyze.Shared {
	t.Helper()
	s := &analyze.Shared{KEV: map[string]analyze.Known[*watch.Exploited]{}, EPSS: map[string]analyze.Known[*watch.EPSS]{}, CERTFR: map[string][]analyze.Known[*watch.Advisory]{}}
	kev(t, s, edition)
	epss(t, s)
	alerts(t, s)
	return s
}

func kev(t testing.TB, s *analyze.Shared, edition watch.Date) {
	files, _ := filepath.Glob(corpus.File(t, "kev", "known_exploited_vulnerabilities-20*.json"))
	slices.Sort(files)
	best := ""
	for _, f := range files {
		if day := strings.TrimSuffix(f[len(f)-15:], ".json"); day <= edition.String() {
			best = f
		}
	}
	if best == "" {
		return
	}
	data, err := os.ReadFile(best)
	if err != nil {
		t.Fatal(err)
	}
	var doc struct {
		Vulnerabilities []struct {
			CVE, Vendor, Product, Name, Added, Due, Action string
			CveID                                          string `json:"cveID"`
			VendorProject                                  string `json:"vendorProject"`
			VulnerabilityName                              string `json:"vulnerabilityName"`
			DateAdded                                      string `json:"dateAdded"`
			DueDate                                        string `json:"dueDate"`
			RequiredAction                                 string `json:"requiredAction"`
		}
	}
	if err := json.Unmarshal(data, &doc); err != nil {
		t.Fatal(err)
	}
	for _, v := range doc.Vulnerabilities {
		s.KEV[v.CveID] = analyze.Known[*watch.Exploited]{Body: &watch.Exploited{CVE: v.CveID, Vendor: strings.TrimSpace(v.VendorProject), Product: v.Product,
			Name: v.VulnerabilityName, Added: date(t, v.DateAdded), Due: date(t, v.DueDate), Action: v.RequiredAction},
			Evidence: watch.Evidence{URL: "https://www.cisa.gov/known-exploited-vulnerabilities-catalog?field_cve=" + v.CveID}}
	}
}

func epss(t testing.TB, s *analyze.Shared) {
	for line := range strings.Lines(string(read(t, "epss", "epss_scores-2026-08-06-kev-subset.csv"))) {
		f := strings.Split(strings.TrimSpace(line), ",")
		if len(f) != 3 || !strings.HasPrefix(f[0], "CVE-") {
			continue
		}
		e := &watch.EPSS{CVE: f[0], Date: date(t, "2026-08-06")}
		if json.Unmarshal([]byte(f[1]), &e.Score) != nil || json.Unmarshal([]byte(f[2]), &e.Percentile) != nil {
			t.Fatalf("line %q", line)
		}
		s.EPSS[f[0]] = analyze.Known[*watch.EPSS]{Body: e, Evidence: watch.Evidence{URL: "https://api.first.org/data/v1/epss?cve=" + f[0]}}
	}
}

func alerts(t testing.TB, s *analyze.Shared) {
	var list []struct {
		Alert     string
		Published string `json:"published_at"`
		CVEs      []string
	}
	if err := json.Unmarshal(read(t, "cert-fr", "alertes-with-cves-2026-07-24.json"), &list); err != nil {
		t.Fatal(err)
	}
	for _, a := range list {
		notice := analyze.Known[*watch.Advisory]{Body: &watch.Advisory{ID: a.Alert, Publisher: "cert-fr", Type: "alerte", Aliases: a.CVEs,
			Published: date(t, a.Published[:10]).Time(paris(t))}, Evidence: watch.Evidence{URL: "https://www.cert.ssi.gouv.fr/alerte/" + a.Alert + "/"}}
		s.Notices = append(s.Notices, notice)
		for _, cve := range a.CVEs {
			s.CERTFR[cve] = append(s.CERTFR[cve], notice)
		}
	}
}

// load reads the catalogue and the example portfolios of the project.
func load(t testing.TB) (*catalog.Catalog, watch.Portfolio) {
	t.Helper()
	programs, err := catalog.Load("../../catalog.yaml")
	if err != nil {
		t.Fatal(err)
	}
	portfolio, err := catalog.LoadPortfolio("../../portfolios.yaml", programs)
	if err != nil {
		t.Fatal(err)
	}
	return programs, portfolio
}

// input gathers all facts of a program.
func input(t testing.TB, p watch.Program, month watch.Month, s *analyze.Shared, programs analyze.Names) *analyze.Input {
	t.Helper()
	in := &analyze.Input{Month: month, Zone: paris(t), AsOf: month.LastDay(), Edition: month.LastDay().AddDays(7), Program: p, Shared: s, Programs: programs}
	for _, r := range p.Repositories {
		in.Facts = append(append(append(in.Facts, tags(t, r)...), forge(t, r)...), commits(t, r, month)...)
	}
	if p.EndOfLife != "" {
		in.Facts = append(in.Facts, calendar(t, p.EndOfLife)...)
	}
	in.Facts = append(in.Facts, records(t, p)...)
	for i := range in.Facts {
		in.Facts[i].Program = p.ID
	}
	watch.SortFacts(in.Facts)
	return in
}
