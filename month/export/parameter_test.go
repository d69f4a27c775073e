package export

import (
	"testing"

	"github.com/google/go-cmp/cmp"

	"guette/watch"
)

func TestParametersOfEachKind(t *testing.T) {
	day := watch.Date{Year: 2026, Month: 7, Day: 2}
	for _, tt := range []struct {
		name string
		of   watch.Detail
		want []string
	}{
		{"a release", &watch.ReleaseDetail{Branch: "1.30", Version: "1.30.3", Fixes: []string{"CVE-2026-1", "CVE-2026-2"}},
			[]string{"1.30", "1.30.3", "", "CVE-2026-1 CVE-2026-2", "", "", "", ""}},
		{"an end of support on a day", &watch.LifecycleDetail{Branch: "1.28", Until: watch.Until{State: watch.Dated, Date: day}},
			[]string{"1.28", "", "2026-07-02", "", "", "", "", ""}},
		{"an end of support without a day", &watch.LifecycleDetail{Branch: "1.28", Until: watch.Until{State: watch.Over}},
			[]string{"1.28", "", "over", "", "", "", "", ""}},
		{"a vulnerability", &watch.VulnerabilityDetail{CVE: "CVE-2026-1", Aliases: []string{"GHSA-x"}, CVSS: &watch.CVSS{Score: 7},
			EPSS: &watch.EPSS{Score: 0.00042}, KEV: &watch.Exploited{Added: day}, Fixed: []watch.Fix{{Version: "1.2.3"}, {Version: "1.3.1"}}},
			[]string{"", "", "", "CVE-2026-1 GHSA-x", "7.0", "0.00042", "2026-07-02", "1.2.3 1.3.1"}},
		{"a vulnerability without a score", &watch.VulnerabilityDetail{CVE: "CVE-2026-1"},
			[]string{"", "", "", "CVE-2026-1", "", "", "", ""}},
	} {
		t.Run(tt.name, func(t *testing.T) {
			if diff := cmp.Diff(tt.want, parameters(watch.Finding{Detail: tt.of})); diff != "" {
				t.Errorf("(-want +got):\n%s", diff)
			}
		})
	}
}
