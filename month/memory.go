package month

import (
	"context"
	"encoding/json"
	"fmt"

	"guette/store"
	"guette/watch"
)

// A memory is what the bulletins of a month said that facts cannot tell again:
// the decisions, made with the portfolio of that day.
type memory struct {
	Entities []watch.EntityDecisions `json:"entities"`
	Declared map[string][]string     `json:"declared"` // programs, by entity
}

// remember keeps what the bulletins of the month say.
func (d *Desk) remember(ctx context.Context, a *watch.Analysis) error {
	declared := map[string][]string{}
	for _, e := range a.Entities {
		declared[e.Entity] = e.Declared
	}
	data, err := json.Marshal(memory{a.Entities, declared})
	if err != nil {
		return err
	}
	return d.Store.KeepMonth(ctx, store.Month{Month: a.Month, Edition: a.Edition, Memory: data})
}

// recall puts what was concluded last month beside what is concluded now.
func (d *Desk) recall(ctx context.Context, a *watch.Analysis) error {
	kept, ok, err := d.Store.Month(ctx, a.Month.Add(-1))
	if err != nil || !ok {
		return err
	}
	last, err := decodeMemory(kept)
	if err != nil {
		return err
	}
	level := map[[2]string]watch.FragilityLevel{}
	for _, e := range last.Entities {
		for _, f := range e.Fragilities {
			level[[2]string{e.Entity, f.Program}] = f.Level
		}
	}
	for _, e := range a.Entities {
		for i := range e.Fragilities {
			e.Fragilities[i].Previous = level[[2]string{e.Entity, e.Fragilities[i].Program}]
		}
	}
	return nil
}

func decodeMemory(m store.Month) (mem memory, err error) {
	if err := json.Unmarshal(m.Memory, &mem); err != nil {
		return mem, fmt.Errorf("memory of %s: %w", m.Month, err)
	}
	for i, e := range mem.Entities {
		mem.Entities[i].Declared = mem.Declared[e.Entity]
	}
	return mem, nil
}

// maxPast is how many past months a bulletin looks back on: an open point
// returns with its age.
const maxPast = 3

// past makes the analyses of past months again, newest first, as they were
// known when their bulletins were made, with the decisions of that time.
func (d *Desk) past(ctx context.Context) ([]*watch.Analysis, error) {
	var all []*watch.Analysis
	for m := d.Month; len(all) < maxPast; {
		kept, ok, err := d.Store.MonthBefore(ctx, m)
		if err != nil || !ok {
			return all, err
		}
		m = kept.Month
		known := kept.Closed
		if known.IsZero() {
			known = kept.Made
		}
		a, err := d.frozen(ctx, m, known)
		if err != nil {
			return nil, err
		}
		mem, err := decodeMemory(kept)
		if err != nil {
			return nil, err
		}
		a.Entities, a.Edition = mem.Entities, kept.Edition
		all = append(all, a)
	}
	return all, nil
}
