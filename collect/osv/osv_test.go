package osv_test

import (
	"encoding/json"
	"fmt"
	"log/slog"
	"net/http"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"guette/collect"
	"guette/collect/collecttest"
	"guette/collect/osv"
	"guette/internal/corpus"
	"guette/internal/golden"
	"guette/watch"
)

// api plays api.osv.dev: records by package, in pages of two.
type api struct {
	packages map[string][]string // ids by "ecosystem/name"
	records  map[string]string
	refused  string // package that is answered with 400
	looping  bool   // the last page names itself as the next
	// precision makes the dates of lists differ from those of the records.
	precision string
}

func newAPI(t testing.TB) *api {
	a := &api{packages: map[string][]string{
		"Bitnami/pgbouncer": {"BIT-pgbouncer-2025-12819", "BIT-pgbouncer-2025-2291", "BIT-pgbouncer-2026-6664"},
		"OSS-Fuzz/systemd":  {"OSV-2023-305"},
	}, records: map[string]string{}}
	for _, ids := range a.packages {
		for _, id := range ids {
			a.records[id] = string(file(t, id))
		}
	}
	return a
}

func file(t testing.TB, id string) []byte {
	t.Helper()
	data, err := os.ReadFile(filepath.Join("testdata", id+".json"))
	if err != nil {
		t.Fatal(err)
	}
	return data
}

type question struct {
	Package   struct{ Ecosystem, Name string }
	PageToken string `json:"page_token"`
}

func (a *api) page(q question, whole bool) (json.RawMessage, bool) {
	key := q.Package.Ecosystem + "/" + q.Package.Name
	from, _ := strconv.Atoi(q.PageToken)
	ids := a.packages[key]
	to := min(from+2, len(ids))
	var vulns []json.RawMessage
	for _, id := range ids[min(from, to):to] {
		raw := json.RawMessage(a.records[id])
		if !whole {
			var v struct{ ID, Modified string }
			_ = json.Unmarshal(raw, &v)
			raw = json.RawMessage(fmt.Sprintf(`{"id":%q,"modified":%q}`, v.ID, v.Modified+a.precision))
		}
		vulns = append(vulns, raw)
	}
	answer := map[string]any{}
	if vulns != nil {
		answer["vulns"] = vulns
	}
	if to < len(ids) || a.looping {
		answer["next_page_token"] = strconv.Itoa(to)
	}
	data, _ := json.Marshal(answer)
	return data, key != a.refused
}

func (a *api) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	switch r.URL.Path {
	case "/v1/query":
		var q question
		_ = json.NewDecoder(r.Body).Decode(&q)
		if data, ok := a.page(q, true); ok {
			_, _ = w.Write(data)
			return
		}
		http.Error(w, `{"code":3,"message":"Invalid ecosystem."}`, http.StatusBadRequest)
	case "/v1/querybatch":
		var batch struct{ Queries []question }
		_ = json.NewDecoder(r.Body).Decode(&batch)
		var results []json.RawMessage
		for _, q := range batch.Queries {
			data, ok := a.page(q, false)
			if !ok {
				http.Error(w, `{"code":3,"message":"Invalid ecosystem."}`, http.StatusBadRequest)
				return
			}
			results = append(results, data)
		}
		data, _ := json.Marshal(map[string]any{"results": results})
		_, _ = w.Write(data)
	default:
		record, ok := a.records[strings.TrimPrefix(r.URL.Path, "/v1/vulns/")]
		if !ok {
			http.NotFound(w, r)
			return
		}
		collecttest.Answer(w, r, record)
	}
}

var pgbouncer = watch.Program{ID: "pgbouncer", PURLs: []string{"pkg:bitnami/pgbouncer"}, OSV: []watch.OSVPackage{{Ecosystem: "OSS-Fuzz", Name: "systemd"}}}

