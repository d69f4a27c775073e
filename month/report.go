package month

import (
	"context"
	"time"

	"guette/watch"
)

// A Report is the run report of a month: run.json.
type Report struct {
	Month    watch.Month          `json:"month"`
	Started  time.Time            `json:"started"`
	Finished time.Time            `json:"finished,omitzero"` // absent while the collection is open
	Version  string               `json:"version"`
	Coverage Coverage             `json:"coverage"`
	Sources  []watch.SourceReport `json:"sources"`
}

// Coverage tells how much of the perimeter was observed. A program is observed
// when at least one of its sources answered (see watch.SourceReport.Observes).
type Coverage struct {
	Programs   int                   `json:"programs"`
	Observed   int                   `json:"observed"`
	Share      float64               `json:"share"`   // observed / programs; 1 for no program
	Minimum    float64               `json:"minimum"` // the exit status is 3 below it
	Unobserved []string              `json:"unobserved"`
	Outcomes   map[watch.Outcome]int `json:"outcomes"`
}

// Low tells whether the coverage is under its minimum.
func (c Coverage) Low() bool { return c.Share < c.Minimum }

// Report reads the run report from the store.
func (d *Desk) Report(ctx context.Context) (*Report, error) {
	s, err := d.Store.Sources(ctx, d.Month)
	if err != nil {
		return nil, err
	}
	return &Report{Month: d.Month, Started: s.Started, Finished: s.Finished, Version: s.Version,
		Coverage: d.coverage(s.Rows), Sources: s.Rows}, nil
}

func (d *Desk) coverage(rows []watch.SourceReport) Coverage {
	c := Coverage{Programs: len(d.Catalog.Programs), Minimum: d.Settings.Coverage, Share: 1,
		Unobserved: []string{}, Outcomes: map[watch.Outcome]int{}}
	observed := map[string]bool{}
	for _, r := range rows {
		c.Outcomes[r.Outcome]++
		observed[r.Program] = observed[r.Program] || r.Observes()
	}
	for _, p := range d.Catalog.Programs {
		if observed[p.ID] {
			c.Observed++
		} else {
			c.Unobserved = append(c.Unobserved, p.ID)
		}
	}
	if c.Programs > 0 {
		c.Share = float64(c.Observed) / float64(c.Programs)
	}
	return c
}

func (d *Desk) writeReport(ctx context.Context) (*Report, error) {
	r, err := d.Report(ctx)
	if err != nil {
		return nil, err
	}
	return r, d.writeJSON("run.json", r)
}
