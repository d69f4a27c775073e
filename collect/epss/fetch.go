// Package epss reads the estimates of FIRST on the exploitation of
// vulnerabilities, for the CVE ids that advisories name, as they were on the
// newest day not later than that of the bulletins.
package epss

import (
	"bytes"
	"compress/gzip"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"slices"
	"strings"
	"time"

	"guette/collect"
	"guette/fetch"
	"guette/watch"
)

const (
	name       = "epss"
	parser     = 1 // version of the parser; counted up when it reads more of a row
	files      = "https://epss.empiricalsecurity.com/epss_scores-%s.csv.gz"
	api        = "https://api.first.org/data/v1/epss?cve=%s&date=%s&limit=%d"
	maxAsked   = 3         // days, where there are no files
	maxBack    = 10        // days: longer gaps were not seen since 2021
	maxPacked  = 16 << 20  // bytes; a day of 2026 has about 2.5 MB
	maxTable   = 128 << 20 // bytes of a day unpacked; 2026 has about 11 MB
	batch      = 100       // CVE ids of an API request; the API takes 2,000 characters
	maxBatches = 40        // beyond 4,000 ids only the daily file is fair to the API
)

// Collector reads the scores once for all programs, after the advisories.
var Collector = &collect.Collector{
	Name:  name,
	Stage: 1,
	Doc: `Probability of exploitation (EPSS of FIRST)

Reads the file of one day, epss_scores-DAY.csv.gz: the newest day not later than
that of the bulletins, going back at most 10 days. One request gives all scores:
10,000 ids would take 100 requests to the API, and a monthly run has more. Where
the files cannot be had, api.first.org is asked for up to 4,000 ids, 100 at a
time. Gives one epss fact a day and CVE id that an advisory names; an id without
a score has no fact.`,
	Shared: func(collect.Options) []collect.Source {
		return []collect.Source{{URL: "https://epss.empiricalsecurity.com/"}}
	},
	Collect: run,
}

func run(ctx context.Context, job *collect.Job) (collect.Result, error) {
	r := &reader{job: job}
	err := r.run(ctx)
	return r.res, err
}

// A reader reads the scores of the CVE ids of interest.
type reader struct {
	job    *collect.Job
	ids    []string
	wanted map[string]bool
	res    collect.Result
}

func (r *reader) run(ctx context.Context) (err error) {
	if r.ids, err = r.job.Store.CVEs(ctx); err != nil {
		return err
	}
	if len(r.ids) == 0 {
		r.res.Message = "no advisory names a CVE"
		return nil
	}
	r.wanted = map[string]bool{}
	for _, id := range r.ids {
		r.wanted[id] = true
	}
	newest := watch.DateIn(r.job.Now(), time.UTC)
	if day := r.job.Edition; !day.IsZero() && day.Before(newest) {
		newest = day
	}
	for back := range maxBack + 1 {
		day := newest.AddDays(-back)
		err := r.day(ctx, day)
		if f, ok := errors.AsType[*fetch.Error](err); ok && f.Status == 404 {
			r.res.Requests += f.Requests
			continue
		}
		if err != nil && ctx.Err() == nil {
			if _, failed := r.ask(ctx, day); failed == nil {
				r.res.Message = "asked api.first.org: " + err.Error()
				return nil
			}
		}
		return err
	}
	for back := range maxAsked {
		if n, err := r.ask(ctx, newest.AddDays(-back)); n > 0 || ctx.Err() != nil {
			r.res.Message = "asked api.first.org: there are no files of the last days"
			return err
		}
	}
	r.res.Reason = "no-data"
	r.res.Message = fmt.Sprintf("no scores for any day from %s to %s", newest.AddDays(-maxBack), newest)
	return nil
}

// day reads the file of one day.
func (r *reader) day(ctx context.Context, day watch.Date) error {
	resp, err := r.job.Fetch.Do(ctx, fetch.Request{URL: fmt.Sprintf(files, day), Limits: fetch.Limits{Bytes: maxPacked}})
	if err != nil {
		return err
	}
	r.res.Add(resp)
	state := resp.SHA256 + " " + digest(r.ids)
	if r.res.Unchanged, err = r.job.Seen(ctx, "", parser, state); err != nil || r.res.Unchanged {
		return err
	}
	table, err := unpack(resp.Body)
	if err != nil {
		return err
	}
	scores, bad, err := ParseCSV(table, r.wanted)
	if err != nil {
		return err
	}
	if err := r.keep(ctx, resp, scores, bad); err != nil || len(bad) > 0 {
		return err
	}
	return r.job.SetSeen(ctx, "", parser, state)
}

// unpack opens a gzip body; one that the client has unpacked already is as good.
func unpack(body []byte) (io.Reader, error) {
	if !bytes.HasPrefix(body, []byte("\x1f\x8b")) {
		return bytes.NewReader(body), nil
	}
	z, err := gzip.NewReader(bytes.NewReader(body))
	if err != nil {
		return nil, notScores(err)
	}
	return io.LimitReader(z, maxTable), nil
}

// ask asks the API, some ids at a time, and counts the scores that came.
func (r *reader) ask(ctx context.Context, day watch.Date) (n int, err error) {
	if len(r.ids) > batch*maxBatches {
		return 0, fmt.Errorf("%d ids are too many for the API", len(r.ids))
	}
	for ids := range slices.Chunk(r.ids, batch) {
		resp, err := r.job.Fetch.Do(ctx, fetch.Request{URL: fmt.Sprintf(api, strings.Join(ids, ","), day, batch)})
		if err != nil {
			return n, err
		}
		r.res.Add(resp)
		scores, bad, err := ParseAPI(resp.Body, r.wanted)
		if err != nil {
			return n, err
		}
		if n += len(scores); n == 0 && len(bad) == 0 {
			return 0, nil // no scores of that day
		}
		if err := r.keep(ctx, resp, scores, bad); err != nil {
			return n, err
		}
	}
	return n, nil
}

func (r *reader) keep(ctx context.Context, resp *fetch.Response, scores []watch.EPSS, bad []error) error {
	facts := make([]watch.Fact, 0, len(scores))
	for _, s := range scores {
		facts = append(facts, fact(s, collect.Evidence(resp)))
	}
	r.res.Bad = append(r.res.Bad, bad...)
	return r.job.Append(ctx, facts...)
}

// digest stands for a list of ids.
func digest(ids []string) string {
	sum := sha256.Sum256([]byte(strings.Join(ids, " ")))
	return hex.EncodeToString(sum[:8])
}
