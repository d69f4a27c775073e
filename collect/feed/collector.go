package feed

import (
	"context"
	"fmt"
	"net/http"
	"time"

	"guette/collect"
	"guette/fetch"
	"guette/watch"
)

const (
	maxSummary = 4 << 10 // bytes of plain text kept of an entry
	// silentAfter is when a feed that says nothing new is doubted.
	silentAfter = 365 * 24 * time.Hour
	// clockSkew is how far in the future a date may honestly be: a day for
	// zones, a day for publishers that announce.
	clockSkew = 48 * time.Hour
	accept    = "application/atom+xml, application/rss+xml, application/rdf+xml, application/feed+json, application/xml;q=0.9, text/xml;q=0.9, */*;q=0.5"
)

// Collector reads the news feeds of programs, and those of no program.
var Collector = &collect.Collector{
	Name: "feed",
	Doc: `News feeds

Reads the feeds of a program, and the feeds of no program that the
configuration lists under news: RSS 0.9 to 2.0, RDF, Atom 0.3 and 1.0, JSON
Feed, damaged ones too. Gives one news fact for each entry since the start of
the window. An entry keeps its fact when the feed changes its ids, addresses,
titles or order. Bounds: 8 MiB, 2,000 entries, depth 64.`,
	Sources: func(p watch.Program, _ collect.Options) []collect.Source { return sources(p.ID, p.Feeds) },
	Shared:  func(o collect.Options) []collect.Source { return sources("", o.News) },
	Collect: run,
}

func sources(program string, urls []string) []collect.Source {
	list := make([]collect.Source, len(urls))
	for i, u := range urls {
		list[i] = collect.Source{Program: program, URL: u}
	}
	return list
}

func run(ctx context.Context, job *collect.Job) (collect.Result, error) {
	var res collect.Result
	resp, err := job.Fetch.Do(ctx, fetch.Request{URL: job.Source.URL, Header: http.Header{"Accept": {accept}}})
	if err != nil {
		return res, err
	}
	res.Add(resp)
	f, bad, err := Read(resp.Body, resp.Header, resp.URL)
	res.Bad = bad
	if err != nil {
		return res, err
	}
	past, err := remember(ctx, job)
	if err != nil {
		return res, err
	}
	if err := appendNews(ctx, job, resp, f, past, &res); err != nil {
		return res, err
	}
	judge(job, resp, f, past, &res)
	return res, past.keep(ctx, job, resp, len(f.Items))
}

// appendNews keeps the entries of the window, unless the same answer was read
// before with the same window.
func appendNews(ctx context.Context, job *collect.Job, resp *fetch.Response, f Feed, past *memory, res *collect.Result) error {
	keys := past.identify(f.Items)
	if past.SHA256 == resp.SHA256 && past.Since.Equal(job.Since()) && past.Reader == readerVersion {
		res.Unchanged = true
		return nil
	}
	var facts []watch.Fact
	taken := map[string]bool{}
	for n, item := range f.Items {
		switch {
		case item.Title == "" && item.Link == "" && item.Text() == "":
			res.Bad = append(res.Bad, fmt.Errorf("%s: entry %d: it has no title, no link and no text", resp.URL, n+1))
			continue
		case taken[keys[n]]:
			continue // the same entry again
		case !item.When().IsZero() && item.When().Before(job.Since()):
			continue
		}
		taken[keys[n]] = true
		facts = append(facts, fact(job, resp, f, item, keys[n]))
	}
	return job.Append(ctx, facts...)
}

func fact(_ *collect.Job, resp *fetch.Response, f Feed, item Item, key string) watch.Fact {
	ev := collect.Evidence(resp)
	ev.Title, ev.Quote = f.Title, item.Title
	return watch.Fact{
		Key: key, At: item.When(), Evidence: ev,
		Body: &watch.News{
			ID: item.ID, Title: item.Title, Link: item.Link, Author: item.Author,
			Published: item.Published, Updated: item.Updated,
			Summary: bound(item.Text(), maxSummary), Lang: item.Lang, Feed: f.Title, FeedLink: f.Link,
		},
	}
}

// judge tells what looks wrong in a feed that could be read.
func judge(job *collect.Job, resp *fetch.Response, f Feed, past *memory, res *collect.Result) {
	newest, future := newestOf(f.Items, job.Now())
	warn := func(reason, format string, args ...any) {
		if res.Reason == "" {
			res.Reason, res.Message, res.Hint = reason, fmt.Sprintf(format, args...), fetch.Hint(reason)
		}
	}
	switch f.Cut {
	case fetch.ReasonTruncated:
		res.Partial = true
		warn(fetch.ReasonTruncated, "the feed ends in the middle: %d entries were read", len(f.Items))
	case fetch.ReasonTooMany:
		res.Partial = true
		warn(fetch.ReasonTooMany, "the feed is longer than is read: %d entries were", len(f.Items))
	}
	if len(f.Items) == 0 && past.Items > 0 {
		warn(fetch.ReasonNoItems, "the feed has no entry, it had %d before", past.Items)
	} else if len(f.Items) == 0 {
		warn(fetch.ReasonNoItems, "the feed has no entry")
	}
	if future != nil {
		warn(fetch.ReasonFuture, "entry %.80q is dated %s, in the future", future.Title, future.When().Format(time.DateOnly))
	}
	if !newest.IsZero() && job.Until().Sub(newest) > silentAfter {
		warn(fetch.ReasonSilent, "nothing new since %s", newest.Format(time.DateOnly))
	}
	if resp.Moved != "" {
		warn(fetch.ReasonMoved, "the feed has moved for good to %s", resp.Moved)
	}
	if len(f.Repairs) > 0 {
		warn(fetch.ReasonRepaired, "read after repair: %s", f.Repairs[0])
	}
}

// newestOf is the date of the newest entry that is not in the future, and the
// first entry that is.
func newestOf(items []Item, now time.Time) (newest time.Time, future *Item) {
	for i, item := range items {
		switch at := item.When(); {
		case at.After(now.Add(clockSkew)):
			if future == nil {
				future = &items[i]
			}
		case at.After(newest):
			newest = at
		}
	}
	return newest, future
}
