// Package osv reads vulnerability records from osv.dev: those of the packages
// that a program's entry names, in any ecosystem. It asks for the ids and dates
// of all programs at once, and reads again only the records that are new or
// changed.
package osv

import (
	"cmp"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"maps"
	"net/url"
	"slices"
	"strings"

	"guette/collect"
	"guette/fetch"
	"guette/watch"
)

const (
	name      = "osv"
	parser    = 1  // version of the parser; counted up when it reads more of a record
	maxSingle = 25 // changed records read one by one; more are read page by page
)

// Collector reads the OSV records of programs with an OSV package or a package
// URL of an ecosystem of OSV.
var Collector = &collect.Collector{
	Name: name,
	Doc: `Vulnerability records (OSV)

Asks api.osv.dev for the records of each package of "osv" and of each package
URL of "purl" whose type OSV knows: Bitnami, Go, PyPI, Packagist, npm, Maven,
RubyGems, crates.io, NuGet, Hex, Pub, CRAN, Hackage, SwiftURL, Debian, OSS-Fuzz
(pkg:generic), and git ranges (pkg:github, pkg:gitlab, pkg:bitbucket). The first
time whole records come page by page (POST /v1/query); then only what the list of
ids and dates shows as new or changed, up to 25 records one by one.
A record that is no longer listed is read once more: it may be withdrawn. Gives
one advisory fact a record; of its affected packages those of the program.`,
	Sources: sources,
	Collect: run,
}

func sources(p watch.Program, _ collect.Options) []collect.Source {
	if len(Packages(p)) == 0 {
		return nil
	}
	return []collect.Source{{URL: api + "querybatch"}}
}

// A reader reads the records of one program.
type reader struct {
	job      *collect.Job
	packages []watch.OSVPackage
	known    map[string]string // last change by id, of the records kept; nil before the first time
	dates    map[string]string // last change by id, as the list tells it; nil without a list
	res      collect.Result
}

func run(ctx context.Context, job *collect.Job) (collect.Result, error) {
	r := &reader{job: job, packages: Packages(job.Program)}
	err := r.run(ctx)
	return r.res, err
}

func (r *reader) run(ctx context.Context) error {
	if err := r.load(ctx); err != nil {
		return err
	}
	list, known, err := taken(ctx, r.job.Store, r.job.Program)
	if err != nil {
		return err
	}
	r.dates = list
	if r.known == nil && (!known || len(list) > 0) {
		return r.all(ctx)
	}
	if !known {
		list, err = r.own(ctx)
		r.dates = list
	}
	if status(err) == 400 {
		return r.all(ctx) // which tells the package that the API refuses
	}
	if err != nil {
		return err
	}
	return r.update(ctx, list)
}

// own asks for the list of the program's records alone.
func (r *reader) own(ctx context.Context) (map[string]string, error) {
	lists, err := r.list(ctx, r.packages)
	return merged(lists), err
}

// all reads the whole records of every package. A package that the API refuses
// is a bad entry, unless it is the only one.
func (r *reader) all(ctx context.Context) error {
	if r.known == nil {
		r.known = map[string]string{}
	}
	for _, p := range r.packages {
		err := r.records(ctx, p, func(resp *fetch.Response, vulns []json.RawMessage) error {
			return r.keep(ctx, resp, vulns...)
		})
		if f, ok := errors.AsType[*fetch.Error](err); ok && f.Reason == fetch.ReasonTooLarge {
			err = r.each(ctx, p)
		}
		if status(err) == 400 && len(r.packages) > 1 {
			r.res.Bad = append(r.res.Bad, fmt.Errorf("package %s/%s: the API refuses it: look at the entry of the catalogue", p.Ecosystem, p.Name))
			err = nil
		}
		if err != nil {
			return err
		}
	}
	return r.save(ctx)
}

