package month

import (
	"testing"

	"github.com/google/go-cmp/cmp"

	"guette/watch"
)

func TestTheNewestValueBeforeTheEditionIsTaken(t *testing.T) {
	edition := date("2026-08-07")
	epss := func(day string, score float64) watch.Fact {
		return watch.Fact{Collector: "epss", Key: day, Body: &watch.EPSS{CVE: "CVE-2026-1", Score: score, Date: date(day)}}
	}
	for _, tt := range []struct {
		name  string
		facts []watch.Fact
		want  string
	}{
		{"the newest of two before", []watch.Fact{epss("2026-07-01", 0.1), epss("2026-08-06", 0.2)}, "2026-08-06"},
		{"the day of the edition itself", []watch.Fact{epss("2026-08-07", 0.1), epss("2026-08-06", 0.2)}, "2026-08-07"},
		{"one before rather than one after", []watch.Fact{epss("2026-07-01", 0.1), epss("2026-08-08", 0.2)}, "2026-07-01"},
		{"the oldest of two after", []watch.Fact{epss("2026-11-24", 0.1), epss("2026-10-01", 0.2)}, "2026-10-01"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			s := indexShared(tt.facts, edition)
			if got := s.EPSS["CVE-2026-1"].Body.Date.String(); got != tt.want {
				t.Errorf("got %s, want %s", got, tt.want)
			}
		})
	}
}

func TestNoticesAreFoundByEachCVE(t *testing.T) {
	notice := func(id string, cves ...string) watch.Fact {
		return watch.Fact{Key: id, Body: &watch.Advisory{ID: id, Publisher: "cert-fr", Aliases: cves}}
	}
	s := indexShared([]watch.Fact{notice("CERTFR-2026-AVI-0002", "CVE-2026-1"), notice("CERTFR-2026-AVI-0001", "CVE-2026-1", "CVE-2026-2")}, date("2026-08-07"))
	got := map[string][]string{}
	for cve, list := range s.CERTFR {
		for _, n := range list {
			got[cve] = append(got[cve], n.Body.ID)
		}
	}
	want := map[string][]string{"CVE-2026-1": {"CERTFR-2026-AVI-0001", "CERTFR-2026-AVI-0002"}, "CVE-2026-2": {"CERTFR-2026-AVI-0001"}}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
}

func TestStatesDateEachCollector(t *testing.T) {
	calendar := func(day string) watch.Fact {
		return watch.Fact{Collector: "endoflife", Body: &watch.Lifecycle{AsOf: date(day)}}
	}
	s := newStates(watch.Month{Year: 2026, Month: 7}, date("2026-08-07"), date("2026-07-07"))
	s.add("nginx", []watch.Fact{calendar("2026-06-30"), calendar("2026-07-31"), calendar("2026-09-30")})
	s.add("redis", []watch.Fact{calendar("2026-07-31")})
	kev := func(day, added string) watch.Fact {
		return watch.Fact{Collector: "kev", Body: &watch.Exploited{Catalogue: date(day), Added: date(added)}}
	}
	s.add("", []watch.Fact{kev("2026-07-20", "2026-07-02"), kev("2026-06-29", "2026-06-29"),
		kev("2026-08-07", "2026-07-02"), kev("2026-08-07", "2026-07-31"), kev("2026-08-07", "2026-08-03"), kev("2026-08-07", "2026-06-29")})
	s.add("", []watch.Fact{{Collector: "epss", Body: &watch.EPSS{Date: date("2026-11-24")}}})
	want := []watch.SourceState{
		{Collector: "endoflife", AsOf: date("2026-07-31"), Previous: date("2026-06-30"), Programs: 2, N: 4},
		{Collector: "epss", AsOf: date("2026-11-24"), N: 1},                                        // all of it is later: the oldest
		{Collector: "kev", AsOf: date("2026-08-07"), Previous: date("2026-06-29"), N: 4, Added: 2}, // one catalogue, not both
	}
	if diff := cmp.Diff(want, s.list()); diff != "" {
		t.Error(diff)
	}
}

func date(s string) watch.Date {
	d, err := watch.ParseDate(s)
	if err != nil {
		panic(err) // a date of a test
	}
	return d
}
