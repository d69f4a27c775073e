// Package endoflife reads the release calendars of endoflife.date: for each
// cycle of a product the ends of its phases and its latest version, as the
// calendar was on one day. Past states are kept: the key of a fact ends with
// the day of its state.
package endoflife

import (
	"context"
	"net/url"
	"time"

	"guette/collect"
	"guette/fetch"
	"guette/watch"
)

const (
	name   = "endoflife"
	parser = 1 // version of the parser; counted up when it reads more of an answer
	api    = "https://endoflife.date/api/v1/products/"
)

// Collector reads the calendar of programs with an endoflife.date product.
var Collector = &collect.Collector{
	Name: name,
	Doc: `Release calendars (endoflife.date)

Reads /api/v1/products/NAME of endoflife.date for each program whose catalogue
entry has "endoflife": one request, conditional. Gives one lifecycle fact a
cycle and state of the calendar (phases, their ends, latest version), and one
release fact for each latest version of a cycle dated within the window. The
day of the state is that of generated_at, else of last_modified, else of the
retrieval. At most 500 cycles.`,
	Sources: sources,
	Collect: run,
}

func sources(p watch.Program, _ collect.Options) []collect.Source {
	if p.EndOfLife == "" {
		return nil
	}
	return []collect.Source{{URL: api + url.PathEscape(p.EndOfLife)}}
}

func run(ctx context.Context, job *collect.Job) (res collect.Result, err error) {
	resp, err := job.Fetch.Do(ctx, fetch.Request{URL: job.Source.URL})
	if err != nil {
		return res, collect.Hinted(err, 404, "no product of this name: look for it on https://endoflife.date and correct \"endoflife\" in the catalogue")
	}
	return job.Keep(ctx, resp, parser, func() ([]watch.Fact, []error, error) {
		return collect.Facts(Parse(resp.Body, resp.Retrieved), func(l *watch.Lifecycle) []watch.Fact {
			return factsOf(l, collect.Evidence(resp), job.Options)
		})
	})
}

// factsOf gives the state of a cycle, and its latest version when that is
// dated within the window.
func factsOf(l *watch.Lifecycle, ev watch.Evidence, o collect.Options) []watch.Fact {
	ev.Title = l.Label
	facts := []watch.Fact{{Key: l.Cycle + "@" + l.AsOf.String(), At: l.AsOf.Time(time.UTC), Evidence: ev, Body: l}}
	published := l.LatestDate.Time(o.Zone)
	if l.Latest == "" || l.LatestDate.IsZero() || published.Before(o.Since()) {
		return facts
	}
	return append(facts, watch.Fact{Key: l.Latest, At: published.UTC(), Evidence: ev, Body: &watch.Release{
		Version: l.Latest, Published: published.UTC(), DayOnly: true, Origin: watch.OriginLifecycle,
	}})
}
