// Package forge reads the releases that projects announce on their forges, with
// their notes, and what the forge says of the repository: archived, moved, a
// fork. It asks feeds where there is no token, and APIs where they are open.
package forge

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"net/url"
	"strings"
	"time"

	"guette/collect"
	"guette/fetch"
	"guette/watch"
)

const (
	name       = "forge"
	parser     = 1  // version of the parser; counted up when it reads more of an answer
	maxPages   = 10 // of a list: 1,000 releases of an API, 100 of a feed
	maxEntries = 1000
	githubAPI  = "api.github.com"
)

// Collector reads the releases of each program.
var Collector = &collect.Collector{
	Name: name,
	Doc: `Releases and repositories (forges)

Reads the list of releases of "releases", else that of the first repository:
GitHub (releases.atom; the API, with conditional requests, where a token for
api.github.com is configured, as 60 requests an hour do not reach), GitLab,
Gitea and Forgejo, Bitbucket (tags) by their API, SourceHut and any other
address as a feed. Gives one release fact a tag of the window, with its notes in
Markdown (32 KB at most), and, where an API is read, one repository fact a day
with a change: archived, moved, fork of, licence. A permanent redirect is a move
too. At most 1,000 releases, in 10 pages.`,
	Sources: sources,
	Collect: run,
}

func sources(p watch.Program, o collect.Options) []collect.Source {
	if p.Releases != "" {
		at, ok := placeOf(p.Releases)
		switch {
		case ok && at.kind == kindGitHub, ok && !isFeed(p.Releases):
			return []collect.Source{sourceOf(at, o)}
		default:
			return []collect.Source{{URL: p.Releases, Kind: kindFeed}}
		}
	}
	for _, address := range p.Repositories {
		if at, ok := placeOf(address); ok {
			return []collect.Source{sourceOf(at, o)}
		}
	}
	return nil
}

// sourceOf is the list of releases of a repository.
func sourceOf(p place, o collect.Options) collect.Source {
	s := collect.Source{Kind: p.kind}
	switch p.kind {
	case kindGitHub:
		if _, ok := o.Tokens[githubAPI]; ok {
			s.URL = "https://" + githubAPI + "/repos/" + p.path + "/releases?per_page=100"
			break
		}
		s.Kind, s.URL = kindGitHubAtom, p.repository()+"/releases.atom"
	case kindGitLab:
		s.URL = "https://" + p.host + "/api/v4/projects/" + url.PathEscape(p.path) + "/releases?per_page=100"
	case kindGitea:
		s.URL = "https://" + p.host + "/api/v1/repos/" + p.path + "/releases?limit=50"
	case kindBitbucket:
		s.URL = "https://api.bitbucket.org/2.0/repositories/" + p.path + "/refs/tags?sort=-target.date&pagelen=100"
	case kindSourceHut:
		s.URL = p.repository() + "/refs/rss.xml"
	}
	return s
}

// A reader reads one list of releases.
type reader struct {
	job     *collect.Job
	place   place // zero for a feed that is on no forge
	kind    string
	changed bool
	first   string // SHA-256 of the first page
	entries []entry
	seen    map[string]bool // releases read, by tag or version
	ev      map[string]watch.Evidence
	res     collect.Result
}

func run(ctx context.Context, job *collect.Job) (collect.Result, error) {
	r := &reader{job: job, kind: job.Source.Kind, seen: map[string]bool{}, ev: map[string]watch.Evidence{}}
	r.place, _ = placeOf(job.Source.URL)
	err := r.run(ctx)
	r.res.Unchanged = err == nil && !r.changed
	return r.res, err
}

func (r *reader) run(ctx context.Context) error {
	same, err := r.pages(ctx)
	if err != nil && r.place.kind != "" {
		return collect.Hinted(err, 404, "no releases there, or the repository is gone, renamed or private: look at "+r.place.repository()+" and correct the catalogue")
	}
	if err != nil {
		return err
	}
	if !same {
		r.changed = true
		if err := r.keep(ctx); err != nil {
			return err
		}
	}
	return r.state(ctx)
}

