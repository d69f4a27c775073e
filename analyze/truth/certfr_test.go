package truth

import (
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"guette/analyze"
	"guette/analyze/vulnerability"
	"guette/collect/certfr"
	"guette/internal/corpus"
	"guette/watch"
)

// TestNoticesOfCoveredPrograms compares the publications of CERT-FR that are
// found for a program with those whose publisher gives the program as product.
func TestNoticesOfCoveredPrograms(t *testing.T) {
	programs, _ := load(t)
	files, _ := filepath.Glob(corpus.File(t, "cert-fr", "avis", "*.json"))
	byMonth := map[watch.Month][]analyze.Known[*watch.Advisory]{}
	for _, f := range files {
		data, err := os.ReadFile(f)
		if err != nil {
			t.Fatal(err)
		}
		a, err := certfr.Parse(data, paris(t))
		if err != nil {
			t.Fatal(err)
		}
		m := watch.MonthOf(a.Published, paris(t))
		byMonth[m] = append(byMonth[m], analyze.Known[*watch.Advisory]{Body: a, Evidence: watch.Evidence{URL: "https://www.cert.ssi.gouv.fr/avis/" + a.ID + "/"}})
	}
	found := map[string][]string{}
	for m, list := range byMonth {
		for _, p := range programs.All() {
			in := &analyze.Input{Month: m, Zone: paris(t), AsOf: m.LastDay(), Edition: m.LastDay().AddDays(7), Program: p,
				Shared: &analyze.Shared{Notices: list}}
			out, err := analyze.Run(in, []*analyze.Analyzer{vulnerability.Analyzer})
			if err != nil {
				t.Fatal(err)
			}
			for _, d := range watch.DetailOf[*watch.VulnerabilityDetail](out.Findings) {
				found[p.ID] = append(found[p.ID], d.CERTFR[0].Reference)
			}
		}
	}
	total := 0
	for _, p := range programs.All() {
		slices.Sort(found[p.ID])
		if len(found[p.ID]) > 0 {
			t.Logf("%s: %d", p.ID, len(found[p.ID]))
		}
		total += len(found[p.ID])
	}
	t.Logf("%d publications of CERT-FR on covered programs", total)
	for _, wrong := range []string{"sentry", "nagios"} {
		if strings.Join(found[wrong], "") != "" {
			t.Errorf("%s: homonyms taken for it: %v", wrong, found[wrong])
		}
	}
}