func TestCollectorStandsAHostileWorld(t *testing.T) {
	collecttest.Run(t, osv.Collector, collecttest.Example{
		Programs: []watch.Program{pgbouncer}, Serve: newAPI(t), Facts: 4,
	})
}

func TestListsStandAHostileWorld(t *testing.T) {
	collecttest.Run(t, osv.Lists, collecttest.Example{Programs: []watch.Program{pgbouncer}, Serve: newAPI(t)})
}

func TestTheListsOfARunSpareTheProgramsTheirOwn(t *testing.T) {
	a, store := newAPI(t), collecttest.NewStore()
	door := collecttest.NewDoor(t, a)
	e := &collect.Engine{Collectors: []*collect.Collector{osv.Collector, osv.Lists}, Programs: []watch.Program{pgbouncer, {ID: "none"}},
		Options: collecttest.Options(), Fetch: door, Store: store, Now: func() time.Time { return collecttest.Now }, Log: slog.New(slog.DiscardHandler)}
	var outcomes []watch.Outcome
	for range 2 {
		door.Asked = nil
		rows, err := e.Run(t.Context())
		if err != nil {
			t.Fatal(err)
		}
		outcomes = append(outcomes, rows[1].Outcome)
	}
	if want := []string{"https://api.osv.dev/v1/querybatch", "https://api.osv.dev/v1/querybatch"}; !slices.Equal(door.Asked, want) {
		t.Errorf("second run asked %q, want two pages of one list", door.Asked)
	}
	if want := []watch.Outcome{watch.OutcomeOK, watch.OutcomeUnchanged}; !slices.Equal(outcomes, want) {
		t.Errorf("outcomes %v, want %v", outcomes, want)
	}
}

// collectOnce reads one program and returns the result.
func collectOnce(t *testing.T, p watch.Program, a *api, store *collecttest.Store) (collect.Result, []string, error) {
	t.Helper()
	door := collecttest.NewDoor(t, a)
	job := osv.Collector.NewJob(collect.Job{Options: collecttest.Options(), Store: store, Fetch: door, Program: p,
		Source: collect.Source{Program: p.ID, URL: osv.Collector.Sources(p, collect.Options{})[0].URL}})
	res, err := osv.Collector.Collect(t.Context(), job)
	return res, door.Asked, err
}

func TestOnlyWhatIsNewOrChangedIsReadAgain(t *testing.T) {
	a, store := newAPI(t), collecttest.NewStore()
	if _, asked, err := collectOnce(t, pgbouncer, a, store); err != nil || len(asked) != 3 {
		t.Fatalf("first time: asked %q, error %v; want the 3 pages of whole records", asked, err)
	}
	a.records["BIT-pgbouncer-2025-2291"] = strings.Replace(a.records["BIT-pgbouncer-2025-2291"], `"modified": "20`, `"modified": "21`, 1)
	a.packages["OSS-Fuzz/systemd"] = nil // withdrawn records are not listed
	a.records["OSV-2023-305"] = strings.Replace(a.records["OSV-2023-305"], `{`, `{"withdrawn":"2026-08-01T00:00:00Z",`, 1)
	res, asked, err := collectOnce(t, pgbouncer, a, store)
	want := []string{"https://api.osv.dev/v1/querybatch", "https://api.osv.dev/v1/querybatch",
		"https://api.osv.dev/v1/vulns/BIT-pgbouncer-2025-2291", "https://api.osv.dev/v1/vulns/OSV-2023-305"}
	if err != nil || res.Unchanged || !slices.Equal(asked, want) {
		t.Errorf("second time: unchanged %v, error %v, asked\n%q\nwant\n%q", res.Unchanged, err, asked, want)
	}
	for _, adv := range watch.Of[*watch.Advisory](store.Facts()) {
		if adv.ID == "OSV-2023-305" && adv.Withdrawn.IsZero() {
			t.Error("the withdrawn record is not marked as such")
		}
	}
	if res, asked, err = collectOnce(t, pgbouncer, a, store); err != nil || !res.Unchanged || len(asked) != 2 {
		t.Errorf("third time: unchanged %v, asked %q, error %v; want two pages of ids and nothing else", res.Unchanged, asked, err)
	}
}