// keep appends the facts and remembers the list. One that was rich and is now
// empty is doubted: what was kept stays, and the list is read again.
func (r *reader) keep(ctx context.Context) error {
	if err := r.job.Append(ctx, r.facts()...); err != nil {
		return err
	}
	before, err := r.job.Mark(ctx, "rich")
	if err != nil {
		return err
	}
	if len(r.entries) == 0 && before != nil {
		r.res.Reason, r.res.Message = fetch.ReasonNoItems, "the list had releases, and has none now: what was kept stays"
	}
	if r.res.Partial || r.res.Reason != "" || len(r.res.Bad) > 0 {
		return nil // told each time
	}
	if len(r.entries) > 0 && before == nil {
		if err := r.job.SetMark(ctx, "rich", []byte("1")); err != nil {
			return err
		}
	}
	return r.job.SetSeen(ctx, "releases", parser, r.first)
}

// pages reads the list until it is older than the window. same tells that its
// first page has not changed since all of it was kept.
func (r *reader) pages(ctx context.Context) (same bool, err error) {
	address, asked := r.job.Source.URL, map[string]bool{}
	for n := 0; address != "" && len(r.entries) < maxEntries; n++ {
		if asked[address] || n == maxPages {
			r.partial(fetch.ReasonPagination, fmt.Sprintf("the list does not end after %d pages", n))
			return false, nil
		}
		asked[address] = true
		resp, err := r.job.Fetch.Do(ctx, fetch.Request{URL: address, Token: r.token(address), Header: accept(r.kind)})
		if n == 0 && err != nil && r.kind == kindGitHub && ctx.Err() == nil {
			resp, err = r.withoutToken(ctx, err)
		}
		if err != nil {
			if n == 0 || ctx.Err() != nil {
				return false, err
			}
			r.partial(fetch.ReasonTruncated, fmt.Sprintf("page %d: %v", n+1, err))
			return false, nil
		}
		r.res.Add(resp)
		if n == 0 {
			r.first = resp.SHA256
			if err := r.moved(ctx, resp); err != nil {
				return false, err
			}
			if same, err := r.job.Seen(ctx, "releases", parser, resp.SHA256); err != nil || same {
				return same, err
			}
		}
		if address, err = r.page(resp); err != nil {
			if n == 0 {
				return false, err
			}
			r.partial(fetch.ReasonTruncated, fmt.Sprintf("page %d: %v", n+1, err))
			return false, nil
		}
	}
	return false, nil
}

// withoutToken reads the feed in the place of an API that refuses: a token that
// ran out must not cost the month its notes.
func (r *reader) withoutToken(ctx context.Context, refused error) (*fetch.Response, error) {
	resp, err := r.job.Fetch.Do(ctx, fetch.Request{URL: r.place.repository() + "/releases.atom"})
	if err != nil {
		return nil, refused
	}
	r.kind = kindGitHubAtom
	r.res.Message = "read from releases.atom: " + refused.Error()
	if f, ok := errors.AsType[*fetch.Error](refused); ok {
		r.res.Reason, r.res.Hint = f.Reason, f.Hint
		r.res.Requests += f.Requests
	}
	return resp, nil
}

// page reads one page and returns the address of the next, "" for none.
func (r *reader) page(resp *fetch.Response) (next string, err error) {
	var entries []entry
	var bad []error
	if isFeedKind(r.kind) {
		entries, bad, err = parseFeed(r.place, resp.Body, resp.Header, resp.URL)
	} else {
		entries, bad, next, err = parseAPI(r.place, resp.Body, resp.Header)
	}
	if err != nil {
		return "", err
	}
	r.res.Bad = append(r.res.Bad, bad...)
	fresh, oldest := 0, time.Time{}
	for _, e := range entries {
		key := keyOf(e)
		if r.seen[key] || e.skip || len(r.entries) == maxEntries {
			continue
		}
		r.seen[key] = true
		r.ev[key] = collect.Evidence(resp)
		r.entries = append(r.entries, e)
		fresh++
		if at := e.release.Published; !at.IsZero() && (oldest.IsZero() || at.Before(oldest)) {
			oldest = at
		}
	}
	if r.kind == kindGitHubAtom {
		return r.older(entries, fresh, oldest), nil
	}
	if next != "" && (fresh == 0 || !follows(r.job.Source.URL, next) || oldest.Before(r.job.Since())) {
		next = ""
	}
	return next, nil
}

