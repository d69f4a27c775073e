// Package certfr reads the advisories (avis) and alerts (alertes) of CERT-FR,
// the French governmental CERT. It asks for what the site's feeds and lists
// name, and for nothing else: no reference is ever guessed.
package certfr

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"net/url"
	"slices"
	"time"

	"guette/collect"
	"guette/collect/feed"
	"guette/fetch"
	"guette/watch"
)

const (
	name      = "certfr"
	parser    = 1 // version of the parser; counted up when it reads more of a publication
	site      = "https://www.cert.ssi.gouv.fr/"
	maxRead   = 800 // publications of one run: four months of CERT-FR, which numbers about 1,200 a year
	maxPages  = 40  // of the list
	maxFailed = 3   // publications in a row, then the site is left alone
)

// Collector reads the publications once for all programs.
var Collector = &collect.Collector{
	Name: name,
	Doc: `Advisories and alerts of CERT-FR

Reads the feeds /avis/feed/ and /alerte/feed/ of www.cert.ssi.gouv.fr, and each
publication they name in its JSON form, /avis/REFERENCE/json/, conditionally.
Where a feed does not reach back to the first day of the month, the site's own
list is followed, page by page, and what was read in the two months before is
asked again for its revisions. Gives one advisory fact a publication: reference,
title, CVE ids as aliases, risks and affected systems word for word, dates of the
first and last revision, end of an alert. Where there is no JSON form, what the
feed says is kept. At most 800 publications a run.`,
	Shared: func(collect.Options) []collect.Source {
		return []collect.Source{{URL: site + "avis/feed/", Kind: "avis"}, {URL: site + "alerte/feed/", Kind: "alerte"}}
	},
	Collect: run,
}

// A reader reads one feed and what it leads to.
type reader struct {
	job     *collect.Job
	kind    string
	source  watch.Evidence       // of the feed
	read    map[string]time.Time // publications read in this run and when they were published
	kept    map[string]time.Time // those of the last months, from the mark
	changed bool
	failed  int // in a row
	failure error
	missed  int
	res     collect.Result
}

func run(ctx context.Context, job *collect.Job) (collect.Result, error) {
	r := &reader{job: job, kind: job.Source.Kind, read: map[string]time.Time{}}
	err := r.run(ctx)
	return r.res, err
}

func (r *reader) run(ctx context.Context) error {
	items, err := r.feed(ctx)
	if err != nil {
		return err
	}
	if err := r.load(ctx); err != nil {
		return err
	}
	named := 0
	for _, it := range items {
		if ref := referenceIn(it.Link); kindOf(ref) == r.kind {
			named++
			if err := r.one(ctx, ref, &it); err != nil {
				return r.stopped(ctx, err)
			}
		}
	}
	if err := r.further(ctx); err != nil {
		return r.stopped(ctx, err)
	}
	for _, ref := range r.again() {
		if err := r.one(ctx, ref, nil); err != nil {
			return r.stopped(ctx, err)
		}
	}
	r.res.Unchanged = !r.changed
	if named == 0 {
		r.res.Reason, r.res.Message = fetch.ReasonNoItems, "the feed names no publication"
	}
	if r.missed > 0 {
		r.partial(r.failure, fmt.Sprintf("%d publications could not be read", r.missed))
	}
	return r.save(ctx)
}

// feed reads the newest publications.
func (r *reader) feed(ctx context.Context) ([]feed.Item, error) {
	resp, err := r.job.Fetch.Do(ctx, fetch.Request{URL: r.job.Source.URL})
	if err != nil {
		return nil, err
	}
	r.res.Add(resp)
	r.source = collect.Evidence(resp)
	f, bad, err := feed.Read(resp.Body, resp.Header, resp.URL)
	if err != nil {
		return nil, err
	}
	r.res.Bad = append(r.res.Bad, bad...)
	return f.Items, nil
}

// one reads a publication; it, where there is one, stands in for a JSON form
// that does not exist. The error is one that ends the run of this source.
func (r *reader) one(ctx context.Context, ref string, it *feed.Item) error {
	if _, ok := r.read[ref]; ok {
		return nil
	}
	if len(r.read) == maxRead {
		r.partial(nil, fmt.Sprintf("only the first %d publications were read", maxRead))
		r.res.Reason = fetch.ReasonTooMany
		return nil
	}
	resp, err := r.job.Fetch.Do(ctx, fetch.Request{URL: site + r.kind + "/" + ref + "/json/"})
	if err != nil {
		return r.without(ctx, ref, it, err)
	}
	r.res.Add(resp)
	r.failed = 0
	a, err := Parse(resp.Body, r.job.Zone)
	if err == nil && a.ID != ref {
		err = fmt.Errorf("is %s", a.ID)
	}
	if err != nil {
		r.missed++
		r.failure = errors.Join(r.failure, err)
		r.res.Bad = append(r.res.Bad, fmt.Errorf("%s: %w", ref, err))
		return nil
	}
	return r.keep(ctx, a, collect.Evidence(resp), resp.SHA256)
}

