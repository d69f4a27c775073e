// Package git reads what happened in a repository out of its history alone: no
// clone, no files but the few that govern a project. It asks git servers for
// the commits of the window, without trees (protocol v2, or v0), and states
// facts: the activity of each month, tags, changes of the root files of
// governance and licence, and the repository itself.
//
// What came in a pack is used only when the whole pack came, with the right
// checksum. People are known as keyed hashes; no address is kept.
//
// The mark "state" of a source holds what the next reading needs; see [state].
package git

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"iter"
	"strings"
	"time"

	"guette/collect"
	"guette/fetch"
	"guette/watch"
)

// secret is the name of the key of the hashes of authors. To change the key,
// remove it from the store: all histories are then read and stated again.
const secret = "authors"

// Collector reads the git repositories of programs.
var Collector = &collect.Collector{
	Name: "git",
	Doc: `Activity, tags and root files of git repositories

Reads over smart HTTP, protocol v2 or v0, the commits of the window that the
default branch reaches (the set of git rev-list --since), all tags, and the
states of the root files of governance and licence. Gives the facts activity,
tag, file-change, repository, and commit for the few subjects that speak of
security, of a version or of a replaced component. Later readings ask only for
what is new.
Bounds for one repository: 192 MB and 8 minutes; 64 MB where the server sends
files with commits. Authors are keyed hashes.`,
	Sources: sources,
	Collect: run,
}

// sources lists the repositories of a program, with the reason not to read
// those that are not git over HTTP.
func sources(p watch.Program, _ collect.Options) (list []collect.Source) {
	seen := map[string]bool{}
	for _, raw := range p.Repositories {
		raw = withoutUser(raw)
		if strings.TrimSpace(raw) == "" || seen[raw] {
			continue
		}
		seen[raw] = true
		a := readAddress(raw)
		list = append(list, collect.Source{Program: p.ID, URL: raw, Skip: a.reason, Hint: a.hint})
	}
	return list
}

func run(ctx context.Context, job *collect.Job) (collect.Result, error) {
	key, err := job.Store.Secret(ctx, secret)
	if err != nil {
		return collect.Result{}, err
	}
	k := keyer{key}
	st, err := loadState(ctx, job, k)
	if err != nil {
		return collect.Result{}, err
	}
	r := newReader(job, k, st)
	err = r.read(ctx)
	res := collect.Result{Requests: r.told.requests, Bytes: r.told.bytes}
	if err != nil {
		if e, ok := errors.AsType[*fetch.Error](err); ok {
			e.Requests, e.Bytes = res.Requests, res.Bytes
		}
		return res, err
	}
	if err := appendAll(ctx, job, r.facts()); err != nil {
		return res, err
	}
	if r.told.repository.Empty {
		return res, fail(job.Source.URL, ReasonEmpty, "the repository has no commit")
	}
	r.told.activities = nil // they hold months, which are let go as they are saved
	if err := r.state.save(ctx, job); err != nil {
		return res, err
	}
	return r.result(res), nil
}

func newReader(job *collect.Job, k keyer, st *state) *reader {
	return &reader{
		address: job.Source.URL, clone: readAddress(job.Source.URL).clone, since: windowStart(job.Options),
		now: job.Now, zone: job.Zone, keyer: k, state: st, transport: job.Fetch.Transport,
	}
}

// windowStart is the start of the window, of whole months both in the
// publisher's zone and in UTC; 0 is everything.
func windowStart(o collect.Options) int64 {
	utc := o.Month.Add(1 - o.WindowMonths).Start(time.UTC)
	return max(0, min(utc.Unix(), o.Since().Unix()))
}

