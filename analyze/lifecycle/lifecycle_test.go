package lifecycle

import (
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"guette/analyze"
	"guette/watch"
)

func day(s string) watch.Date {
	d, err := watch.ParseDate(s)
	if err != nil {
		panic(err)
	}
	return d
}

func until(s string) watch.Until {
	switch s {
	case "":
		return watch.Until{State: watch.Unannounced}
	case "over":
		return watch.Until{State: watch.Over}
	}
	return watch.Until{State: watch.Dated, Date: day(s)}
}

// cycle is a branch in the state of a day; it was released on the day given.
func cycle(name, released, eol, asOf string) *watch.Lifecycle {
	u := until(eol)
	return &watch.Lifecycle{Product: "p", Cycle: name, Released: day(released), EOL: u, Maintained: u.State == watch.Unannounced || u.State == watch.Dated && u.Date.After(day("2026-07-31")), AsOf: day(asOf)}
}

const july, june = "2026-07-31", "2026-06-30"

func find(cycles ...*watch.Lifecycle) analyze.Output {
	zone, _ := time.LoadLocation("Europe/Paris")
	m := watch.Month{Year: 2026, Month: 7}
	in := &analyze.Input{Month: m, Zone: zone, AsOf: m.LastDay(), Edition: day("2026-08-07"), Program: watch.Program{ID: "p", Name: "P"}}
	for _, c := range cycles {
		in.Facts = append(in.Facts, watch.Fact{Key: c.Cycle, Body: c, Evidence: watch.Evidence{URL: "https://calendar.test"}})
	}
	out, err := analyze.Run(in, []*analyze.Analyzer{Analyzer})
	if err != nil {
		panic(err)
	}
	return out
}

func lines(out analyze.Output) []string {
	var list []string
	for _, d := range watch.DetailOf[*watch.LifecycleDetail](out.Findings) {
		line := fmt.Sprintf("%s %s %s%s %d", d.Branch, d.Phase, d.Until.State, d.Until.Date, d.Days)
		if d.Previous != nil {
			line += fmt.Sprintf(" was %s%s", d.Previous.State, d.Previous.Date)
		}
		for _, t := range d.Target {
			line += " >" + t.Name
		}
		if d.NoOverlap != "" {
			line += " no overlap with " + d.NoOverlap
		}
		if len(d.Useless) > 0 {
			line += " nothing gained by " + strings.Join(d.Useless, " ")
		}
		list = append(list, line)
	}
	return list
}