// without keeps what the feed says of a publication without a JSON form.
func (r *reader) without(ctx context.Context, ref string, it *feed.Item, err error) error {
	f, ok := errors.AsType[*fetch.Error](err)
	if !ok || ctx.Err() != nil {
		return err
	}
	r.res.Requests += f.Requests
	if f.Status != 404 && f.Status != 410 {
		r.missed++
		r.failure = errors.Join(r.failure, err)
		if r.failed++; r.failed >= maxFailed || !f.RetryAt.IsZero() {
			return err
		}
		return nil
	}
	if r.failed = 0; it == nil || it.Published.IsZero() {
		return nil
	}
	a := fromItem(ref, *it)
	return r.keep(ctx, a, r.source, fmt.Sprint(a.Summary, a.Aliases, a.Published))
}

func (r *reader) keep(ctx context.Context, a *watch.Advisory, ev watch.Evidence, state string) error {
	r.read[a.ID] = a.Published
	same, err := r.job.Seen(ctx, a.ID, parser, state)
	if err != nil || same {
		return err
	}
	r.changed = true
	ev.URL, ev.Title = site+r.kind+"/"+a.ID+"/", a.ID // the page for people
	if err := r.job.Append(ctx, watch.Fact{Key: a.ID, At: a.Published, Evidence: ev, Body: a}); err != nil {
		return err
	}
	return r.job.SetSeen(ctx, a.ID, parser, state)
}

// further follows the site's list back to the first day of the month, where
// the feed does not reach it.
func (r *reader) further(ctx context.Context) error {
	start := r.job.Month.Start(r.job.Zone)
	address := site + r.kind + "/"
	for range maxPages {
		if len(r.read) == 0 || r.oldest().Before(start) || address == "" {
			return nil
		}
		resp, err := r.job.Fetch.Do(ctx, fetch.Request{URL: address})
		if err != nil {
			r.partial(err, fmt.Sprintf("the feed reaches back to %s only, and the list of the site cannot be read", watch.DateIn(r.oldest(), r.job.Zone)))
			r.res.Hint = "collect twice a month: what was read is kept"
			if f, ok := errors.AsType[*fetch.Error](err); ok && f.Status == 404 {
				r.res.Reason = "feed-too-short"
			}
			return ctx.Err()
		}
		r.res.Add(resp)
		base, err := url.Parse(resp.URL)
		if err != nil {
			return err
		}
		var refs []string
		refs, address = listing(resp.Body, base)
		for _, ref := range refs {
			if kindOf(ref) == r.kind {
				if err := r.one(ctx, ref, nil); err != nil {
					return err
				}
			}
		}
	}
	return nil
}

func (r *reader) oldest() (t time.Time) {
	for _, at := range r.read {
		if !at.IsZero() && (t.IsZero() || at.Before(t)) {
			t = at
		}
	}
	return t
}

// again lists what was read in earlier runs, was published since the month
// before, and is not named any more.
func (r *reader) again() (refs []string) {
	since := r.job.Month.Add(-1).Start(r.job.Zone)
	for ref, at := range r.kept {
		if _, ok := r.read[ref]; !ok && !at.Before(since) {
			refs = append(refs, ref)
		}
	}
	slices.Sort(refs)
	return refs
}

// stopped tells of a run that ended early: what was read is kept.
func (r *reader) stopped(ctx context.Context, err error) error {
	if _, ok := errors.AsType[*fetch.Error](err); !ok || ctx.Err() != nil || len(r.read) == 0 {
		return err
	}
	r.partial(err, fmt.Sprintf("stopped after %d publications", len(r.read)))
	return r.save(ctx)
}

func (r *reader) partial(err error, message string) {
	r.res.Partial, r.res.Reason, r.res.Message = true, "unreadable", message
	if f, ok := errors.AsType[*fetch.Error](err); ok {
		r.res.Reason, r.res.RetryAt = f.Reason, f.RetryAt
	}
	if own, ok := errors.AsType[*collect.Error](err); ok {
		r.res.Reason = own.Reason
	}
}

func (r *reader) load(ctx context.Context) error {
	data, err := r.job.Mark(ctx, "read")
	if err != nil || data == nil {
		return err
	}
	if err := json.Unmarshal(data, &r.kept); err != nil {
		r.kept = nil // a mark of another form counts as none
	}
	return nil
}

// save remembers what was read, from two months before the month on.
func (r *reader) save(ctx context.Context) error {
	since := r.job.Month.Add(-2).Start(r.job.Zone)
	all := map[string]time.Time{}
	for _, m := range []map[string]time.Time{r.kept, r.read} {
		for ref, at := range m {
			if !at.Before(since) {
				all[ref] = at
			}
		}
	}
	data, err := json.Marshal(all)
	if err != nil {
		return err
	}
	return r.job.SetMark(ctx, "read", data)
}
