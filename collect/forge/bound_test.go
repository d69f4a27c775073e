package forge

import (
	"slices"
	"testing"

	"guette/collect"
	"guette/watch"
)

// A long window asks no more of a forge in one run: the newest months come
// first, the others with the next runs.
func TestALongWindowIsAskedForOverSeveralRuns(t *testing.T) {
	o := collect.Options{Month: watch.Month{Year: 2026, Month: 7}, WindowMonths: 49}
	var kept []string
	var runs []int
	for months := missing(o, kept); len(months) > 0; months = missing(o, kept) {
		runs = append(runs, len(months))
		for _, m := range months {
			kept = append(kept, m.String())
		}
	}
	if want := []int{13, 13, 13, 10}; !slices.Equal(runs, want) {
		t.Errorf("months asked for by run: %v, want %v", runs, want)
	}
	if first, last := kept[0], kept[len(kept)-1]; first != "2026-07" || last != "2022-07" {
		t.Errorf("from %s to %s, want the newest first, back to 2022-07", first, last)
	}
}