func TestListsThatWriteDatesInTheirOwnWayAreCompared(t *testing.T) {
	a, store := newAPI(t), collecttest.NewStore()
	a.precision = "000"
	var outcomes []bool
	for range 3 {
		res, _, err := collectOnce(t, pgbouncer, a, store)
		if err != nil {
			t.Fatal(err)
		}
		outcomes = append(outcomes, res.Unchanged)
	}
	if want := []bool{false, false, true}; !slices.Equal(outcomes, want) { // the first time there is no list
		t.Errorf("unchanged %v, want %v", outcomes, want)
	}
}

func TestAPackageThatTheAPIRefusesDoesNotSpoilTheOthers(t *testing.T) {
	a, store := newAPI(t), collecttest.NewStore()
	a.refused = "OSS-Fuzz/systemd"
	for range 2 {
		res, _, err := collectOnce(t, pgbouncer, a, store)
		if err != nil || len(res.Bad) != 1 || len(store.Facts()) != 3 {
			t.Errorf("bad entries %v, error %v, %d facts; want the refused package told, 3 facts", res.Bad, err, len(store.Facts()))
		}
	}
}

func TestPagesThatDoNotEndAreAnError(t *testing.T) {
	a, store := newAPI(t), collecttest.NewStore()
	a.looping = true
	if _, asked, err := collectOnce(t, pgbouncer, a, store); err == nil || len(asked) > 5 {
		t.Errorf("asked %d times, error %v; want an error after the page that came again", len(asked), err)
	}
}

func TestPackageURLsNameOSVPackages(t *testing.T) {
	for _, tt := range []struct {
		purl string
		want []watch.OSVPackage
	}{
		{"pkg:bitnami/nginx", []watch.OSVPackage{{Ecosystem: "Bitnami", Name: "nginx"}}},
		{"pkg:generic/curl", []watch.OSVPackage{{Ecosystem: "OSS-Fuzz", Name: "curl"}}},
		{"pkg:golang/github.com/grafana/grafana", []watch.OSVPackage{{Ecosystem: "Go", Name: "github.com/grafana/grafana"}}},
		{"pkg:composer/drupal/core", []watch.OSVPackage{{Ecosystem: "Packagist", Name: "drupal/core"}}},
		{"pkg:maven/org.apache.tomcat/tomcat", []watch.OSVPackage{{Ecosystem: "Maven", Name: "org.apache.tomcat:tomcat"}}},
		{"pkg:npm/%40angular/core", []watch.OSVPackage{{Ecosystem: "npm", Name: "@angular/core"}}},
		{"pkg:github/nginx/nginx", []watch.OSVPackage{{Ecosystem: "GIT", Name: "https://github.com/nginx/nginx"}}},
		{"pkg:deb/debian/nginx", []watch.OSVPackage{{Ecosystem: "Debian", Name: "nginx"}}},
		{"pkg:deb/ubuntu/nginx", nil},
		{"pkg:docker/nginx", nil},
		{"nginx", nil},
	} {
		if got := osv.Packages(watch.Program{PURLs: []string{tt.purl}}); !cmp.Equal(got, tt.want) {
			t.Errorf("%s: %v, want %v", tt.purl, got, tt.want)
		}
	}
	twice := watch.Program{OSV: []watch.OSVPackage{{Ecosystem: "PyPI", Name: "Apache_Airflow"}}, PURLs: []string{"pkg:pypi/apache-airflow"}}
	if got := osv.Packages(twice); len(got) != 1 {
		t.Errorf("one package named twice: %v, want it once", got)
	}
}

