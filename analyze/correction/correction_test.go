package correction

import (
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"guette/watch"
)

func TestFind(t *testing.T) {
	july := watch.Month{Year: 2026, Month: time.July}
	release := func(id, version string) watch.Finding {
		return watch.Finding{ID: id, Program: "nginx", Kind: watch.FindingRelease, Date: watch.Date{Year: 2026, Month: 7, Day: 15}, Detail: &watch.ReleaseDetail{Version: version}}
	}
	state := release("s", "1")
	state.Kind = watch.FindingSilence
	old := release("o", "1")
	old.Date.Month = 6
	then := &watch.Analysis{Month: july, Findings: []watch.Finding{release("same", "1"), release("changed", "2"), release("gone", "3"), state}}
	now := &watch.Analysis{Month: july, Findings: []watch.Finding{release("same", "1"), release("changed", "2.1"), release("late", "4"), old}}
	say := func(f watch.Finding) string { return "version " + f.Detail.(*watch.ReleaseDetail).Version }
	var got []watch.CorrectionDetail
	for _, f := range Find(then, now, say) {
		got = append(got, *f.Detail.(*watch.CorrectionDetail))
	}
	want := []watch.CorrectionDetail{
		{Month: july, Finding: "changed", Field: "statement", Was: "version 2", Now: "version 2.1"},
		{Month: july, Finding: "gone", Field: "statement", Was: "version 3"},
		{Month: july, Finding: "late", Field: "statement", Now: "version 4", Late: true},
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
	if again := Find(then, then, say); len(again) > 0 {
		t.Errorf("nothing changed, and yet %v", again)
	}
}
