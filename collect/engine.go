package collect

import (
	"cmp"
	"context"
	"fmt"
	"log/slog"
	"maps"
	"runtime/debug"
	"slices"
	"sync"
	"time"

	"golang.org/x/sync/errgroup"

	"guette/fetch"
	"guette/watch"
)

// The defaults of an [Engine].
const (
	defaultConcurrency = 8
	defaultPerHost     = 8                // twice the requests at once of fetch: while some wait, others compute
	defaultDeadline    = 10 * time.Minute // the longest honest source, a first history of a large repository, takes 3
)

// An Engine reads the sources of all collectors, in parallel, and gives one row
// of the run report for each. A source that fails, or a collector that panics,
// is a row; only the store and the end of the context stop the run.
//
// A run that was stopped goes on: sources that [Journal.Done] knows as read are
// not read again. Sources that failed are.
type Engine struct {
	Collectors  []*Collector
	Programs    []watch.Program
	Options     Options
	Fetch       fetch.Getter
	Store       Store
	Journal     Journal // nil keeps nothing: every source is read
	Now         func() time.Time
	Log         *slog.Logger
	Concurrency int            // sources at once; 0 means 8
	PerHost     int            // sources at once of one host; 0 means 8
	Deadline    time.Duration  // for one source; 0 means 10 minutes
	Pause       time.Duration  // before what failed for the moment is read once more; 0 means 2 s, less than 0 is never
	Progress    func(Progress) // called one at a time; nil is not called
}

// A Row identifies a source in a run.
type Row struct{ Program, Collector, URL string }

// A Journal keeps the rows of a run, so that it can be stopped at any moment.
type Journal interface {
	// Done returns the report that this run has for a row; ok is false when
	// there is none yet.
	Done(ctx context.Context, row Row) (r watch.SourceReport, ok bool, err error)
	// Report keeps the report of a row, in the place of an earlier one.
	Report(ctx context.Context, r watch.SourceReport) error
	// Items counts the facts kept from a row's source that happened from
	// since to before until.
	Items(ctx context.Context, row Row, since, until time.Time) (int, error)
}

// Run reads all sources, stage by stage. It returns the rows by collector, in
// the order of the list, program and address. The error is that of ctx or of
// the store; the rows are then those that were finished.
func (e *Engine) Run(ctx context.Context) ([]watch.SourceReport, error) {
	plan := e.plan()
	board := newBoard(e.Progress, plan)
	var rows []watch.SourceReport
	for _, stage := range plan {
		got, err := e.runStage(ctx, stage, board)
		rows = append(rows, got...)
		if err != nil {
			return e.sorted(rows), err
		}
	}
	for _, r := range e.unread(plan) {
		if err := e.keep(ctx, r); err != nil {
			return e.sorted(rows), err
		}
		rows = append(rows, r)
	}
	return e.sorted(rows), nil
}

// A task is a source to read, with its program and collector.
type task struct {
	collector *Collector
	program   watch.Program
	source    Source
}

func (t task) row() Row { return Row{t.source.Program, t.collector.Name, t.source.URL} }

// plan lists the sources by stage, each once.
func (e *Engine) plan() [][]task {
	stages := map[int][]task{}
	seen := map[Row]bool{}
	add := func(c *Collector, p watch.Program, sources []Source) {
		for _, s := range sources {
			s.Program = p.ID
			t := task{c, p, s}
			if !seen[t.row()] {
				seen[t.row()] = true
				stages[c.Stage] = append(stages[c.Stage], t)
			}
		}
	}
	for _, c := range e.Collectors {
		if c.Shared != nil {
			add(c, watch.Program{}, c.Shared(e.Options))
		}
		for _, p := range e.Programs {
			if c.Sources != nil {
				add(c, p, c.Sources(p, e.Options))
			}
		}
	}
	var numbers []int
	for n := range stages {
		numbers = append(numbers, n)
	}
	slices.Sort(numbers)
	plan := make([][]task, 0, len(numbers))
	for _, n := range numbers {
		plan = append(plan, stages[n])
	}
	return plan
}

// runStage reads the sources of a stage, and once more those that failed for
// the moment only.
func (e *Engine) runStage(ctx context.Context, tasks []task, board *board) ([]watch.SourceReport, error) {
	rows, err := e.pass(ctx, tasks, board, e.row)
	if err != nil {
		return slices.Collect(maps.Values(rows)), err
	}
	late, wait := e.late(tasks, rows)
	if len(late) > 0 && e.Pause >= 0 {
		e.Log.InfoContext(ctx, "sources read once more", "sources", len(late), "wait", wait)
		err = e.secondPass(ctx, late, wait, rows, board)
	}
	return slices.Collect(maps.Values(rows)), err
}

// pass reads tasks, some at once, and returns their rows.
func (e *Engine) pass(ctx context.Context, tasks []task, board *board, read func(context.Context, task) (watch.SourceReport, error)) (map[Row]watch.SourceReport, error) {
	rows := map[Row]watch.SourceReport{}
	var mu sync.Mutex
	q := newQueue(tasks, cmp.Or(e.PerHost, defaultPerHost))
	g, ctx := errgroup.WithContext(ctx)
	for range min(cmp.Or(e.Concurrency, defaultConcurrency), len(tasks)) {
		g.Go(func() error {
			for {
				i, ok := q.next()
				if !ok {
					return ctx.Err()
				}
				if ctx.Err() != nil {
					q.done(i)
					return ctx.Err()
				}
				board.begin(tasks[i])
				r, err := read(ctx, tasks[i])
				q.done(i)
				board.end(tasks[i])
				if err != nil {
					return err
				}
				mu.Lock()
				rows[tasks[i].row()] = r
				mu.Unlock()
			}
		})
	}
	err := g.Wait()
	return rows, err
}

