// Package kev reads the catalogue of known exploited vulnerabilities of CISA.
// Each release of the catalogue is kept: the key of a fact ends with its day.
package kev

import (
	"context"

	"guette/collect"
	"guette/fetch"
	"guette/watch"
)

const (
	name      = "kev"
	parser    = 1 // version of the parser; counted up when it reads more of an entry
	catalogue = "https://www.cisa.gov/sites/default/files/feeds/known_exploited_vulnerabilities.json"
	mirror    = "https://raw.githubusercontent.com/cisagov/kev-data/develop/known_exploited_vulnerabilities.json"
)

// Collector reads the catalogue once for all programs.
var Collector = &collect.Collector{
	Name: name,
	Doc: `Known exploited vulnerabilities (CISA KEV)

Reads the JSON catalogue of www.cisa.gov, which belongs to no program: one
conditional request; where that site refuses, CISA's own mirror on GitHub. Gives
one exploited fact an entry and release of the catalogue, dated by the day on
which the entry was added. At most 20,000 entries.`,
	Shared:  func(collect.Options) []collect.Source { return []collect.Source{{URL: catalogue}} },
	Collect: run,
}

func run(ctx context.Context, job *collect.Job) (res collect.Result, err error) {
	resp, err := job.Fetch.Do(ctx, fetch.Request{URL: job.Source.URL})
	if err != nil && ctx.Err() == nil {
		var second error
		if resp, second = job.Fetch.Do(ctx, fetch.Request{URL: mirror}); second != nil {
			return res, err
		}
		res.Message = "read from " + mirror
	}
	if resp == nil {
		return res, err
	}
	res.Add(resp)
	if res.Unchanged, err = job.Seen(ctx, "", parser, resp.SHA256); err != nil || res.Unchanged {
		return res, err
	}
	var facts []watch.Fact
	for x, err := range Parse(resp.Body) {
		if x != nil {
			facts = append(facts, watch.Fact{Key: x.CVE + "@" + x.Catalogue.String(), At: x.Added.Time(job.Zone).UTC(),
				Evidence: collect.Evidence(resp), Body: x})
			continue
		}
		if _, whole := err.(*collect.Error); whole {
			return res, err
		}
		res.Bad = append(res.Bad, err)
	}
	if err := job.Append(ctx, facts...); err != nil || len(res.Bad) > 0 {
		return res, err // a bad entry is told each time
	}
	return res, job.SetSeen(ctx, "", parser, resp.SHA256)
}