// older is the next page of a GitHub feed, which holds 10 releases: it is asked
// for while the month may go on there.
func (r *reader) older(entries []entry, fresh int, oldest time.Time) string {
	if fresh == 0 && len(r.entries) > 0 {
		r.res.Reason, r.res.Message = "feed-too-short", fmt.Sprintf("the feed reaches back to %s only", watch.DateIn(r.oldest(), r.job.Zone))
		r.res.Hint = "set a token for api.github.com: tokens.github_env"
	}
	if fresh == 0 || oldest.Before(r.job.Month.Start(r.job.Zone)) {
		return ""
	}
	last := entries[len(entries)-1].release.Tag
	if last == "" || len(entries) < 10 {
		return ""
	}
	return r.place.repository() + "/releases.atom?after=" + url.QueryEscape(last)
}

// oldest is the date of the oldest release read.
func (r *reader) oldest() (t time.Time) {
	for _, e := range r.entries {
		if at := e.release.Published; !at.IsZero() && (t.IsZero() || at.Before(t)) {
			t = at
		}
	}
	return t
}

// facts are the releases of the window, the undated ones included.
func (r *reader) facts() []watch.Fact {
	since, future := r.job.Since(), r.job.Now().AddDate(0, 0, 2)
	facts := make([]watch.Fact, 0, len(r.entries))
	for _, e := range r.entries {
		at := e.release.Published
		if !at.IsZero() && at.Before(since) {
			continue
		}
		if at.After(future) {
			r.res.Reason = fetch.ReasonFuture
			r.res.Message = fmt.Sprintf("%s is dated %s", e.release.Version, at.Format(time.DateOnly))
		}
		ev := r.ev[keyOf(e)]
		ev.URL, ev.Title = clip(e.link), e.release.Title
		body := e.release
		facts = append(facts, watch.Fact{Key: keyOf(e), At: at, Evidence: ev, Body: &body})
	}
	return facts
}

func keyOf(e entry) string { return e.release.Version }

// moved keeps a permanent redirect of the list as a move of the repository.
func (r *reader) moved(ctx context.Context, resp *fetch.Response) error {
	to, ok := placeOf(resp.Moved)
	if !ok || r.place.kind == "" || equalFold(to, r.place) {
		return nil
	}
	repo := &watch.Repository{URL: r.place.repository(), MovedTo: to.repository(), AsOf: watch.DateIn(resp.Retrieved, time.UTC)}
	return r.job.Append(ctx, watch.Fact{Key: repo.URL + "@" + repo.AsOf.String(), At: repo.AsOf.Time(time.UTC),
		Evidence: collect.Evidence(resp), Body: repo})
}

func equalFold(a, b place) bool {
	return strings.EqualFold(a.host, b.host) && strings.EqualFold(a.path, b.path)
}

func (r *reader) partial(reason, message string) {
	r.res.Partial, r.res.Reason, r.res.Message = true, reason, message
}

// token is the one for the host of an address, the zero Token where there is
// none.
func (r *reader) token(address string) fetch.Token {
	u, err := url.Parse(address)
	if err != nil {
		return fetch.Token{}
	}
	return r.job.Tokens[u.Hostname()]
}

func isFeedKind(kind string) bool {
	return kind == kindGitHubAtom || kind == kindSourceHut || kind == kindFeed
}

// accept names the form of the answer.
func accept(kind string) http.Header {
	if isFeedKind(kind) {
		return nil
	}
	if kind == kindGitHub {
		return http.Header{"Accept": {"application/vnd.github+json"}, "X-Github-Api-Version": {"2022-11-28"}}
	}
	return http.Header{"Accept": {"application/json"}}
}
