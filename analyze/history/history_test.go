package history

import (
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"guette/analyze"
	"guette/watch"
)

const repo = "https://forge.test/p/p"

func at(s string) time.Time {
	t, err := time.Parse(time.RFC3339, s)
	if err != nil {
		panic(err)
	}
	return t
}

func day(s string) watch.Date {
	d, err := watch.ParseDate(s)
	if err != nil {
		panic(err)
	}
	return d
}

func tag(name, when string) watch.Fact {
	return watch.Fact{Key: name, Body: &watch.Tag{Repository: repo, Name: name, Commit: "c-" + name, Committed: at(when), State: watch.TagPresent}}
}

func release(origin watch.Origin, tag, version, when string) watch.Fact {
	r := &watch.Release{Version: version, Tag: tag, Origin: origin, Repository: repo}
	if when != "" {
		r.Published = at(when)
	}
	return watch.Fact{Key: string(origin) + version, Body: r}
}

func cycle(name, released, latest, latestDate, asOf string) watch.Fact {
	c := &watch.Lifecycle{Product: "p", Cycle: name, Latest: latest, AsOf: day(asOf)}
	if released != "" {
		c.Released = day(released)
	}
	if latestDate != "" {
		c.LatestDate = day(latestDate)
	}
	return watch.Fact{Key: name + asOf, Body: c}
}

func input(p watch.Program, facts ...watch.Fact) *analyze.Input {
	zone, err := time.LoadLocation("Europe/Paris")
	if err != nil {
		panic(err)
	}
	p.ID = "p"
	if p.Name == "" {
		p.Name = "P"
	}
	if p.Repositories == nil {
		p.Repositories = []string{repo}
	}
	m := watch.Month{Year: 2026, Month: 7}
	return &analyze.Input{Month: m, Zone: zone, AsOf: m.LastDay(), Edition: day("2026-08-07"), Program: p, Facts: facts}
}

// lines writes a history, one release a line.
func lines(h *History) []string {
	var out []string
	for _, r := range h.Releases {
		var places []string
		for _, p := range r.Places {
			places = append(places, string(p.Origin))
		}
		series := r.Series
		if series != "" {
			series += " "
		}
		dates := ""
		if len(r.Dates) > 0 {
			dates = fmt.Sprint(" ", r.Dates)
		}
		out = append(out, fmt.Sprintf("%s%s %s [%s]%s", series, r.Version, r.Day, strings.Join(places, ","), dates))
	}
	return out
}

