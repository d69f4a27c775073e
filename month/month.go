// Package month does the work of one month, as steps that can be stopped and
// taken up again:
//
//	collect  sources → facts in the store, one row of the run report each
//	analyze  facts → findings.json, decisions.json
//	draft    findings → Markdown drafts, merged with what editors wrote
//	publish  reviewed drafts → PDF and HTML
//
// Only collect needs the network, and only the store and the drafts hold what
// cannot be made again. Files are replaced whole or not at all, and a file
// that would not change is not written.
package month

import (
	"context"
	"crypto/sha256"
	"errors"
	"fmt"
	"io/fs"
	"log/slog"
	"path/filepath"
	"slices"
	"time"

	"guette/analyze"
	"guette/catalog"
	"guette/collect"
	"guette/fetch"
	"guette/render"
	"guette/render/pdf/signature"
	"guette/store"
	"guette/watch"
)

// A Desk does the work of one month. Its fields are set once and not changed;
// it is used by one goroutine.
type Desk struct {
	Month     watch.Month
	Settings  Settings
	Catalog   *catalog.Catalog
	Portfolio watch.Portfolio
	Curations []watch.Curation
	Store     *store.Store
	Fetch     fetch.Getter // needed to collect
	Templates fs.FS        // templates that replace the built-in ones; nil replaces none

	Collectors []*collect.Collector
	Analyzers  []*analyze.Analyzer

	Now      func() time.Time
	Log      *slog.Logger
	Progress func(collect.Progress)

	made map[string]*watch.Analysis // of past months, see frozen
}

// Settings are what the configuration says about a month.
type Settings struct {
	Version      string // of the program
	Reports      string // folder; that of the month is inside
	Zone         *time.Location
	Language     string
	Window       int // months of history
	EditionDay   int // of the month after
	Publisher    render.Publisher
	Primary      string // colours of the publisher, "#RRGGBB"
	Accent       string
	Signer       *signature.Signer // of what is published for good; nil: not signed
	Concurrency  int               // sources at once
	Deadline     time.Duration     // of one source
	Coverage     float64           // least share of programs with a source that answered
	Tokens       map[string]fetch.Token
	News         []string
	KeepEvidence bool
}

// Dir is the folder of the month.
func (d *Desk) Dir() string { return filepath.Join(d.Settings.Reports, d.Month.String()) }

// Edition is the day of the bulletins.
func (d *Desk) Edition() watch.Date { return d.edition(d.Month) }

func (d *Desk) edition(m watch.Month) watch.Date {
	return m.LastDay().AddDays(d.Settings.EditionDay)
}

// Run does the monthly batch: collect, analyze, draft.
func (d *Desk) Run(ctx context.Context) (*Report, error) {
	report, err := d.Collect(ctx)
	if err != nil {
		return report, err
	}
	_, err = d.Draft(ctx)
	return report, err
}

// Collect reads the sources that this month's run has not read yet, and writes
// run.json. The report is there even when an error stopped the collection.
func (d *Desk) Collect(ctx context.Context) (*Report, error) {
	run, err := d.Store.Begin(ctx, d.Month, d.Settings.Version)
	if err != nil {
		return nil, err
	}
	if run.Resumed {
		d.Log.InfoContext(ctx, "collect goes on", "month", d.Month.String(), "started", run.Started)
	}
	getter := d.Fetch
	if d.Settings.KeepEvidence {
		getter = &recorder{Getter: d.Fetch, store: d.Store, log: d.Log}
	}
	engine := &collect.Engine{
		Collectors: d.Collectors, Programs: d.Catalog.Programs, Options: d.options(),
		Fetch: getter, Store: d.Store, Journal: journal{run},
		Now: d.Now, Log: d.Log, Concurrency: d.Settings.Concurrency, Deadline: d.Settings.Deadline,
		Progress: d.Progress,
	}
	rows, err := engine.Run(ctx)
	if err != nil {
		return nil, fmt.Errorf("collect: %w", err)
	}
	if err := d.doubt(ctx, run, rows); err != nil {
		return nil, err
	}
	if err := run.Finish(ctx); err != nil {
		return nil, err
	}
	if _, err := d.Store.Prune(ctx); err != nil {
		return nil, err
	}
	return d.writeReport(ctx)
}

func (d *Desk) options() collect.Options {
	return collect.Options{
		Month: d.Month, Zone: d.Settings.Zone, WindowMonths: d.Settings.Window, Edition: d.Edition(),
		Tokens: d.Settings.Tokens, News: slices.Clone(d.Settings.News),
	}
}

// journal shows a run of the store to the engine.
type journal struct{ run *store.Run }

func (j journal) Done(ctx context.Context, r collect.Row) (watch.SourceReport, bool, error) {
	return j.run.Done(ctx, r.Program, r.Collector, r.URL)
}

func (j journal) Report(ctx context.Context, r watch.SourceReport) error { return j.run.Report(ctx, r) }

func (j journal) Items(ctx context.Context, r collect.Row, since, until time.Time) (int, error) {
	return j.run.Items(ctx, r.Program, r.Collector, r.URL, since, until)
}

// AnswerKey is the address under which the answer to a question is kept: the
// address asked, and the hash of what was sent to it, if anything was.
func AnswerKey(url string, question []byte) string {
	if len(question) == 0 {
		return url
	}
	return fmt.Sprintf("%s#%x", url, sha256.Sum256(question))
}

// recorder keeps what sources answer, word for word.
type recorder struct {
	fetch.Getter
	store *store.Store
	log   *slog.Logger
}

// Do gets one answer and keeps it, also one that has not changed: the store may
// be younger than the cache. A store that cannot keep it does not spoil the
// answer: the facts come first, and if the disk is full they say so.
func (r *recorder) Do(ctx context.Context, req fetch.Request) (*fetch.Response, error) {
	resp, err := r.Getter.Do(ctx, req)
	if err != nil {
		return resp, err
	}
	for _, url := range slices.Compact([]string{req.URL, resp.URL}) { // a redirect is found by both its ends
		url = AnswerKey(url, req.Body)
		_, kept := r.store.KeepAnswer(ctx, store.Answer{URL: url, Retrieved: resp.Retrieved,
			Type: resp.Header.Get("Content-Type"), Body: resp.Body})
		if kept != nil && !errors.Is(kept, context.Canceled) {
			r.log.WarnContext(ctx, "evidence not kept", "url", url, "err", kept)
		}
	}
	return resp, nil
}

var _ collect.Store = (*store.Store)(nil)
