package backtest

import (
	"bytes"
	"fmt"
	"strings"
	"testing"

	"guette/watch"
)

func months(repo string, from watch.Month, n int, tail string) string {
	var b strings.Builder
	for i := range n {
		fmt.Fprintf(&b, "%s,%s,3,2,%d%s\n", repo, from.Add(i), i, tail)
	}
	return b.String()
}

const header = "repo,month,human,active_days,silence_days"

var january = watch.Month{Year: 2020, Month: 1}

func TestReadActivity(t *testing.T) {
	for _, tt := range []struct {
		name, text string
		rows       int // predicted
		err        string
	}{
		{"twelve months give one forecast", header + "\n" + months("a/b", january, 12, ""), 1, ""},
		{"eleven give none", header + "\n" + months("a/b", january, 11, ""), 0, ""},
		{"a byte order mark and CRLF", "\ufeff" + strings.ReplaceAll(header+"\n"+months("a/b", january, 13, ""), "\n", "\r\n"), 2, ""},
		{"columns in another order, and more of them", "extra,silence_days,active_days,human,month,repo\nx,1,1,1,2020-01,a\n", 0, ""},
		{"a hole begins a new history", header + "\n" + months("a/b", january, 12, "") + months("a/b", january.Add(14), 12, ""), 2, ""},
		{"nothing at all", "", 0, "a.csv: empty"},
		{"no column of silences", "repo,month,human,active_days\n", 0, `column missing: "silence_days"`},
		{"a month in words", header + "\na/b,juillet,1,1,1\n", 0, `a.csv:2: month "juillet": want YYYY-MM`},
		{"a negative count", header + "\na/b,2020-01,-1,1,1\n", 0, `a.csv:2: human "-1": want a number`},
		{"not a number", header + "\na/b,2020-01,NaN,1,1\n", 0, `human "NaN"`},
		{"a month twice", header + "\na/b,2020-01,1,1,1\na/b,2020-01,1,1,1\n", 0, `"a/b" has two lines for 2020-01`},
	} {
		t.Run(tt.name, func(t *testing.T) {
			projects, err := ReadActivity("a.csv", strings.NewReader(tt.text))
			switch {
			case tt.err != "" && (err == nil || !strings.Contains(err.Error(), tt.err)):
				t.Fatalf("error %v, want %s", err, tt.err)
			case tt.err == "" && err != nil:
				t.Fatal(err)
			}
			if got := len(Predict(projects)); got != tt.rows {
				t.Errorf("%d rows predicted, want %d", got, tt.rows)
			}
		})
	}
}

// What happens later changes no forecast: the model reads no row after its month.
func TestNoForecastReadsTheFuture(t *testing.T) {
	projects := readCorpus(t)
	whole := map[key]float64{}
	for _, p := range Predict(projects) {
		whole[key{p.Repo, p.Month}] = p.P12
	}
	for i := range projects {
		n := len(projects[i].Rows)
		projects[i].Rows, projects[i].extras = projects[i].Rows[:n/2], projects[i].extras[:n/2]
	}
	for _, p := range Predict(projects) {
		if want := whole[key{p.Repo, p.Month}]; p.P12 != want {
			t.Fatalf("%s %s: %v with half of the history, %v with all", p.Repo, p.Month, p.P12, want)
		}
	}
}

func TestPredictionsAreTheSameBytes(t *testing.T) {
	var a, b bytes.Buffer
	for _, w := range []*bytes.Buffer{&a, &b} {
		if err := WritePredictions(w, Predict(readCorpus(t))); err != nil {
			t.Fatal(err)
		}
	}
	if !bytes.Equal(a.Bytes(), b.Bytes()) {
		t.Error("two runs differ")
	}
}

func FuzzReadActivity(f *testing.F) {
	f.Add(header + "\n" + months("a/b", january, 13, ""))
	f.Add("repo,month\n\"x")
	f.Fuzz(func(t *testing.T, text string) {
		projects, err := ReadActivity("f", strings.NewReader(text))
		if err != nil && projects != nil {
			t.Fatal("projects and an error")
		}
		for _, p := range Predict(projects) {
			if !(p.P12 > 0 && p.P12 < 1) {
				t.Fatalf("probability %v", p.P12)
			}
		}
	})
}
