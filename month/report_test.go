package month

import (
	"testing"

	"github.com/google/go-cmp/cmp"

	"guette/catalog"
	"guette/watch"
)

func TestAnAnswerOfOSVAloneIsNoObservation(t *testing.T) {
	d := &Desk{Catalog: catalog.New([]watch.Program{{ID: "a"}, {ID: "b"}, {ID: "c"}})}
	d.Settings.Coverage = 0.5
	got := d.coverage([]watch.SourceReport{
		{Program: "a", Collector: "git", Outcome: watch.OutcomeError}, {Program: "a", Collector: "osv", Outcome: watch.OutcomeOK},
		{Program: "b", Collector: "git", Outcome: watch.OutcomeUnchanged}, {Program: "b", Collector: "forge", Outcome: watch.OutcomeError},
	})
	want := Coverage{Programs: 3, Observed: 1, Share: 1.0 / 3, Minimum: 0.5, Unobserved: []string{"a", "c"},
		Outcomes: map[watch.Outcome]int{watch.OutcomeError: 2, watch.OutcomeOK: 1, watch.OutcomeUnchanged: 1}}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
	if !got.Low() {
		t.Error("a third of the programs is enough")
	}
}
