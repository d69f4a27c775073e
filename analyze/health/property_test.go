package health

import (
	"slices"
	"testing"
	"time"

	"pgregory.net/rapid"

	"guette/analyze"
	"guette/analyze/activity"
	"guette/watch"
)

var june = watch.Month{Year: 2026, Month: 6}

// rowsOf draws the months of a project: any activity, silences that follow from
// it.
func rowsOf(t *rapid.T) []activity.Row {
	n := rapid.IntRange(12, 60).Draw(t, "months")
	var rows []activity.Row
	silence := 0.0
	for i := range n {
		days := rapid.IntRange(0, 20).Draw(t, "days")
		silence += 30
		if days > 0 {
			silence = float64(rapid.IntRange(0, 20).Draw(t, "since"))
		}
		rows = append(rows, activity.Row{Month: june.Add(i - n + 1), Human: days * rapid.IntRange(1, 5).Draw(t, "a day"), ActiveDays: days,
			Silence: activity.Known(silence), LongestGap: activity.Known(float64(rapid.IntRange(0, 200).Draw(t, "gap"))),
			MainSilence:    activity.Known(silence + float64(rapid.IntRange(0, 90).Draw(t, "main"))),
			ReleaseSilence: activity.Known(float64(rapid.IntRange(0, 900).Draw(t, "release"))), ReleaseBase: 2000,
			ReleaseShare: activity.Known(rapid.Float64Range(0, 1).Draw(t, "share"))})
	}
	return rows
}

func last(rows []activity.Row) Forecast {
	f := Forecasts(rows, rows[0].Human%2 == 0)
	return f[len(f)-1]
}

func TestMoreSilenceNeverHelps(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		rows := rowsOf(t)
		worse := slices.Clone(rows)
		end := &worse[len(worse)-1]
		more := float64(rapid.IntRange(1, 400).Draw(t, "more"))
		end.Silence.V += more
		end.MainSilence.V += more
		end.Human, end.ActiveDays = 0, 0
		if a, b := last(rows), last(worse); b.P12 < a.P12-1e-12 || b.GitScore() > a.GitScore()+1e-9 {
			t.Fatalf("silence raised the score: %v to %v, P12 %v to %v", a.GitScore(), b.GitScore(), a.P12, b.P12)
		}
	})
}

func TestADepartureNeverHelps(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		rows := rowsOf(t)
		worse := slices.Clone(rows)
		worse[len(worse)-1].MainSilence.V += float64(rapid.IntRange(1, 700).Draw(t, "away"))
		if a, b := last(rows), last(worse); b.P12 < a.P12-1e-12 || b.GitScore() > a.GitScore()+1e-9 {
			t.Fatalf("a departure raised the score: %v to %v", a.GitScore(), b.GitScore())
		}
		for absence := 1; absence < 4; absence++ {
			few, more := governanceParts(absence, nil), governanceParts(absence+1, nil)
			if few[0].Lost < more[0].Lost {
				t.Fatalf("fewer people cost less: %v, %v", few[0], more[0])
			}
		}
	})
}

func TestALateReleaseNeverHelps(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		rows := rowsOf(t)
		worse := slices.Clone(rows)
		end := &worse[len(worse)-1]
		end.ReleaseSilence.V += float64(rapid.IntRange(1, 900).Draw(t, "more"))
		end.ReleaseShare.V *= rapid.Float64Range(0, 1).Draw(t, "rarer")
		if a, b := last(rows), last(worse); b.P12 < a.P12-1e-12 {
			t.Fatalf("a later release lowers P12: %v to %v", a.P12, b.P12)
		}
	})
}

// A missing source does not move the score out of the interval that was printed
// without it.
func TestMissingDataStayInTheInterval(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		parts := gitParts(last(rowsOf(t)))
		for _, p := range []part{expert("a", "governance", 4), expert("b", "responsiveness", 10), expert("c", "governance", 6)} {
			parts = append(parts, p.known("x", rapid.Float64Range(0, p.Max).Draw(t, "lost")))
		}
		whole, ok := total(parts)
		if !ok {
			t.Fatal("nothing observed")
		}
		hidden := slices.Clone(parts)
		left := false
		for i := range hidden {
			if rapid.Bool().Draw(t, "hide") {
				p := hidden[i]
				p.Known, p.Lost, p.best, p.worst = false, 0, 0, p.Max
				hidden[i] = p
			} else {
				left = true
			}
		}
		if !left {
			return
		}
		less, ok := total(hidden)
		if !ok || less.low > whole.value+1e-9 || less.high < whole.value-1e-9 {
			t.Fatalf("the score %v is outside of [%v, %v]", whole.value, less.low, less.high)
		}
		if less.value < less.low-1e-9 || less.value > less.high+1e-9 {
			t.Fatalf("the score %v is outside of its own interval [%v, %v]", less.value, less.low, less.high)
		}
	})
}

