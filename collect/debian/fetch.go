// Package debian reads which version of a source package each release of
// Debian has.
package debian

import (
	"context"
	"net/url"
	"time"

	"guette/collect"
	"guette/fetch"
	"guette/watch"
)

const (
	name   = "debian"
	parser = 1 // version of the parser; counted up when it reads more of an answer
	api    = "https://sources.debian.org/api/src/"
	page   = "https://sources.debian.org/src/"
)

// Collector reads the versions of programs with a Debian source package.
var Collector = &collect.Collector{
	Name: name,
	Doc: `Debian packages (sources.debian.org)

Reads /api/src/PACKAGE/ of sources.debian.org for each program whose catalogue
entry has "debian": one request, conditional. Gives one package fact for each
release of the distribution (the highest version, and that of its security
archive apart), as it was on the day of the reading: the source does not date
its answer. At most 200 versions.`,
	Sources: sources,
	Collect: run,
}

func sources(p watch.Program, _ collect.Options) []collect.Source {
	if p.Debian == "" {
		return nil
	}
	return []collect.Source{{URL: api + url.PathEscape(p.Debian) + "/"}}
}

func run(ctx context.Context, job *collect.Job) (res collect.Result, err error) {
	resp, err := job.Fetch.Do(ctx, fetch.Request{URL: job.Source.URL})
	if err != nil {
		return res, collect.Hinted(err, 404, "no source package of this name in Debian: correct \"debian\" in the catalogue")
	}
	return job.Keep(ctx, resp, parser, func() ([]watch.Fact, []error, error) {
		packages, bad, err := Parse(resp.Body, job.Program.Debian)
		return factsOf(packages, resp), bad, err
	})
}

func factsOf(packages []*watch.Package, resp *fetch.Response) (facts []watch.Fact) {
	ev, at := collect.Evidence(resp), resp.Retrieved.UTC()
	for _, p := range packages {
		p.AsOf = watch.DateIn(at, time.UTC)
		ev.URL, ev.Title = page+url.PathEscape(p.Source)+"/", "Debian, "+p.Source
		facts = append(facts, watch.Fact{Key: p.Release + "@" + p.AsOf.String(), At: p.AsOf.Time(time.UTC), Evidence: ev, Body: p})
	}
	return facts
}
