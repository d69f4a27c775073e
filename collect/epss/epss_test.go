package epss_test

import (
	"bytes"
	"compress/gzip"
	"fmt"
	"os"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"guette/collect"
	"guette/collect/collecttest"
	"guette/collect/epss"
	"guette/internal/corpus"
	"guette/watch"
)

func table(t testing.TB) string {
	t.Helper()
	data, err := os.ReadFile("testdata/epss.csv")
	if err != nil {
		t.Fatal(err)
	}
	return string(data)
}

func packed(t testing.TB, s string) string {
	t.Helper()
	var b bytes.Buffer
	z := gzip.NewWriter(&b)
	if _, err := z.Write([]byte(s)); err != nil {
		t.Fatal(err)
	}
	if err := z.Close(); err != nil {
		t.Fatal(err)
	}
	return b.String()
}

var ids = []string{"CVE-2021-44228", "CVE-2026-0257", "CVE-2026-99999"}

func TestCollectorStandsAHostileWorld(t *testing.T) {
	collecttest.Run(t, epss.Collector, collecttest.Example{
		// The file of 6 August is not there yet: the day before serves.
		Serve: collecttest.Pages{"epss.empiricalsecurity.com/epss_scores-2026-08-05.csv.gz": packed(t, table(t))},
		CVEs:  ids, Facts: 2,
	})
}

func collectOnce(t *testing.T, pages collecttest.Pages) (collect.Result, *collecttest.Store, *collecttest.Door, error) {
	t.Helper()
	store, door := collecttest.NewStore(), collecttest.NewDoor(t, pages)
	store.Extra = ids
	job := epss.Collector.NewJob(collect.Job{Options: collecttest.Options(), Store: store, Fetch: door, Now: nowFunc,
		Source: collect.Source{URL: "https://epss.empiricalsecurity.com/"}})
	res, err := epss.Collector.Collect(t.Context(), job)
	return res, store, door, err
}

func TestNoScoresOfTheLastDaysIsAWarning(t *testing.T) {
	res, store, door, err := collectOnce(t, collecttest.Pages{})
	if err != nil || res.Reason != "no-data" || len(store.Facts()) != 0 || len(door.Asked) != 14 {
		t.Errorf("reason %q, %d facts, %d requests, error %v; want no-data after 11 files and 3 days of the API", res.Reason, len(store.Facts()), len(door.Asked), err)
	}
}

func TestTheAPIServesWhereTheFilesCannotBeRead(t *testing.T) {
	pages := collecttest.Pages{
		"epss.empiricalsecurity.com/epss_scores-2026-08-06.csv.gz": "<html>maintenance</html>",
		"api.first.org/data/v1/epss?cve=CVE-2021-44228,CVE-2026-0257,CVE-2026-99999&date=2026-08-06&limit=100": `{"status":"OK","data":[
			{"cve":"CVE-2021-44228","epss":"0.943580000","percentile":"0.999590000","date":"2026-08-06"},
			{"cve":"CVE-1999-0001","epss":"0.1","percentile":"0.1","date":"2026-08-06"},
			{"cve":"CVE-2026-0257","epss":"1.5","percentile":"0.1","date":"2026-08-06"}, null]}`,
	}
	res, store, _, err := collectOnce(t, pages)
	if err != nil || len(store.Facts()) != 1 || len(res.Bad) != 1 || res.Message == "" {
		t.Fatalf("%d facts, bad %v, message %q, error %v; want one score, one bad entry", len(store.Facts()), res.Bad, res.Message, err)
	}
	got := store.Facts()[0].Body
	if want := (&watch.EPSS{CVE: "CVE-2021-44228", Score: 0.94358, Percentile: 0.99959, Date: watch.Date{Year: 2026, Month: 8, Day: 6}}); !cmp.Equal(got, watch.Body(want)) {
		t.Errorf("score %+v, want %+v", got, want)
	}
}

