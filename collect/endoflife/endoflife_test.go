package endoflife_test

import (
	"bytes"
	"encoding/json"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"guette/collect"
	"guette/collect/collecttest"
	"guette/collect/endoflife"
	"guette/fetch"
	"guette/internal/corpus"
	"guette/internal/golden"
	"guette/watch"
)

func read(t testing.TB, path string) []byte {
	t.Helper()
	data, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	return data
}

func TestCollectorStandsAHostileWorld(t *testing.T) {
	collecttest.Run(t, endoflife.Collector, collecttest.Example{
		Programs: []watch.Program{{ID: "checkmk", EndOfLife: "checkmk"}},
		Serve:    collecttest.Pages{"endoflife.date/api/v1/products/checkmk": string(read(t, "testdata/checkmk.json"))},
		Facts:    6,
	})
}

func TestParseReadsTheSilencesOfACalendar(t *testing.T) {
	for _, name := range []string{"checkmk", "magento", "memcached"} {
		var out bytes.Buffer
		enc := json.NewEncoder(&out)
		for l, err := range endoflife.Parse(read(t, "testdata/"+name+".json"), collecttest.Now) {
			if err != nil {
				t.Fatalf("%s: %v", name, err)
			}
			if err := enc.Encode(l); err != nil {
				t.Fatal(err)
			}
		}
		golden.Equal(t, name+".golden", out.Bytes())
	}
}

func TestABadCycleIsLeftOutAlone(t *testing.T) {
	in := `{"result":{"name":"x","releases":[
		{"name":"3","isEol":false,"eolFrom":null},
		{"name":2},
		{"name":"1","isEol":true,"eolFrom":"2026-02-30"},
		{"name":"3","isEol":true},
		{"label":"no name"},
		null,
		{"name":"0","isEol":true,"eolFrom":null,"isEoas":true,"eoasFrom":"2024-01-31","isEoes":null,"eoesFrom":null}]}}`
	var cycles []watch.Lifecycle
	var bad []string
	for l, err := range endoflife.Parse([]byte(in), time.Date(2026, 8, 6, 23, 0, 0, 0, time.UTC)) {
		if err != nil {
			bad = append(bad, err.Error())
			continue
		}
		cycles = append(cycles, *l)
	}
	day := watch.Date{Year: 2026, Month: 8, Day: 6}
	want := []watch.Lifecycle{
		{Product: "x", Cycle: "3", EOL: watch.Until{State: watch.Unannounced}, AsOf: day},
		{Product: "x", Cycle: "0", EOL: watch.Until{State: watch.Over}, Order: 6, AsOf: day,
			EOAS: watch.Until{State: watch.Dated, Date: watch.Date{Year: 2024, Month: 1, Day: 31}}},
	}
	if len(cycles) != 2 || cycles[0] != want[0] || cycles[1] != want[1] {
		t.Errorf("cycles\n%+v\nwant\n%+v", cycles, want)
	}
	if len(bad) != 5 {
		t.Errorf("bad entries %q, want 5", bad)
	}
}

func TestAnUnknownProductIsExplained(t *testing.T) {
	job := endoflife.Collector.NewJob(collect.Job{Options: collecttest.Options(), Store: collecttest.NewStore(),
		Fetch: collecttest.NewDoor(t, collecttest.Pages{}), Source: collect.Source{URL: "https://endoflife.date/api/v1/products/engine-x"}})
	_, err := endoflife.Collector.Collect(t.Context(), job)
	if f, ok := err.(*fetch.Error); !ok || f.Reason != "http-404" || !strings.Contains(f.Hint, `"endoflife"`) {
		t.Errorf("error %v, want http-404 with a hint on the catalogue", err)
	}
}

func TestAllProductsOfTheCorpusAreRead(t *testing.T) {
	files, err := filepath.Glob(corpus.File(t, "endoflife", "*", "products", "*.json"))
	if err != nil || len(files) < 400 {
		t.Fatalf("%d files, error %v; want three snapshots of 144", len(files), err)
	}
	for _, f := range files {
		data := read(t, f)
		var doc struct {
			Result struct{ Releases []any }
		}
		if err := json.Unmarshal(data, &doc); err != nil {
			t.Fatal(err)
		}
		n := 0
		for _, err := range endoflife.Parse(data, collecttest.Now) {
			if err != nil {
				t.Errorf("%s: %v", f, err)
			}
			n++
		}
		if n != len(doc.Result.Releases) {
			t.Errorf("%s: %d cycles, want %d", f, n, len(doc.Result.Releases))
		}
	}
}

func TestLatestVersionsAreReleasesOfTheWindow(t *testing.T) {
	store := collecttest.NewStore()
	pages := collecttest.Pages{"endoflife.date/api/v1/products/magento": string(read(t, "testdata/magento.json"))}
	job := endoflife.Collector.NewJob(collect.Job{Options: collecttest.Options(), Store: store, Fetch: collecttest.NewDoor(t, pages),
		Source: collect.Source{Program: "magento", URL: "https://endoflife.date/api/v1/products/magento"}})
	if _, err := endoflife.Collector.Collect(t.Context(), job); err != nil {
		t.Fatal(err)
	}
	since := job.Since()
	for f, r := range watch.Of[*watch.Release](store.Facts()) {
		if r.Published.Before(since) || !r.DayOnly || r.Origin != watch.OriginLifecycle || f.Key != r.Version {
			t.Errorf("release %+v: want a dated version since %v", r, since)
		}
	}
}

func FuzzParse(f *testing.F) {
	for _, name := range []string{"checkmk", "magento", "memcached"} {
		f.Add(read(f, "testdata/"+name+".json"))
	}
	f.Add([]byte(`{"result":{"name":"x","releases":[{"name":"1","eolFrom":null}]}}`))
	f.Fuzz(func(t *testing.T, in []byte) {
		n := 0
		for l, err := range endoflife.Parse(in, time.Time{}) {
			if (l == nil) == (err == nil) {
				t.Fatalf("want a cycle or an error, got %v and %v", l, err)
			}
			if l != nil && (l.Cycle == "" || l.EOL.State == watch.Dated == l.EOL.Date.IsZero()) {
				t.Fatalf("cycle without name, or date without state: %+v", l)
			}
			if n++; n > 502 {
				t.Fatal("not bounded")
			}
		}
	})
}