func TestContributionsAlwaysSum(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		s, _ := total(gitParts(last(rowsOf(t))))
		if rapid.Bool().Draw(t, "cap") {
			s.limit(watch.Cap{Max: 25, Kind: watch.FindingDeprecation})
		}
		printed := float64(int(s.value*10+.5)) / 10
		sum := 0
		for _, c := range round1(s.lines, printed) {
			sum += int(c.Lost*10 + .5)
		}
		if want := int((100-printed)*10 + .5); sum != want {
			t.Fatalf("the lines sum to %d tenths, want %d", sum, want)
		}
	})
}

// factsOf draws the facts of a repository.
func factsOf(t *rapid.T) []watch.Fact {
	var facts []watch.Fact
	url := "https://forge.test/a/b"
	last := time.Time{}
	for i := range 25 {
		m := june.Add(i - 24)
		a := &watch.Activity{Repository: url, Month: m, Since: june.Add(-24).Start(time.UTC), Commits: rapid.IntRange(0, 40).Draw(t, "commits")}
		if a.Commits > 0 {
			day := rapid.IntRange(1, 28).Draw(t, "day")
			a.Human, a.Plain, a.Days, a.Head = a.Commits, a.Commits, 1<<(day-1), "0123456789ab"
			last = time.Date(m.Year, m.Month, day, 12, 0, 0, 0, time.UTC)
			who := rapid.IntRange(1, 3).Draw(t, "authors")
			for k := range who {
				n := a.Commits / who
				if n > 0 {
					a.Authors = append(a.Authors, watch.AuthorCount{ID: string(rune('a' + k)), Commits: n, Plain: n, LastDay: day})
				}
			}
		}
		a.LastHuman = last
		facts = append(facts, watch.Fact{Program: "p", Collector: "git", Source: url, Key: m.String(), At: m.Start(time.UTC),
			Evidence: watch.Evidence{URL: url}, Body: a})
	}
	return facts
}

func opinionOf(facts []watch.Fact) watch.Health {
	in := &analyze.Input{Month: june, Zone: time.UTC, AsOf: june.LastDay(), Program: watch.Program{ID: "p", Repositories: []string{"https://forge.test/a/b"}}, Facts: facts}
	out, err := analyze.Run(in, []*analyze.Analyzer{activity.Analyzer, Analyzer})
	if err != nil {
		panic(err)
	}
	return *out.Profile.Health
}

func TestTheOrderOfFactsDoesNotMatter(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		facts := factsOf(t)
		shuffled := rapid.Permutation(facts).Draw(t, "order")
		a, b := opinionOf(facts), opinionOf(shuffled)
		if a.Score != b.Score || a.Class != b.Class || a.Low != b.Low || a.High != b.High || len(a.Factors) != len(b.Factors) {
			t.Fatalf("%v %v, %v %v", a.Class, a.Score, b.Class, b.Score)
		}
	})
}

func TestAClassOnlyGetsWorseWithAFact(t *testing.T) {
	asOf := june.LastDay()
	a := &watch.ActivitySummary{Commits: 100, CommitsPrev: 100, Whole: true, LastCommit: asOf.Time(time.UTC)}
	rapid.Check(t, func(t *rapid.T) {
		n := rapid.IntRange(0, 5).Draw(t, "facts")
		score := rapid.Float64Range(0, 100).Draw(t, "score")
		lower := rapid.Float64Range(0, score).Draw(t, "lower")
		found := make([]watch.Factor, n)
		before := class(a, asOf, found, &score, nil)
		for _, after := range []watch.HealthClass{class(a, asOf, append(found, watch.Factor{Name: "x"}), &score, nil), class(a, asOf, found, &lower, nil)} {
			if rank(after) < rank(before) {
				t.Fatalf("%d facts, score %v: from %s to %s", n, score, before, after)
			}
		}
	})
}
