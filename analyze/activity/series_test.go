package activity

import (
	"encoding/csv"
	"math"
	"os"
	"strconv"
	"strings"
	"testing"

	"guette/internal/corpus"
	"guette/internal/gitfacts"
	"guette/watch"
)

// A column reads one column of monthly.csv out of a Row. differ is the share of
// months, in percent, in which it may differ from the corpus: bots and one
// person under two names are told by other rules there, and two tags that name
// no version ("msa_fix_jinja2") are releases there.
type column struct {
	name   string
	differ float64
	num    func(Row) Num
}

var columns = []column{
	{"human", 3.5, func(r Row) Num { return Known(float64(r.Human)) }},
	{"active_days", 1.5, func(r Row) Num { return Known(float64(r.ActiveDays)) }},
	{"authors", 8, func(r Row) Num { return Known(float64(r.Authors)) }},
	{"authors12", 30, func(r Row) Num { return Known(float64(r.Authors12)) }},
	{"caf12", 5, func(r Row) Num { return Num{float64(r.Absence12), r.Absence12 > 0} }},
	{"silence_days", .3, func(r Row) Num { return r.Silence }},
	{"silence_share5y", 4.5, func(r Row) Num { return r.SilenceShare }},
	{"silence_base_days", .3, func(r Row) Num { return Known(float64(r.SilenceBase)) }},
	{"gap_max", .1, func(r Row) Num { return r.LongestGap }},
	{"top_author_silence", 8, func(r Row) Num { return r.MainSilence }},
	{"release_days", .1, func(r Row) Num { return Known(float64(r.ReleaseDays)) }},
	{"release_silence_days", 0, func(r Row) Num { return r.ReleaseSilence }},
	{"release_silence_share8y", 4, func(r Row) Num { return r.ReleaseShare }},
	{"release_base_days", 0, func(r Row) Num { return Known(float64(r.ReleaseBase)) }},
	{"releases_known", 8, func(r Row) Num { return Known(float64(r.Releases)) }},
}

func TestTableFromFactsIsTheTableOfTheCorpus(t *testing.T) {
	want := readMonthly(t)
	months := 0
	differ := map[string]int{}
	for _, name := range gitfacts.Names(t) {
		repo := gitfacts.Open(t, name)
		rows := want[strings.TrimPrefix(repo.URL, "https://github.com/")]
		if rows == nil {
			continue
		}
		facts := append(repo.Activity(t), repo.Tags(t)...)
		s, ok := Build(facts, repo.URL, watch.Month{Year: 2026, Month: 12})
		if !ok {
			t.Errorf("%s: no series", name)
			continue
		}
		months += compare(t, name, s.Rows, rows, differ)
	}
	for _, c := range columns {
		if share := 100 * float64(differ[c.name]) / float64(months); share > c.differ {
			t.Errorf("%s differs in %.2f %% of %d months, want at most %v %%", c.name, share, months, c.differ)
		} else {
			t.Logf("%s differs in %.2f %% of %d months", c.name, share, months)
		}
	}
}

// compare counts the months in which a column differs.
func compare(t *testing.T, name string, rows []Row, want map[string]map[string]string, differ map[string]int) (months int) {
	seen := map[string]bool{}
	for _, r := range rows {
		w := want[r.Month.String()]
		if w == nil || w["partial"] == "1" {
			continue
		}
		months++
		for _, c := range columns {
			got, s := c.num(r), w[c.name]
			v, err := strconv.ParseFloat(s, 64)
			if got.OK == (err == nil) && (!got.OK || math.Abs(got.V-v) < 1e-4) {
				continue
			}
			differ[c.name]++
			if !seen[c.name] {
				seen[c.name] = true
				t.Logf("%s %s: %s got %.4f want %s", name, r.Month, c.name, got.V, s)
			}
		}
	}
	return months
}

func readMonthly(t *testing.T) map[string]map[string]map[string]string {
	f, err := os.Open(corpus.File(t, "health", "monthly.csv"))
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	all, err := csv.NewReader(f).ReadAll()
	if err != nil {
		t.Fatal(err)
	}
	out := map[string]map[string]map[string]string{}
	for _, line := range all[1:] {
		row := map[string]string{}
		for i, h := range all[0] {
			row[h] = line[i]
		}
		if out[row["repo"]] == nil {
			out[row["repo"]] = map[string]map[string]string{}
		}
		out[row["repo"]][row["month"]] = row
	}
	return out
}