func TestEndsOfSupport(t *testing.T) {
	lts := func(c *watch.Lifecycle) *watch.Lifecycle { c.LTS = true; return c }
	for _, tt := range []struct {
		name   string
		cycles []*watch.Lifecycle
		want   []string
	}{
		{"past, today, in a year, and later", []*watch.Lifecycle{
			cycle("4", "2026-01-01", "2027-08-01", july), cycle("3", "2025-01-01", "2027-07-31", july), cycle("2", "2024-01-01", "2026-07-31", july), cycle("1", "2023-01-01", "2026-05-20", july)},
			[]string{"1 eol dated2026-05-20 -72 >4", "2 eol dated2026-07-31 0 >4", "3 eol dated2027-07-31 365 >4"}},
		{"a date that is not announced", []*watch.Lifecycle{cycle("2", "2026-01-01", "", july), cycle("1", "2023-01-01", "over", july)}, []string{"1 eol over 0 >2"}},
		{"the newest of the same major first", []*watch.Lifecycle{
			cycle("12.3", "2026-05-28", "2029-06-30", july), cycle("11.8", "2025-06-04", "2028-06-04", july), cycle("10.11", "2023-02-16", "2028-02-16", july), cycle("10.6", "2021-07-06", "2026-07-06", july)},
			[]string{"10.6 eol dated2026-07-06 -25 >10.11 >12.3"}},
		{"long-term goes to long-term", []*watch.Lifecycle{cycle("154", "2026-07-28", "", july), lts(cycle("153", "2026-07-21", "", july)), lts(cycle("140", "2025-06-24", "2026-09-29", july))},
			[]string{"140 eol dated2026-09-29 60 >153"}},
		{"long-term goes on where no long-term branch is newer", []*watch.Lifecycle{cycle("154", "2026-07-28", "", july), lts(cycle("140", "2025-06-24", "2026-09-29", july))},
			[]string{"140 eol dated2026-09-29 60 >154"}},
		{"no overlap", []*watch.Lifecycle{cycle("26.7", "2026-07-09", "", july), cycle("26.6", "2026-04-08", "2026-07-09", july)},
			[]string{"26.6 eol dated2026-07-09 -22 >26.7 no overlap with 26.7"}},
		{"a step that gains nothing", []*watch.Lifecycle{cycle("11.4", "2026-07-01", "2027-08-07", july), cycle("11.3", "2025-12-17", "2026-12-16", july), cycle("10.6", "2025-12-17", "2026-12-16", july)},
			[]string{"10.6 eol dated2026-12-16 138 >11.4 nothing gained by 11.3", "11.3 eol dated2026-12-16 138 >11.4"}},
		{"a date that moved", []*watch.Lifecycle{cycle("140", "2025-06-24", "2026-09-16", june), cycle("140", "2025-06-24", "2026-09-29", july)},
			[]string{"140 eol dated2026-09-29 60 was dated2026-09-16"}},
		{"a date that is far but moved", []*watch.Lifecycle{cycle("7.2", "2023-08-15", "", june), cycle("7.2", "2023-08-15", "2029-12-01", july)},
			[]string{"7.2 eol dated2029-12-01 1219 was unannounced"}},
		{"a branch that lives again", []*watch.Lifecycle{cycle("8.2", "2025-08-04", "2026-05-25", june), cycle("8.2", "2025-08-04", "2030-09-01", july)},
			[]string{"8.2 eol dated2030-09-01 1493 was dated2026-05-25"}},
		{"the same state is no change", []*watch.Lifecycle{cycle("1", "2023-01-01", "2026-09-29", june), cycle("1", "2023-01-01", "2026-09-29", july)}, []string{"1 eol dated2026-09-29 60"}},
		{"a state after the edition is not read", []*watch.Lifecycle{cycle("1", "2023-01-01", "2026-09-29", july), cycle("1", "2023-01-01", "2026-10-29", "2026-08-22")}, []string{"1 eol dated2026-09-29 60"}},
		{"the oldest later state where there is no other", []*watch.Lifecycle{cycle("1", "2023-01-01", "2026-10-29", "2026-08-22"), cycle("1", "2023-01-01", "2026-12-29", "2026-09-22")}, []string{"1 eol dated2026-10-29 90"}},
		{"a branch that is not out yet is no target", []*watch.Lifecycle{cycle("3", "2026-09-01", "", july), cycle("2", "2025-01-01", "", july), cycle("1", "2023-01-01", "2026-07-01", july)}, []string{"1 eol dated2026-07-01 -30 >2"}},
	} {
		t.Run(tt.name, func(t *testing.T) {
			got := lines(find(tt.cycles...))
			slices.Sort(got)
			if !slices.Equal(got, tt.want) {
				t.Errorf("got\n %s\nwant\n %s", strings.Join(got, "\n "), strings.Join(tt.want, "\n "))
			}
		})
	}
}

func TestExtendedSupportIsSaidBeside(t *testing.T) {
	c := cycle("11", "2021-08-14", "2024-08-14", july)
	c.EOES = until("2026-08-31")
	got := find(c).Findings[0].Detail.(*watch.LifecycleDetail)
	if got.Extended != c.EOES {
		t.Errorf("extended %v, want %v", got.Extended, c.EOES)
	}
}

func TestPackagesOfTheNewestStateBeforeTheEdition(t *testing.T) {
	zone, _ := time.LoadLocation("Europe/Paris")
	in := &analyze.Input{Month: watch.Month{Year: 2026, Month: 7}, Zone: zone, AsOf: day(july), Edition: day("2026-08-07"), Program: watch.Program{ID: "p"}}
	for _, s := range []struct{ release, version, asOf string }{
		{"bookworm", "1", "2026-07-01"}, {"bookworm", "2", "2026-08-01"}, {"bookworm", "3", "2026-09-01"}, {"sid", "5", "2026-11-24"}, {"sid", "4", "2026-10-01"}} {
		in.Facts = append(in.Facts, watch.Fact{Body: &watch.Package{Distribution: "debian", Release: s.release, Source: "p", Version: s.version, AsOf: day(s.asOf)}})
	}
	var got []string
	for _, p := range packages(in) {
		got = append(got, p.Release+" "+p.Version)
	}
	if want := []string{"bookworm 2", "sid 4"}; !slices.Equal(got, want) {
		t.Errorf("got %v, want %v", got, want)
	}
}
