package month

import (
	"context"
	"errors"
	"fmt"
	"runtime"
	"slices"
	"time"

	"golang.org/x/sync/errgroup"

	"guette/analyze"
	"guette/analyze/news"
	"guette/analyze/priority"
	"guette/analyze/risk"
	"guette/store"
	"guette/watch"
)

// Analyze concludes from the facts, and writes findings.json and
// decisions.json.
func (d *Desk) Analyze(ctx context.Context) (*watch.Analysis, error) {
	if err := d.sweep(); err != nil {
		return nil, err
	}
	a, err := d.Analysis(ctx)
	if err != nil {
		return nil, err
	}
	if err := d.writeFindings(a); err != nil {
		return nil, err
	}
	return a, d.writeDecisions(a)
}

// Analysis concludes from the facts of the month. A closed month is analysed
// as it was known when it was closed.
func (d *Desk) Analysis(ctx context.Context) (*watch.Analysis, error) {
	known, err := d.known(ctx, d.Month)
	if err != nil {
		return nil, err
	}
	a, err := d.analysis(ctx, d.Month, known)
	if err != nil {
		return nil, err
	}
	if err := d.recall(ctx, a); err != nil {
		return nil, err
	}
	late, err := d.corrections(ctx, d.Month, known)
	if err != nil {
		return nil, err
	}
	a.Findings = append(a.Findings, late...)
	watch.SortFindings(a.Findings)
	return a, nil
}

// known is the day as of which a month is read; zero is now.
func (d *Desk) known(ctx context.Context, m watch.Month) (time.Time, error) {
	kept, _, err := d.Store.Month(ctx, m)
	return kept.Closed, err
}

// frozen concludes from what was known on a day that is past: it is worked out
// once, for the follow-up and for the corrections. The caller does not change
// what the analysis points to.
func (d *Desk) frozen(ctx context.Context, m watch.Month, known time.Time) (*watch.Analysis, error) {
	key := m.String() + " " + known.UTC().String()
	if d.made[key] == nil {
		a, err := d.analysis(ctx, m, known)
		if err != nil {
			return nil, err
		}
		if d.made == nil {
			d.made = map[string]*watch.Analysis{}
		}
		d.made[key] = a
	}
	a := *d.made[key]
	return &a, nil
}

// analysis concludes from what was known on a day (zero: today).
func (d *Desk) analysis(ctx context.Context, m watch.Month, known time.Time) (*watch.Analysis, error) {
	rows, err := d.rows(ctx, m)
	if err != nil {
		return nil, err
	}
	shared, err := d.facts(ctx, "", known)
	if err != nil {
		return nil, err
	}
	w := &work{desk: d, month: m, known: known, rows: rows, states: newStates(m, d.edition(m), d.edition(m.Add(-1))),
		shared: indexShared(shared, d.edition(m))}
	w.states.add("", shared)
	w.out = &watch.Analysis{Month: m, Edition: d.edition(m), AsOf: m.LastDay(), Sources: slices.Clone(rows.all),
		Curations: inForce(d.Curations, d.edition(m))}
	if err := w.programs(ctx); err != nil {
		return nil, err
	}
	w.out.States = w.states.list()
	w.out.Findings = append(w.out.Findings, news.General(w.shared, w.input(watch.Program{}, nil))...)
	watch.SortFindings(w.out.Findings)
	w.decide()
	return w.out, nil
}

// work is the analysis of a month on its way.
type work struct {
	desk   *Desk
	month  watch.Month
	known  time.Time
	rows   rows
	states *states
	shared *analyze.Shared
	out    *watch.Analysis
}

// programs analyses all programs, as many at once as there are processors: of
// 650 programs, 36 s of work on one. What is found has the order of the
// catalogue.
func (w *work) programs(ctx context.Context) error {
	all := w.desk.Catalog.Programs
	outs, failed := make([]analyze.Output, len(all)), make([]error, len(all))
	g, ctx := errgroup.WithContext(ctx)
	g.SetLimit(runtime.GOMAXPROCS(0))
	for i, p := range all {
		g.Go(func() (err error) {
			outs[i], failed[i], err = w.program(ctx, p)
			return err
		})
	}
	if err := g.Wait(); err != nil {
		return err
	}
	for i, out := range outs {
		w.out.Profiles = append(w.out.Profiles, out.Profile)
		w.out.Findings = append(w.out.Findings, out.Findings...)
		if failed[i] != nil {
			w.out.Sources = append(w.out.Sources, watch.SourceReport{Program: all[i].ID, Collector: "analyze",
				Outcome: watch.OutcomePartial, Reason: "internal", Message: failed[i].Error()})
		}
	}
	return nil
}

