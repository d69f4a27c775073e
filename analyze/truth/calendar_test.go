package truth

import (
	"encoding/json"
	"os"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"guette/analyze"
	"guette/analyze/lifecycle"
	"guette/analyze/vulnerability"
	"guette/internal/corpus"
	"guette/watch"
)

// TestEndsOfSupport compares the ends of support that are found with those that
// the snapshots of the calendars tell, read anew: three months, all products of
// the catalogue, every end up to twelve months ahead.
func TestEndsOfSupport(t *testing.T) {
	programs, _ := load(t)
	for _, tt := range []struct {
		month watch.Month
		state string
	}{{watch.Month{Year: 2026, Month: 6}, "2026-06-30"}, {watch.Month{Year: 2026, Month: 7}, "2026-07-31"}, {watch.Month{Year: 2026, Month: 8}, "2026-08-22"}} {
		var want, got []string
		horizon := tt.month.Add(12).LastDay().String()
		for _, p := range programs.All() {
			if p.EndOfLife == "" || strings.Contains(p.Name, "ESR") {
				continue
			}
			want = append(want, endsOf(t, p, tt.state, horizon)...)
			in := input(t, watch.Program{ID: p.ID, Name: p.Name, EndOfLife: p.EndOfLife}, tt.month, nil, nil)
			out, err := analyze.Run(in, []*analyze.Analyzer{lifecycle.Analyzer})
			if err != nil {
				t.Fatal(err)
			}
			for _, d := range watch.DetailOf[*watch.LifecycleDetail](out.Findings) {
				if d.Phase == "eol" && d.Until.State == watch.Dated && d.Until.Date.String() <= horizon {
					got = append(got, p.ID+" "+d.Branch+" "+d.Until.Date.String())
				}
			}
		}
		slices.Sort(want)
		slices.Sort(got)
		if diff := cmp.Diff(want, got); diff != "" {
			t.Errorf("%s (-want +got):\n%s", tt.month, diff)
		}
		t.Logf("%s: %d ends of support, %d found", tt.month, len(want), len(got))
	}
}

func endsOf(t *testing.T, p watch.Program, state, horizon string) []string {
	data, err := os.ReadFile(corpus.File(t, "endoflife", state, "products", p.EndOfLife+".json"))
	if err != nil {
		return nil
	}
	var doc struct {
		Result struct {
			Releases []struct{ Name, EOLFrom string }
		}
	}
	if err := json.Unmarshal(data, &doc); err != nil {
		t.Fatal(err)
	}
	var list []string
	for _, r := range doc.Result.Releases {
		if r.EOLFrom != "" && r.EOLFrom <= horizon {
			list = append(list, p.ID+" "+r.Name+" "+r.EOLFrom)
		}
	}
	return list
}

// TestKEVAdditions compares, month by month since 2025, the entries of KEV that
// are found for a program of the catalogue with those that a person found by
// reading vendors and products.
func TestKEVAdditions(t *testing.T) {
	want := map[string][]string{
		"2025-02": {"7zip CVE-2025-0411"},
		"2025-04": {"apache-tomcat CVE-2025-24813"},
		"2025-05": {"apache-http-server CVE-2024-38475"},
		"2025-06": {"roundcube CVE-2024-42009"},
		"2025-10": {"grafana CVE-2021-43798", "jenkins CVE-2017-1000353"},
		"2025-12": {"mongodb CVE-2025-14847"},
		"2026-02": {"gitlab-ce CVE-2021-22175", "gitlab-ce CVE-2021-39935", "notepad CVE-2025-15556", "roundcube CVE-2025-49113", "roundcube CVE-2025-68461"},
		"2026-05": {"drupal CVE-2026-9082"},
		"2026-07": {"wordpress CVE-2026-60137", "wordpress CVE-2026-63030"},
	}
	programs, _ := load(t)
	got := map[string][]string{}
	for m := (watch.Month{Year: 2025, Month: 1}); m.Before(watch.Month{Year: 2026, Month: 8}); m = m.Add(1) {
		s := shared(t, watch.Date{Year: 2026, Month: 8, Day: 7})
		for _, p := range programs.All() {
			in := &analyze.Input{Month: m, Zone: paris(t), AsOf: m.LastDay(), Edition: m.LastDay().AddDays(7), Program: p, Shared: s}
			out, err := analyze.Run(in, []*analyze.Analyzer{vulnerability.Analyzer})
			if err != nil {
				t.Fatal(err)
			}
			for f, d := range watch.DetailOf[*watch.VulnerabilityDetail](out.Findings) {
				if f.Kind == watch.FindingExploited {
					got[m.String()] = append(got[m.String()], p.ID+" "+d.CVE)
				}
			}
		}
	}
	for _, list := range got {
		slices.Sort(list)
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
}