// result says how well the reading went.
func (r *reader) result(res collect.Result) collect.Result {
	res.Unchanged = !r.told.news && len(r.told.notes) == 0
	if n := r.told.future; n > 0 {
		res.Reason = ReasonFutureCommits
		res.Message = fmt.Sprintf("%d commits are dated in the future and belong to no month", n)
	}
	if r.state.Cut {
		res.Reason, res.Hint = ReasonNoRepair, "set a smaller window_months, or take it as it is"
		if !r.can("filter") {
			res.Reason, res.Hint = ReasonNoFilter, hints[ReasonNoFilter]
		}
		res.Message = fmt.Sprintf("more history does not fit into the budget of a repository: it is read from %s on", date(r.state.Since).Format(time.DateOnly))
	}
	for i, n := range r.told.notes {
		if i == 0 {
			res.Partial, res.Reason, res.Message, res.Hint, res.RetryAt = true, n.Reason, n.Message, n.Hint, n.RetryAt
			continue
		}
		res.Bad = append(res.Bad, n)
	}
	return res
}

// appendWeight is how many facts are appended at once, where each author of a
// month counts as one: a repository of some size has as many.
const appendWeight = 4000

// appendAll appends facts, those of large repositories in parts.
func appendAll(ctx context.Context, job *collect.Job, facts iter.Seq[watch.Fact]) error {
	var part []watch.Fact
	weight := 0
	for f := range facts {
		if a, ok := f.Body.(*watch.Activity); ok {
			weight += len(a.Authors)
		}
		part = append(part, f)
		if weight++; weight < appendWeight {
			continue
		}
		if err := job.Append(ctx, part...); err != nil {
			return err
		}
		part, weight = nil, 0
	}
	if len(part) == 0 {
		return nil
	}
	return job.Append(ctx, part...)
}

// facts yields the facts of a reading, once.
func (r *reader) facts() iter.Seq[watch.Fact] {
	at := r.now().UTC()
	return func(yield func(watch.Fact) bool) {
		for _, f := range r.otherFacts(at) {
			if !yield(f) {
				return
			}
		}
		if r.told.activities == nil {
			return
		}
		for a := range r.state.news(r.told.activities) {
			head, _ := parseOID(a.Head)
			ev := watch.Evidence{URL: r.pages().log(head), Commit: a.Head}
			if !yield(r.fact(at, a.Month.String(), a.Month.Start(time.UTC), ev, a)) {
				return
			}
		}
	}
}

func (r *reader) fact(at time.Time, key string, happened time.Time, ev watch.Evidence, body watch.Body) watch.Fact {
	ev.Retrieved = at
	return watch.Fact{Key: r.address + " " + key, At: happened, Evidence: ev, Body: body}
}

// otherFacts lists the facts of a reading but its activities.
func (r *reader) otherFacts(at time.Time) (list []watch.Fact) {
	pages := r.pages()
	add := func(key string, happened time.Time, ev watch.Evidence, body watch.Body) {
		list = append(list, r.fact(at, key, happened, ev, body))
	}
	repo := r.told.repository
	if r.state.tell("", repo) {
		add(repo.AsOf.String(), at, watch.Evidence{URL: pages.base, Commit: repo.Head}, repo)
	}
	for _, c := range r.told.tags {
		ev := watch.Evidence{URL: pages.tag(c.name), Commit: c.tag.Commit.String(), Title: c.name}
		add(c.name, c.at(r.told.tagsBefore, at), ev, c.body(r.address))
	}
	for _, f := range r.told.files {
		id, _ := parseOID(f.Commit)
		ev := watch.Evidence{URL: pages.base, Commit: f.Commit, Path: f.Path}
		if f.Commit != "" {
			ev.URL = pages.commit(id)
		}
		key := f.Path + " " + string(f.Change)
		switch {
		case f.Change == watch.ChangePresent:
		case f.Change == watch.ChangeModified && classOfPath(f.Path) == classNotes:
			key += " " + f.Month.String() // one a month
		default:
			key += " " + cmp.Or(f.Commit, f.Month.String())
		}
		add(key, f.Committed, ev, f)
	}
	for _, c := range r.told.commits {
		id, _ := parseOID(c.Hash)
		add(c.Hash, c.Committed, watch.Evidence{URL: pages.commit(id), Commit: c.Hash, Quote: c.Subject}, c)
	}
	return list
}