func TestParseKeepsWhatARecordSays(t *testing.T) {
	files, err := filepath.Glob("testdata/*.json")
	if err != nil || len(files) < 6 {
		t.Fatalf("%d files, error %v", len(files), err)
	}
	for _, f := range files {
		id := strings.TrimSuffix(filepath.Base(f), ".json")
		a, err := osv.Parse(file(t, id), nil)
		if err != nil {
			t.Fatal(err)
		}
		out, err := json.MarshalIndent(a, "", " ")
		if err != nil {
			t.Fatal(err)
		}
		golden.Equal(t, id+".golden", append(out, '\n'))
	}
}

func TestOnlyThePackagesOfTheProgramAreKept(t *testing.T) {
	in := `{"id":"CVE-2026-1","modified":"2026-07-01T00:00:00Z","affected":[
		{"package":{"ecosystem":"Debian:12","name":"nginx"},"versions":["1"]},
		{"package":{"ecosystem":"PyPI","name":"nginx"}},
		{"ranges":[{"type":"GIT","repo":"https://github.com/nginx/nginx.git","events":[{"introduced":"0","fixed":"abc"}]}]}]}`
	a, err := osv.Parse([]byte(in), []watch.OSVPackage{{Ecosystem: "Debian", Name: "nginx"}, {Ecosystem: "GIT", Name: "https://github.com/Nginx/nginx"}})
	want := []watch.Affected{
		{Ecosystem: "Debian:12", Package: "nginx", Versions: []string{"1"}},
		{Ranges: []watch.Range{{Type: "GIT", Repo: "https://github.com/nginx/nginx.git", Events: []watch.Event{{Introduced: "0"}, {Fixed: "abc"}}}}},
	}
	if err != nil || !cmp.Equal(a.Affected, want) {
		t.Errorf("error %v, affected (-want +got):\n%s", err, cmp.Diff(want, a.Affected))
	}
}

func TestAllRecordsOfTheCorpusAreRead(t *testing.T) {
	files, err := filepath.Glob(corpus.File(t, "osv", "*", "*.json"))
	if err != nil || len(files) < 1000 {
		t.Fatalf("%d files, error %v; want 1,076 records", len(files), err)
	}
	withdrawn := 0
	for _, f := range files {
		data, err := os.ReadFile(f)
		if err != nil {
			t.Fatal(err)
		}
		a, err := osv.Parse(data, nil)
		if err != nil {
			t.Errorf("%s: %v", f, err)
			continue
		}
		if !a.Withdrawn.IsZero() {
			withdrawn++
		}
		if len(a.Affected) == 0 {
			t.Errorf("%s: no affected package", f)
		}
	}
	if withdrawn != 7 {
		t.Errorf("%d withdrawn records, want 7", withdrawn)
	}
}

func FuzzParse(f *testing.F) {
	files, _ := filepath.Glob("testdata/*.json")
	for _, name := range files {
		data, err := os.ReadFile(name)
		if err != nil {
			f.Fatal(err)
		}
		f.Add(data)
	}
	f.Fuzz(func(t *testing.T, in []byte) {
		a, err := osv.Parse(in, []watch.OSVPackage{{Ecosystem: "Bitnami", Name: "pgbouncer"}})
		if (a == nil) == (err == nil) {
			t.Fatalf("want a record or an error, got %v and %v", a, err)
		}
		if a == nil {
			return
		}
		if a.ID == "" || len(a.Affected) > 100 || len(a.Details) > 8<<10 {
			t.Fatalf("record without name or bounds: %+v", a)
		}
		for _, aff := range a.Affected {
			for _, r := range aff.Ranges {
				for _, e := range r.Events {
					if n := len(e.Introduced+e.Fixed+e.LastAffected+e.Limit) - max(len(e.Introduced), len(e.Fixed), len(e.LastAffected), len(e.Limit)); n != 0 {
						t.Fatalf("event of two fields: %+v", e)
					}
				}
			}
		}
	})
}
