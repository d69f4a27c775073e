package main

import (
	"context"
	"errors"
	"fmt"
	"io"

	"github.com/spf13/cobra"

	"guette/analyze/priority"
	"guette/month"
	"guette/store"
	"guette/watch"
)

func (a *app) explainCommand() *cobra.Command {
	var o opening
	var answer string
	c := &cobra.Command{
		Use: "explain PROGRAM", Short: "Tell why the bulletins say what they say of a program",
		Long: `Tell why the bulletins say what they say of a program: every finding with its
evidence, every point of its score, every decision with the rule that matched, and
what came of its sources. A closed month is explained as it was known then.

With --answer, print the answer of a source as it was received, by its SHA-256.`,
		Args: cobra.MaximumNArgs(1),
	}
	c.Flags().StringVar(&o.month, "month", "", "month as YYYY-MM (default: the last full month)")
	c.Flags().StringVar(&answer, "answer", "", "SHA-256 of an answer to print")
	c.Flags().BoolVar(&a.score, "score", false, "only the derivation of the score, on one screen")
	c.Flags().BoolVar(&a.json, "json", false, "print the result as JSON")
	c.RunE = func(c *cobra.Command, args []string) error {
		if (answer == "") == (len(args) == 0) {
			return &usageError{errors.New("want the id of a program, or --answer SHA256"), c.CommandPath() + " nginx"}
		}
		return a.with(c, o, func(ctx context.Context, j *job) error {
			if answer != "" {
				return a.printAnswer(ctx, j, answer)
			}
			return a.explain(ctx, j, args[0])
		})
	}
	return c
}

func (a *app) printAnswer(ctx context.Context, j *job, sha256 string) error {
	answer, err := j.Store.Answer(ctx, sha256)
	if err != nil {
		return err
	}
	fmt.Fprintf(a.stderr, "%s, received %s\n", month.Plain(answer.URL), answer.Retrieved.Format("2006-01-02 15:04:05 MST"))
	_, err = a.stdout.Write(answer.Body)
	return err
}

// An explanation is all that is concluded of one program.
type explanation struct {
	Program   watch.Program
	Month     watch.Month
	Findings  []watch.Finding
	Profile   *watch.Profile
	Decisions map[string]watch.Decision // by entity
	Sources   []watch.SourceReport
	Curations []watch.Curation
}

func (a *app) explain(ctx context.Context, j *job, id string) error {
	p, ok := j.Catalog.Program(id)
	if !ok {
		named, known := j.Catalog.Named(id)
		if !known {
			return &usageError{fmt.Errorf("program %q is not in the catalogue", id), "guette catalog check"}
		}
		p, _ = j.Catalog.Program(named)
	}
	analysis, err := j.Analysis(ctx)
	if err != nil {
		return err
	}
	x := explanation{Program: p, Month: j.Month, Decisions: map[string]watch.Decision{}}
	for _, f := range analysis.Findings {
		if f.Program == p.ID {
			x.Findings = append(x.Findings, f)
		}
	}
	for i := range analysis.Profiles {
		if analysis.Profiles[i].Program.ID == p.ID {
			x.Profile = &analysis.Profiles[i]
		}
	}
	for _, e := range analysis.Entities {
		for _, d := range e.Decisions {
			if d.Program == p.ID {
				x.Decisions[e.Entity] = d
			}
		}
	}
	for _, s := range analysis.Sources {
		if s.Program == p.ID {
			x.Sources = append(x.Sources, s)
		}
	}
	for _, c := range analysis.Curations {
		if c.Program == p.ID {
			x.Curations = append(x.Curations, c)
		}
	}
	if a.json {
		return a.printJSON(x)
	}
	return a.printExplanation(ctx, j, x)
}

func (a *app) printExplanation(ctx context.Context, j *job, x explanation) error {
	w := &plainWriter{w: a.stdout}
	w.line("%s (%s), %s", x.Program.Name, x.Program.ID, x.Month)
	printScore(w, x.Profile)
	if a.score {
		return w.err
	}
	w.line("\nfindings: %d", len(x.Findings))
	for _, f := range x.Findings {
		w.line("\n  %s  %s, %s, %s, rule %s", f.Date, f.Kind, f.Severity, f.Confidence, f.Rule)
		w.line("    %s", j.Statement(f))
		for _, e := range f.Evidence {
			a.printEvidence(ctx, j, w, e)
		}
		if f.Todo != "" {
			w.line("    for the editor: %s", f.Todo)
		}
		w.line("    id %s", f.ID)
	}
	for _, e := range j.Portfolio.Entities {
		if d, ok := x.Decisions[e.ID]; ok {
			w.line("\ndecision for %s, version %s: %s, %s before %s, by rule %s", e.ID, orNone(d.Version, "not declared"), d.Level, d.Action.Kind, d.Deadline, d.Rule)
			for _, line := range priority.Derivation(d) {
				w.line("    %s", line)
			}
			for _, id := range d.Findings {
				w.line("    because of %s", id)
			}
		}
	}
	for _, c := range x.Curations {
		w.line("\ncuration: %s %s %s: %s (%s, until %s)", c.What, c.Subject, c.Decision, c.Reason, c.Who, orNone(c.Until.String(), "no end"))
	}
	w.line("\nsources: %d", len(x.Sources))
	for _, s := range x.Sources {
		w.line("  %s %s: %s %s %s", s.Collector, s.URL, s.Outcome, s.Reason, s.Message)
	}
	return w.err
}

// printEvidence tells where a statement can be checked, and whether the answer
// itself is kept.
func (a *app) printEvidence(ctx context.Context, j *job, w *plainWriter, e watch.Evidence) {
	w.line("    %s", e.URL)
	if e.Commit != "" || e.Path != "" {
		w.line("      commit %s %s", e.Commit, e.Path)
	}
	if e.Quote != "" {
		w.line("      %q", e.Quote)
	}
	w.line("      observed on %s", e.Observed())
	if e.SHA256 == "" {
		return
	}
	switch _, err := j.Store.Answer(ctx, e.SHA256); {
	case err == nil:
		w.line("      kept: guette explain --answer %s", e.SHA256)
	case errors.Is(err, store.ErrAnswerGone):
		w.line("      SHA-256 %s, beyond retention", e.SHA256)
	default:
		w.line("      SHA-256 %s", e.SHA256)
	}
}

func orNone(s, none string) string {
	if s == "" {
		return none
	}
	return s
}

// A plainWriter writes lines that a terminal only shows.
type plainWriter struct {
	w   io.Writer
	err error
}

func (p *plainWriter) line(format string, args ...any) {
	if p.err != nil {
		return
	}
	lead := ""
	for len(format) > 0 && format[0] == '\n' {
		lead, format = lead+"\n", format[1:]
	}
	_, p.err = fmt.Fprint(p.w, lead, month.Plain(fmt.Sprintf(format, args...)), "\n")
}