func TestParseCSV(t *testing.T) {
	head := "#model_version:v2026.06.15,score_date:2026-08-06T12:00:30Z\ncve,epss,percentile\n"
	all := map[string]bool{"CVE-1": true, "CVE-2": true}
	for _, tt := range []struct {
		name, in    string
		scores, bad int
		reason      string
	}{
		{"a day", head + "CVE-1,0.5,0.9\nCVE-3,0.1,0.2\nCVE-2,0.00042,0.1\n", 2, 0, ""},
		{"a number that is none", head + "CVE-1,NaN,0.9\nCVE-2,1e999,0.1\n", 0, 2, ""},
		{"out of range", head + "CVE-1,1.0001,0.9\nCVE-2,0.1,-0.1\n", 0, 2, ""},
		{"a column is missing", head + "CVE-1,0.1\n", 0, 1, ""},
		{"no day", "cve,epss,percentile\nCVE-1,0.5,0.9\n", 0, 0, "wrong-type"},
		{"a web page", "<html><body>moved</body></html>", 0, 0, "wrong-type"},
		{"empty", "", 0, 0, "wrong-type"},
		{"a day that does not exist", strings.Replace(head, "08-06", "08-99", 1), 0, 0, "wrong-type"},
	} {
		scores, bad, err := epss.ParseCSV(strings.NewReader(tt.in), all)
		reason := ""
		if e, ok := err.(*collect.Error); ok {
			reason = e.Reason
		}
		if len(scores) != tt.scores || len(bad) != tt.bad || reason != tt.reason {
			t.Errorf("%s: %d scores, bad %v, error %v; want %d, %d, %q", tt.name, len(scores), bad, err, tt.scores, tt.bad, tt.reason)
		}
	}
}

func TestTheDaysOfTheCorpusAreRead(t *testing.T) {
	for _, day := range []string{"2026-08-06", "2026-08-08"} {
		data, err := os.ReadFile(corpus.File(t, "epss", "epss_scores-"+day+"-kev-subset.csv"))
		if err != nil {
			t.Fatal(err)
		}
		wanted := map[string]bool{}
		for line := range strings.Lines(string(data)) {
			id, _, _ := strings.Cut(line, ",")
			wanted[id] = true
		}
		delete(wanted, "cve")
		scores, bad, err := epss.ParseCSV(bytes.NewReader(data), wanted)
		if err != nil || len(bad) > 0 || len(scores) != len(wanted)-1 { // the comment is no CVE
			t.Errorf("%s: %d scores of %d, bad %v, error %v", day, len(scores), len(wanted)-1, bad, err)
		}
	}
}

func BenchmarkDailyFile(b *testing.B) {
	var s strings.Builder
	s.WriteString("#model_version:v2026.06.15,score_date:2026-08-06T12:00:30Z\ncve,epss,percentile\n")
	wanted := map[string]bool{}
	for i := range 350_000 {
		fmt.Fprintf(&s, "CVE-2026-%d,0.00042,0.05012\n", i)
		if i%35 == 0 {
			wanted[fmt.Sprintf("CVE-2026-%d", i)] = true
		}
	}
	b.SetBytes(int64(s.Len()))
	for b.Loop() {
		if scores, _, err := epss.ParseCSV(strings.NewReader(s.String()), wanted); err != nil || len(scores) != 10_000 {
			b.Fatal(len(scores), err)
		}
	}
}

func FuzzParse(f *testing.F) {
	f.Add([]byte(table(f)))
	f.Add([]byte(`{"data":[{"cve":"CVE-2021-44228","epss":"0.9","percentile":"1","date":"2026-08-06"}]}`))
	f.Fuzz(func(t *testing.T, in []byte) {
		wanted := map[string]bool{"CVE-2021-44228": true}
		csv, _, _ := epss.ParseCSV(bytes.NewReader(in), wanted)
		api, _, _ := epss.ParseAPI(in, wanted)
		for _, s := range append(csv, api...) {
			if s.CVE != "CVE-2021-44228" || !(s.Score >= 0 && s.Score <= 1) || !(s.Percentile >= 0 && s.Percentile <= 1) || s.Date.IsZero() {
				t.Fatalf("score %+v", s)
			}
		}
	})
}

func nowFunc() time.Time { return collecttest.Now }
