package month

import (
	"testing"

	"github.com/google/go-cmp/cmp"

	"guette/catalog"
	"guette/watch"
)

func TestCorrectionsTellWhatAppearedWentOrChanged(t *testing.T) {
	july := watch.Month{Year: 2026, Month: 7}
	day := watch.Date{Year: 2026, Month: 7, Day: 15}
	vulnerability := func(id string, score float64, fixed ...string) watch.Finding {
		d := &watch.VulnerabilityDetail{CVE: id, CVSS: &watch.CVSS{Version: "3.1", Score: score}}
		for _, v := range fixed {
			d.Fixed = append(d.Fixed, watch.Fix{Version: v})
		}
		return watch.Finding{ID: id, Program: "nginx", Kind: watch.FindingVulnerability, Date: day, Detail: d,
			Evidence: []watch.Evidence{{URL: "https://osv.test/" + id}}}
	}
	later := vulnerability("CVE-2026-3", 9.8)
	later.Date = watch.Date{Year: 2026, Month: 8, Day: 2}
	then := []watch.Finding{vulnerability("CVE-2026-1", 7.5, "1.30.4"), vulnerability("CVE-2026-2", 5)}
	now := []watch.Finding{vulnerability("CVE-2026-1", 9.8, "1.30.4", "1.31.3"), vulnerability("CVE-2026-4", 5), later}
	d := &Desk{Catalog: catalog.New([]watch.Program{{ID: "nginx", Name: "Nginx"}})}
	got := map[string]watch.CorrectionDetail{}
	for _, f := range d.compare(july, then, now) {
		if len(f.Evidence) == 0 || f.Date != day || f.Kind != watch.FindingCorrection {
			t.Errorf("%+v", f)
		}
		got[f.ID] = *f.Detail.(*watch.CorrectionDetail)
	}
	want := map[string]watch.CorrectionDetail{
		"correction-CVE-2026-1-cvss":      {Month: july, Finding: "CVE-2026-1", Field: "cvss", Was: "CVSS 7,5", Now: "CVSS 9,8"},
		"correction-CVE-2026-1-fixed":     {Month: july, Finding: "CVE-2026-1", Field: "fixed", Was: "corrigée en 1.30.4", Now: "corrigée en 1.30.4, 1.31.3"},
		"correction-CVE-2026-4-late":      {Month: july, Finding: "CVE-2026-4", Field: "late", Now: d.said(now[1]), Late: true},
		"correction-CVE-2026-2-withdrawn": {Month: july, Finding: "CVE-2026-2", Field: "withdrawn", Was: d.said(then[1])},
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
}
