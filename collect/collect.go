// Package collect gathers facts. A [Collector] knows one kind of source: which
// addresses to read for a program, and how to turn an answer into facts. The
// [Engine] reads what is due, in parallel, and goes on where it was stopped.
// The list of collectors is in collect/all.
package collect

import (
	"context"
	"log/slog"
	"time"

	"guette/fetch"
	"guette/watch"
)

// A Collector reads one kind of source.
type Collector struct {
	Name string // kebab-case, as in the run report
	Doc  string // a title, an empty line, and what it reads, gives and bounds
	// Stage orders collectors: all of a stage are done before the next begins.
	// Collectors that need what others found (EPSS needs CVE ids) are in stage 1.
	Stage int
	// Sources lists what to read for one program; nil reads nothing.
	Sources func(p watch.Program, o Options) []Source
	// Shared lists the sources that belong to no program; nil is none.
	Shared func(o Options) []Source
	// Collect reads one source and appends its facts through job. Facts come
	// first, marks after them. An *fetch.Error tells why there is nothing.
	Collect func(ctx context.Context, job *Job) (Result, error)
}

// Options are the settings that collectors read.
type Options struct {
	Month        watch.Month
	Zone         *time.Location
	WindowMonths int // months of history, the month itself included
	Edition      watch.Date
	Tokens       map[string]fetch.Token // by host
	News         []string               // feeds that belong to no program
}

// Since is the start of the window.
func (o Options) Since() time.Time { return o.Month.Add(1 - o.WindowMonths).Start(o.Zone) }

// Until is the end of the month.
func (o Options) Until() time.Time { return o.Month.End(o.Zone) }

// A Source is one row of the run report: something to read.
type Source struct {
	Program string // id; "" is shared
	URL     string // identifies the source with program and collector
	Kind    string // for the collector's own use: "github-atom", "gitea"…
	Skip    string // reason not to read it, with Hint; "" reads it
	Hint    string
}

// A Job is the work on one source.
type Job struct {
	Options
	Source   Source
	Program  watch.Program   // zero for shared sources
	Programs []watch.Program // the whole catalogue
	Fetch    fetch.Getter
	Store    Store
	Now      func() time.Time
	Log      *slog.Logger
	name     string
}

// A Store keeps facts and marks. It is what collectors need of the store.
type Store interface {
	// Append keeps facts; it is idempotent.
	Append(ctx context.Context, facts ...watch.Fact) error
	// Mark returns what SetMark kept last under a key, nil for nothing.
	Mark(ctx context.Context, key string) ([]byte, error)
	SetMark(ctx context.Context, key string, value []byte) error
	// CVEs lists the CVE ids named by the advisories kept so far, sorted.
	CVEs(ctx context.Context) ([]string, error)
	// Tags lists the tags of a program kept so far, in one order.
	Tags(ctx context.Context, program string) ([]*watch.Tag, error)
	// Secret returns a random key of 32 bytes, made at first use and kept.
	Secret(ctx context.Context, name string) ([]byte, error)
}

// A Result is what came of a source that answered.
type Result struct {
	Unchanged bool      // the source has not changed since the facts were kept
	Partial   bool      // what came is kept; it is not all
	Reason    string    // stable code of a partial result or of a warning
	Message   string    // one line for the run report
	Hint      string    // what to do
	Bad       []error   // bad entries: each one line of the run report
	Requests  int       // made for this source
	Bytes     int64     // received
	RetryAt   time.Time // for a partial result
}

// Add counts the cost of an answer.
func (r *Result) Add(resp *fetch.Response) {
	if resp != nil {
		r.Requests += resp.Requests
		r.Bytes += resp.Bytes
	}
}

// NewJob makes a job of collector c out of j.
func (c *Collector) NewJob(j Job) *Job {
	j.name = c.Name
	return &j
}

// Append keeps the facts of this job's source: it fills in program (unless a
// fact has one), collector and source, and takes e-mail addresses out of
// releases, news and advisories.
func (j *Job) Append(ctx context.Context, facts ...watch.Fact) error {
	for i := range facts {
		f := &facts[i]
		if f.Program == "" {
			f.Program = j.Source.Program
		}
		f.Collector, f.Source, f.Body = j.name, j.Source.URL, discreet(f.Body)
	}
	return j.Store.Append(ctx, facts...)
}

// Mark returns what SetMark kept for this job's source.
func (j *Job) Mark(ctx context.Context, key string) ([]byte, error) {
	return j.Store.Mark(ctx, j.markKey(key))
}

// SetMark keeps a mark for this job's source. Call it after Append.
func (j *Job) SetMark(ctx context.Context, key string, value []byte) error {
	return j.Store.SetMark(ctx, j.markKey(key), value)
}

func (j *Job) markKey(key string) string {
	return j.name + " " + j.Source.Program + " " + j.Source.URL + " " + key
}

// Evidence is the evidence of an answer.
func Evidence(r *fetch.Response) watch.Evidence {
	return watch.Evidence{URL: r.URL, Retrieved: r.Retrieved, SHA256: r.SHA256}
}