func TestOneVersionIsOneRelease(t *testing.T) {
	for _, tt := range []struct {
		name    string
		program watch.Program
		facts   []watch.Fact
		want    []string
	}{
		{"tag, forge, feed, changelog and calendar", watch.Program{}, []watch.Fact{
			tag("v1.2.3", "2026-07-15T10:00:00Z"), release(watch.OriginForge, "v1.2.3", "v1.2.3", "2026-07-15T17:00:00Z"),
			release(watch.OriginFeed, "", "P 1.2.3 released", "2026-07-15T18:00:00Z"), release(watch.OriginChangelog, "", "1.2.3", ""),
			cycle("1.2", "2026-01-01", "1.2.3", "2026-07-15", "2026-07-31")},
			[]string{"1.2 2026-01-01 [endoflife]", "1.2.3 2026-07-15 [,forge,feed,changelog,endoflife]"}},
		{"spellings of one version", watch.Program{}, []watch.Fact{
			tag("release-1.2.0", "2026-07-15T10:00:00Z"), release(watch.OriginForge, "", "1.2", "2026-07-15T17:00:00Z")},
			[]string{"1.2.0 2026-07-15 [,forge]"}},
		{"two tags that differ are two releases", watch.Program{}, []watch.Fact{
			tag("v1", "2026-07-15T10:00:00Z"), tag("v1.0.0", "2026-07-15T10:00:00Z")},
			[]string{"1 2026-07-15 []", "1.0.0 2026-07-15 []"}},
		{"two names of one tag on one commit are one", watch.Program{}, []watch.Fact{
			{Key: "a", Body: &watch.Tag{Repository: repo, Name: "1.2.3", Commit: "c", Committed: at("2026-07-15T10:00:00Z")}},
			{Key: "b", Body: &watch.Tag{Repository: repo, Name: "v1.2.3", Commit: "c", Committed: at("2026-07-15T10:00:00Z")}}},
			[]string{"1.2.3 2026-07-15 [,]"}},
		{"a component has its own series", watch.Program{}, []watch.Fact{
			tag("v1.2.3", "2026-07-15T10:00:00Z"), tag("web-v1.2.3", "2026-07-15T10:00:00Z")},
			[]string{"1.2.3 2026-07-15 []", "web 1.2.3 2026-07-15 []"}},
		{"another repository has its own series", watch.Program{Repositories: []string{"https://forge.test/p/main", repo}}, []watch.Fact{
			tag("v1.2.3", "2026-07-15T10:00:00Z")}, []string{"p 1.2.3 2026-07-15 []"}},
		{"the month of Paris, not of Greenwich", watch.Program{}, []watch.Fact{tag("v1", "2026-07-31T22:30:00Z")}, []string{"1 2026-08-01 []"}},
		{"sources that disagree are both said", watch.Program{}, []watch.Fact{
			release(watch.OriginForge, "", "19.2.0", "2026-07-13T10:00:00Z"), cycle("19.2", "", "19.2.0", "2026-07-16", "2026-07-31")},
			[]string{"19.2.0 2026-07-13 [forge,endoflife] [2026-07-13 2026-07-16]"}},
		{"a time zone is no disagreement", watch.Program{}, []watch.Fact{
			release(watch.OriginForge, "", "1.6.45", "2026-07-10T04:35:09Z"), cycle("1.6", "", "1.6.45", "2026-07-09", "2026-07-31")},
			[]string{"1.6.45 2026-07-10 [forge,endoflife]"}},
		{"a branch opens and no source names its first version", watch.Program{}, []watch.Fact{cycle("11.4", "2026-07-01", "11.4.4", "2026-07-15", "2026-07-31")},
			[]string{"11.4 2026-07-01 [endoflife]", "11.4.4 2026-07-15 [endoflife]"}},
		{"a branch opens with a version that is known", watch.Program{}, []watch.Fact{
			tag("v11.4.0", "2026-06-30T10:00:00Z"), cycle("11.4", "2026-07-01", "11.4.4", "2026-07-15", "2026-07-31")},
			[]string{"11.4.0 2026-06-30 [,endoflife]", "11.4.4 2026-07-15 [endoflife]"}},
		{"a state of the calendar later than the edition is not read", watch.Program{}, []watch.Fact{
			cycle("1.2", "", "1.2.3", "2026-07-15", "2026-07-31"), cycle("1.2", "", "1.2.4", "2026-07-20", "2026-08-22")},
			[]string{"1.2.3 2026-07-15 [endoflife]"}},
		{"without an earlier state the oldest later one is read", watch.Program{}, []watch.Fact{cycle("1.2", "", "1.2.4", "2026-07-20", "2026-08-22")},
			[]string{"1.2.4 2026-07-20 [endoflife]"}},
		{"a long-term edition has the long-term branches", watch.Program{Name: "P ESR"}, []watch.Fact{cycle("152", "", "152.0.6", "2026-07-14", "2026-07-31")}, nil},
		{"what names no version", watch.Program{}, []watch.Fact{tag("master", "2026-07-15T10:00:00Z"), tag("nightly", "2026-07-15T10:00:00Z")}, nil},
	} {
		t.Run(tt.name, func(t *testing.T) {
			if got := lines(Of(input(tt.program, tt.facts...))); !slices.Equal(got, tt.want) {
				t.Errorf("got\n %s\nwant\n %s", strings.Join(got, "\n "), strings.Join(tt.want, "\n "))
			}
		})
	}
}

func TestAMovedTagKeepsItsDate(t *testing.T) {
	f := tag("1.1.0", "2026-07-20T10:00:00Z")
	moved := f.Body.(*watch.Tag)
	moved.State, moved.Previous, moved.First = watch.TagMoved, "before", at("2026-03-02T10:00:00Z")
	h := Of(input(watch.Program{}, f))
	if r := h.Releases[0]; !r.Moved || r.Day != day("2026-03-02") {
		t.Errorf("got moved %v, %s; want the day on which it was first tagged", r.Moved, r.Day)
	}
}

func TestMainSeriesIsTheOneInUse(t *testing.T) {
	old, web1, web2 := tag("v1.0.0", "2010-01-01T00:00:00Z"), tag("app-v2.0.0", "2026-01-01T00:00:00Z"), tag("app-v2.1.0", "2026-07-01T00:00:00Z")
	if got := Of(input(watch.Program{}, old, web1, web2)).Main; got != "app" {
		t.Errorf("got %q, want app: the nameless series ended in 2010", got)
	}
	if got := Of(input(watch.Program{}, tag("v1.0.0", "2026-01-01T00:00:00Z"), web1, web2)).Main; got != "" {
		t.Errorf("got %q, want the nameless series", got)
	}
}

func TestBranch(t *testing.T) {
	h := Of(input(watch.Program{}, cycle("10", "", "", "", "2026-07-31"), cycle("10.6", "", "", "", "2026-07-31")))
	for version, want := range map[string]string{"10.6.27": "10.6", "10.7.1": "10", "3.4.5": "3.4", "3.4": "3", "12": "12"} {
		v, _ := watch.ParseVersion(version)
		if got := h.Branch(v); got != want {
			t.Errorf("%s: got %s, want %s", version, got, want)
		}
	}
}
