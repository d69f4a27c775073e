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
	message := ""
	if err != nil && ctx.Err() == nil {
		var second error
		if resp, second = job.Fetch.Do(ctx, fetch.Request{URL: mirror}); second != nil {
			return res, err
		}
		message = "read from " + mirror
	}
	if resp == nil {
		return res, err
	}
	res, err = job.Keep(ctx, resp, parser, func() ([]watch.Fact, []error, error) {
		return collect.Facts(Parse(resp.Body), func(x *watch.Exploited) []watch.Fact {
			return []watch.Fact{{Key: x.CVE + "@" + x.Catalogue.String(), At: x.Added.Time(job.Zone).UTC(), Evidence: collect.Evidence(resp), Body: x}}
		})
	})
	res.Message = message
	return res, err
}
