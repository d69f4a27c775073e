package kev_test

import (
	"bytes"
	"encoding/json"
	"os"
	"path/filepath"
	"testing"

	"guette/collect"
	"guette/collect/collecttest"
	"guette/collect/kev"
	"guette/internal/corpus"
	"guette/internal/golden"
	"guette/watch"
)

const page = "www.cisa.gov/sites/default/files/feeds/known_exploited_vulnerabilities.json"

func read(t testing.TB, path string) []byte {
	t.Helper()
	data, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	return data
}

func TestCollectorStandsAHostileWorld(t *testing.T) {
	collecttest.Run(t, kev.Collector, collecttest.Example{
		Serve: collecttest.Pages{page: string(read(t, "testdata/kev.json"))}, Facts: 6,
	})
}

func TestTheMirrorServesWhereTheSiteRefuses(t *testing.T) {
	store := collecttest.NewStore()
	pages := collecttest.Pages{"raw.githubusercontent.com/cisagov/kev-data/develop/known_exploited_vulnerabilities.json": string(read(t, "testdata/kev.json"))}
	job := kev.Collector.NewJob(collect.Job{Options: collecttest.Options(), Store: store, Fetch: collecttest.NewDoor(t, pages), Source: collect.Source{URL: "https://" + page}})
	res, err := kev.Collector.Collect(t.Context(), job)
	if err != nil || res.Message == "" || len(store.Facts()) != 6 {
		t.Errorf("%d facts, message %q, error %v; want 6 facts and a word on the mirror", len(store.Facts()), res.Message, err)
	}
}

func TestParseReadsEntries(t *testing.T) {
	var out bytes.Buffer
	for x, err := range kev.Parse(read(t, "testdata/kev.json")) {
		if err != nil {
			t.Fatal(err)
		}
		if err := json.NewEncoder(&out).Encode(x); err != nil {
			t.Fatal(err)
		}
	}
	golden.Equal(t, "kev.golden", out.Bytes())
}

func TestABadEntryIsLeftOutAlone(t *testing.T) {
	in := `{"dateReleased":"2026-07-30T17:00:00Z","vulnerabilities":[null,{"cveID":"CVE-2026-1111","dateAdded":"2026-07-32"},
		{"cveID":"cve 1","dateAdded":"2026-07-30"},{"cveID":"CVE-2026-2222","dateAdded":"2026-07-30"},
		{"cveID":"CVE-2026-2222","dateAdded":"2026-07-29"},{"cveID":"CVE-2026-3333"},[]]}`
	good, bad := 0, 0
	for x, err := range kev.Parse([]byte(in)) {
		if err != nil {
			bad++
			continue
		}
		good++
		if want := (watch.Date{Year: 2026, Month: 7, Day: 30}); x.CVE != "CVE-2026-2222" || x.Added != want || x.Catalogue != want {
			t.Errorf("entry %+v", x)
		}
	}
	if good != 1 || bad != 6 {
		t.Errorf("%d good and %d bad entries, want 1 and 6", good, bad)
	}
}

func TestAllCataloguesOfTheCorpusAreRead(t *testing.T) {
	files, err := filepath.Glob(corpus.File(t, "kev", "known*-20*.json"))
	if err != nil || len(files) != 4 {
		t.Fatalf("%d files, error %v; want 4", len(files), err)
	}
	for _, f := range files {
		data := read(t, f)
		var doc struct{ Count int }
		if err := json.Unmarshal(data, &doc); err != nil {
			t.Fatal(err)
		}
		n := 0
		for _, err := range kev.Parse(data) {
			if err != nil {
				t.Errorf("%s: %v", f, err)
			}
			n++
		}
		if n != doc.Count {
			t.Errorf("%s: %d entries, want %d", f, n, doc.Count)
		}
	}
}

func FuzzParse(f *testing.F) {
	f.Add(read(f, "testdata/kev.json"))
	f.Fuzz(func(t *testing.T, in []byte) {
		n := 0
		for x, err := range kev.Parse(in) {
			if (x == nil) == (err == nil) {
				t.Fatalf("want an entry or an error, got %v and %v", x, err)
			}
			if x != nil && (x.CVE == "" || x.Added.IsZero() || x.Catalogue.IsZero()) {
				t.Fatalf("entry without id or date: %+v", x)
			}
			if n++; n > 20_001 {
				t.Fatal("not bounded")
			}
		}
	})
}
