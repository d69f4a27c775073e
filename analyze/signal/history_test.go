package signal_test

import (
	"bytes"
	"encoding/csv"
	"fmt"
	"slices"
	"testing"
	"time"

	"guette/analyze"
	"guette/analyze/signal"
	"guette/internal/gitfacts"
	"guette/internal/golden"
	"guette/watch"
)

// TestSignalsOfRealHistories runs the analyzer over each month of 2018 to 2026 of
// every repository of the corpus and lists the signals that are new in their
// month. Each line of the list was checked by reading the commit or the file;
// testdata/READING.md tells how. A signal that appears or disappears fails the
// test. The first month is read with 49 months of history, the default; the store
// keeps what the months after add.
func TestSignalsOfRealHistories(t *testing.T) {
	if testing.Short() {
		t.Skip("reads the whole history of 24 repositories: run without -short")
	}
	var out bytes.Buffer
	w := csv.NewWriter(&out)
	w.Write([]string{"repository", "date", "kind", "note", "path", "commit", "from", "to", "days", "share", "quote"})
	for _, name := range gitfacts.Names(t) {
		for _, line := range history(t, gitfacts.Open(t, name)) {
			w.Write(line)
		}
	}
	w.Flush()
	golden.Equal(t, "signals.csv", out.Bytes())
}

func history(t *testing.T, repo gitfacts.Repo) (lines [][]string) {
	t.Helper()
	paris, err := time.LoadLocation("Europe/Paris")
	if err != nil {
		t.Fatal(err)
	}
	start, end := watch.Month{Year: 2018, Month: 1}, watch.Month{Year: 2026, Month: 8}
	activity, tags := repo.Activity(t), repo.Tags(t)
	files := repo.Files(t, start.Start(time.UTC))
	for m := start; m.Before(end); m = m.Add(1) {
		facts := slices.Concat(gitfacts.Window(activity, start.Add(-48), m), tags, upTo(files, m.End(time.UTC)))
		watch.SortFacts(facts)
		in := &analyze.Input{Month: m, Zone: paris, AsOf: m.LastDay(), Edition: m.Add(1).FirstDay(), Facts: facts,
			Program: watch.Program{ID: repo.Name, Name: repo.Name, Repositories: []string{repo.URL}}}
		got, err := analyze.Run(in, []*analyze.Analyzer{signal.Analyzer})
		if err != nil {
			t.Fatal(err)
		}
		for f, d := range watch.DetailOf[*watch.SignalDetail](got.Findings) {
			if !d.New {
				continue
			}
			quote := ""
			if d.Quote != nil {
				quote = d.Quote.Text
			}
			lines = append(lines, []string{repo.Name, f.Date.String(), string(f.Kind), d.Note, d.Path, fmt.Sprintf("%.10s", d.Commit), d.From, d.To,
				fmt.Sprint(d.Days), fmt.Sprintf("%.2f", d.Share), quote})
		}
	}
	return lines
}

// upTo leaves out what was not known yet.
func upTo(files []watch.Fact, end time.Time) (out []watch.Fact) {
	for _, f := range files {
		if f.At.Before(end) {
			out = append(out, f)
		}
	}
	return out
}
