package backtest

import (
	"math"
	"os"
	"strconv"
	"strings"
	"testing"

	"guette/internal/corpus"
)

func readCorpus(t testing.TB) []Project {
	t.Helper()
	f, err := os.Open(corpus.File(t, "health", "monthly.csv"))
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	projects, err := ReadActivity("monthly.csv", f)
	if err != nil {
		t.Fatal(err)
	}
	return projects
}

func TestModelReproducesTheExpectedScores(t *testing.T) {
	f, err := os.Open(corpus.File(t, "health", "model_expected.csv"))
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	got := map[string]Prediction{}
	for _, p := range Predict(readCorpus(t)) {
		got[p.Repo+" "+p.Month.String()] = p
	}
	table, err := readTable("model_expected.csv", f, []string{"repo", "month", "health_git", "p12"})
	if err != nil {
		t.Fatal(err)
	}
	n, bad := 0, 0
	var worstScore, worstP float64
	for table.next() {
		n++
		key := table.text("repo") + " " + table.text("month")
		score, p12 := table.num("health_git").V, table.num("p12").V
		p, ok := got[key]
		ds, dp := math.Abs(p.Score-score), math.Abs(p.P12-p12)
		worstScore, worstP = max(worstScore, ds), max(worstP, dp)
		if !ok || ds > 0.1 || dp > 0.001 {
			if bad++; bad < 10 {
				t.Errorf("%s: got score %s, P12 %s (found %v); want %v, %v", key,
					strconv.FormatFloat(p.Score, 'f', 2, 64), strconv.FormatFloat(p.P12, 'f', 4, 64), ok, score, p12)
			}
		}
	}
	if n == 0 || bad > 0 {
		t.Errorf("%d of %d rows differ", bad, n)
	}
	t.Logf("%d rows, largest difference %.3f points and %.5f", n, worstScore, worstP)
}

func readOutcomes(t testing.TB) *Outcomes {
	t.Helper()
	o := NewOutcomes()
	for _, name := range []string{"targets.csv", "labels.csv"} {
		f, err := os.Open(corpus.File(t, "health", name))
		if err != nil {
			t.Fatal(err)
		}
		if err := o.Read(name, f, ""); err != nil {
			t.Fatal(err)
		}
		f.Close()
	}
	return o
}

func TestReportOnTheCorpus(t *testing.T) {
	r, err := Measure(readCorpus(t), readOutcomes(t))
	if err != nil {
		t.Fatal(err)
	}
	var text strings.Builder
	if err := r.WriteText(&text); err != nil {
		t.Fatal(err)
	}
	t.Log(text.String())
}