// row gives the report of one source: an earlier one of this run, or a new one.
func (e *Engine) row(ctx context.Context, t task) (watch.SourceReport, error) {
	if e.Journal != nil {
		r, ok, err := e.Journal.Done(ctx, t.row())
		if err != nil {
			return r, err
		}
		if ok && (r.Outcome.Good() || r.Outcome == watch.OutcomeSkipped) {
			return r, nil
		}
	}
	r, err := e.read(ctx, t)
	if err != nil {
		return r, err
	}
	return r, e.keep(ctx, r)
}

func (e *Engine) keep(ctx context.Context, r watch.SourceReport) error {
	if e.Journal == nil {
		return nil
	}
	return e.Journal.Report(ctx, r)
}

// read reads one source and reports on it.
func (e *Engine) read(ctx context.Context, t task) (watch.SourceReport, error) {
	row := t.row()
	r := watch.SourceReport{Program: row.Program, Collector: row.Collector, URL: row.URL}
	if t.source.Skip != "" {
		r.Outcome, r.Reason, r.Hint = watch.OutcomeSkipped, t.source.Skip, t.source.Hint
		return r, nil
	}
	start := e.Now()
	own, cancel := context.WithTimeoutCause(ctx, e.deadline(), errDeadline)
	defer cancel()
	res, err := e.collect(own, t)
	if ctx.Err() != nil {
		return r, ctx.Err()
	}
	if fatal := storeFailure(err); fatal != nil && own.Err() == nil {
		return r, fmt.Errorf("%s: %s: %w", row.Collector, row.URL, fatal)
	}
	e.describe(&r, res, own, err)
	end := e.Now()
	r.Seconds = end.Sub(start).Round(time.Millisecond).Seconds()
	if r.Outcome.Good() {
		r.Collected = end.UTC()
	}
	if e.Journal != nil {
		r.Items, err = e.Journal.Items(ctx, row, e.Options.Month.Start(e.Options.Zone), e.Options.Until())
		if err != nil {
			return r, err
		}
	}
	e.log(ctx, r, res)
	return r, nil
}

// collect calls the collector; a panic becomes an error.
func (e *Engine) collect(ctx context.Context, t task) (res Result, err error) {
	defer func() {
		if p := recover(); p != nil {
			e.Log.ErrorContext(ctx, "collector panics", "program", t.source.Program, "collector", t.collector.Name,
				"url", t.source.URL, "panic", fmt.Sprint(p), "stack", string(debug.Stack()))
			err = &Error{Reason: "internal", Message: fmt.Sprintf("collector %s stopped: %v", t.collector.Name, p),
				Hint: "report this with the log of the run"}
		}
	}()
	return t.collector.Collect(ctx, t.collector.NewJob(Job{
		Options: e.Options, Source: t.source, Program: t.program, Programs: e.Programs,
		Fetch: e.Fetch, Store: guarded{e.Store}, Now: e.Now,
		Log: e.Log.With("program", t.source.Program, "collector", t.collector.Name, "url", t.source.URL),
	}))
}

func (e *Engine) deadline() time.Duration { return cmp.Or(e.Deadline, defaultDeadline) }

func (e *Engine) log(ctx context.Context, r watch.SourceReport, res Result) {
	level := slog.LevelInfo
	if !r.Outcome.Good() {
		level = slog.LevelWarn
	}
	e.Log.Log(ctx, level, "collect done", "program", r.Program, "collector", r.Collector, "url", r.URL,
		"outcome", r.Outcome, "reason", r.Reason, "items", r.Items)
	for _, bad := range res.Bad[:min(len(res.Bad), maxBadShown)] {
		e.Log.WarnContext(ctx, "bad entry", "program", r.Program, "collector", r.Collector, "url", r.URL, "err", oneLine(bad.Error()))
	}
}

// unread gives a row for each program that has nothing to read.
func (e *Engine) unread(plan [][]task) []watch.SourceReport {
	has := map[string]bool{}
	for _, stage := range plan {
		for _, t := range stage {
			has[t.source.Program] = true
		}
	}
	var rows []watch.SourceReport
	for _, p := range e.Programs {
		if !has[p.ID] {
			rows = append(rows, watch.SourceReport{Program: p.ID, Collector: "catalog", Outcome: watch.OutcomeSkipped,
				Reason: "nothing-to-read", Message: "the catalogue gives nothing to read for this program",
				Hint: "give it a repository, a feed or an identifier: guette catalog suggest"})
		}
	}
	return rows
}

func (e *Engine) sorted(rows []watch.SourceReport) []watch.SourceReport {
	place := map[string]int{}
	for i, c := range e.Collectors {
		place[c.Name] = i + 1
	}
	slices.SortFunc(rows, func(a, b watch.SourceReport) int {
		return cmp.Or(cmp.Compare(place[a.Collector], place[b.Collector]),
			cmp.Compare(a.Program, b.Program), cmp.Compare(a.URL, b.URL))
	})
	return rows
}