// each reads the records of a package whose pages are too large one by one.
func (r *reader) each(ctx context.Context, p watch.OSVPackage) error {
	list, err := r.list(ctx, []watch.OSVPackage{p})
	if err != nil {
		return err
	}
	for _, id := range slices.Sorted(maps.Keys(list[0])) {
		if err := r.read(ctx, id); err != nil {
			return err
		}
	}
	return nil
}

// update reads what is new, changed or no longer listed.
func (r *reader) update(ctx context.Context, list map[string]string) error {
	var changed, gone []string
	for id, modified := range list {
		if r.known[id] != modified {
			changed = append(changed, id)
		}
	}
	for id := range r.known {
		if _, ok := list[id]; !ok {
			gone = append(gone, id)
		}
	}
	if len(changed)+len(gone) == 0 {
		r.res.Unchanged = r.known != nil
		return r.saveFirst(ctx)
	}
	if len(gone) > maxSingle {
		r.res.Reason = "shrunk"
		r.res.Message = fmt.Sprintf("%d of %d records are no longer listed: what was kept stays", len(gone), len(r.known))
		gone = nil
	}
	if len(changed) > maxSingle {
		if err := r.all(ctx); err != nil {
			return err
		}
		changed = nil
	}
	for _, id := range sorted(append(changed, gone...)) {
		if err := r.read(ctx, id); err != nil && status(err) != 404 {
			return err
		}
	}
	for _, id := range gone {
		delete(r.known, id) // it was read for the last time
	}
	return r.save(ctx)
}

// saveFirst remembers that a program has no records, the first time.
func (r *reader) saveFirst(ctx context.Context) error {
	if r.known != nil {
		return nil
	}
	r.known = map[string]string{}
	return r.save(ctx)
}

func (r *reader) read(ctx context.Context, id string) error {
	resp, err := r.one(ctx, id)
	if err != nil {
		return err
	}
	return r.keep(ctx, resp, resp.Body)
}

// keep appends the facts of records, and notes the bad ones.
func (r *reader) keep(ctx context.Context, resp *fetch.Response, vulns ...json.RawMessage) error {
	var facts []watch.Fact
	for _, raw := range vulns {
		a, err := Parse(raw, r.packages)
		if err != nil {
			r.res.Bad = append(r.res.Bad, err)
			continue
		}
		var date struct{ Modified string }
		_ = json.Unmarshal(raw, &date)                       // Parse has read it
		r.known[a.ID] = cmp.Or(r.dates[a.ID], date.Modified) // the list is what the next one is compared with
		ev := collect.Evidence(resp)
		ev.URL, ev.Title = page+url.PathEscape(a.ID), a.ID // for people; the API has the same record
		facts = append(facts, watch.Fact{Key: a.ID, At: a.Published, Evidence: ev, Body: a})
	}
	return r.job.Append(ctx, facts...)
}

// kept is the mark of a source.
type kept struct {
	Parser   int               `json:"parser"`
	Packages string            `json:"packages"`
	Records  map[string]string `json:"records"`
}

// load reads the mark; one of an older parser, or of other packages, counts as
// none.
func (r *reader) load(ctx context.Context) error {
	data, err := r.job.Mark(ctx, "records")
	if err != nil || data == nil {
		return err
	}
	var k kept
	if json.Unmarshal(data, &k) == nil && k.Parser == parser && k.Packages == names(r.packages) && k.Records != nil {
		r.known = k.Records
	}
	return nil
}

func (r *reader) save(ctx context.Context) error {
	data, err := json.Marshal(kept{parser, names(r.packages), r.known})
	if err != nil {
		return err
	}
	return r.job.SetMark(ctx, "records", data)
}

// names stands for a list of packages.
func names(packages []watch.OSVPackage) string {
	var list []string
	for _, p := range packages {
		list = append(list, p.Ecosystem+"/"+p.Name)
	}
	return strings.Join(list, " ")
}

func sorted(ids []string) []string {
	slices.Sort(ids)
	return ids
}

// status is the HTTP status that err tells, 0 for none.
func status(err error) int {
	if f, ok := errors.AsType[*fetch.Error](err); ok {
		return f.Status
	}
	return 0
}