// program gives one program to the analyzers. A rule that fails is a line of
// the log, and what is known of the program is said to be partial: the other
// rules and programs go on.
func (w *work) program(ctx context.Context, p watch.Program) (out analyze.Output, failed, err error) {
	facts, err := w.desk.facts(ctx, p.ID, w.known)
	if err != nil {
		return analyze.Output{}, nil, err
	}
	w.states.add(p.ID, facts)
	out, failed = analyze.Run(w.input(p, facts), w.desk.Analyzers)
	if failed != nil {
		stack := ""
		if stopped, ok := errors.AsType[*analyze.Panic](failed); ok {
			stack = string(stopped.Stack)
		}
		w.desk.Log.ErrorContext(ctx, "analyzer fails", "program", p.ID, "err", failed, "stack", stack)
	}
	return out, failed, nil
}

// input is what analyzers know of a program.
func (w *work) input(p watch.Program, facts []watch.Fact) *analyze.Input {
	return &analyze.Input{
		Month: w.month, Zone: w.desk.Settings.Zone, AsOf: w.month.LastDay(), Edition: w.out.Edition, Program: p,
		Facts: facts, Shared: w.shared, Sources: w.rows.of[p.ID], Curations: of(w.out.Curations, p.ID),
		Policy: w.desk.Portfolio.Policy, Programs: w.desk.Catalog,
	}
}

// decide makes the decisions and the advice of each entity.
func (w *work) decide() {
	for _, e := range w.desk.Portfolio.Entities {
		d := priority.Decide(e, w.desk.Portfolio.Policy, w.desk.Portfolio.Domains,
			w.out.Findings, w.out.Profiles, w.out.Curations, w.out.Edition, w.out.AsOf)
		d.Fragilities, d.Recommendations = risk.Advise(e, w.out.Profiles, w.out.Findings, w.desk.Portfolio.Policy, w.month)
		w.out.Entities = append(w.out.Entities, d)
	}
}

// facts reads the facts of a program in the order of analysis. An unreadable
// row is a line of the log. Where kinds are named, only those are read.
func (d *Desk) facts(ctx context.Context, program string, known time.Time, kinds ...watch.Kind) ([]watch.Fact, error) {
	var facts []watch.Fact
	for f, err := range d.Store.Facts(ctx, program, time.Time{}, known, kinds...) {
		if err := ctx.Err(); err != nil {
			return nil, err
		}
		if errors.Is(err, store.ErrUnreadable) {
			d.Log.ErrorContext(ctx, "fact not readable", "program", program, "err", err)
			continue
		}
		if err != nil {
			return nil, err
		}
		facts = append(facts, f)
	}
	watch.SortFacts(facts)
	return facts, nil
}

// Facts lists the facts of a program that happened in the month.
func (d *Desk) Facts(ctx context.Context, program string) ([]watch.Fact, error) {
	known, err := d.known(ctx, d.Month)
	if err != nil {
		return nil, err
	}
	all, err := d.facts(ctx, program, known)
	return slices.DeleteFunc(all, func(f watch.Fact) bool { return !d.Month.Contains(f.At, d.Settings.Zone) }), err
}

// rows are the rows of the run report, by program.
type rows struct {
	all []watch.SourceReport
	of  map[string][]watch.SourceReport
}

// rows reads the run report; a month that was never collected has none.
func (d *Desk) rows(ctx context.Context, m watch.Month) (rows, error) {
	s, err := d.Store.Sources(ctx, m)
	if errors.Is(err, store.ErrNoRun) {
		if m == d.Month {
			return rows{}, fmt.Errorf("%w: run: guette collect --month %s", err, m)
		}
		return rows{of: map[string][]watch.SourceReport{}}, nil
	}
	if err != nil {
		return rows{}, err
	}
	r := rows{all: s.Rows, of: map[string][]watch.SourceReport{}}
	for _, row := range s.Rows {
		r.of[row.Program] = append(r.of[row.Program], row)
	}
	return r, nil
}

func inForce(all []watch.Curation, day watch.Date) (out []watch.Curation) {
	for _, c := range all {
		if c.Holds(day) {
			out = append(out, c)
		}
	}
	return out
}

func of(all []watch.Curation, program string) (out []watch.Curation) {
	for _, c := range all {
		if c.Program == program {
			out = append(out, c)
		}
	}
	return out
}
