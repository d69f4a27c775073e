package main

import (
	"context"
	"fmt"

	"github.com/spf13/cobra"

	"guette/month"
	"guette/watch"
)

// stage makes a command that does a part of the month.
func (a *app) stage(use, short, long string, o opening, do func(context.Context, *job) error) *cobra.Command {
	c := &cobra.Command{Use: use, Short: short, Long: long, Args: cobra.NoArgs}
	c.Flags().StringVar(&o.month, "month", "", "month as YYYY-MM (default: the last full month)")
	c.Flags().BoolVar(&a.json, "json", false, "print the result as JSON")
	c.RunE = func(c *cobra.Command, _ []string) error { return a.with(c, o, do) }
	return c
}

// with opens a month, does something with it and closes it.
func (a *app) with(c *cobra.Command, o opening, do func(context.Context, *job) error) (err error) {
	config, err := a.load(c)
	if err != nil {
		return err
	}
	j, err := a.open(c.Context(), config, o)
	if err != nil {
		return err
	}
	defer func() {
		if e := j.close(); err == nil {
			err = e
		}
	}()
	return do(c.Context(), j)
}

func (a *app) runCommand() *cobra.Command {
	return a.stage("run", "Do the monthly batch: collect, analyze, draft",
		`Do the monthly batch: read all sources, conclude, write the drafts.

It may be stopped at any moment, even by a power cut: the same command goes on
where it was. A source that fails is a line of the run report; the month ends.`,
		opening{locked: "run", network: true}, func(ctx context.Context, j *job) error {
			report, err := a.collect(ctx, j)
			if err != nil {
				return err
			}
			if _, err := j.Draft(ctx); err != nil {
				return err
			}
			return a.report(j, report)
		})
}

func (a *app) collectCommand() *cobra.Command {
	return a.stage("collect", "Read all sources of a month into the store",
		"Read all sources of a month into the store, and write run.json.",
		opening{locked: "collect", network: true}, func(ctx context.Context, j *job) error {
			report, err := a.collect(ctx, j)
			if err != nil {
				return err
			}
			return a.report(j, report)
		})
}

func (a *app) analyzeCommand() *cobra.Command {
	return a.stage("analyze", "Conclude from what was collected: findings.json, decisions.json",
		"Conclude from what was collected, without the network: findings.json and decisions.json.",
		opening{locked: "analyze"}, func(ctx context.Context, j *job) error {
			analysis, err := j.Analyze(ctx)
			if err != nil {
				return err
			}
			return a.summary(j, analysis)
		})
}

func (a *app) draftCommand() *cobra.Command {
	return a.stage("draft", "Write the Markdown drafts, keeping the editors' work",
		"Conclude again from what was collected and write the Markdown drafts. What an editor changed is kept.",
		opening{locked: "draft"}, func(ctx context.Context, j *job) error {
			analysis, err := j.Draft(ctx)
			if err != nil {
				return err
			}
			return a.summary(j, analysis)
		})
}

// collect reads the sources and shows how far it is.
func (a *app) collect(ctx context.Context, j *job) (*month.Report, error) {
	p := a.newProgress()
	defer p.stop()
	j.Progress = p.show
	return j.Collect(ctx)
}

// report says how the collection went, and fails when too little was observed.
func (a *app) report(j *job, r *month.Report) error {
	if a.json {
		if err := a.printJSON(r); err != nil {
			return err
		}
	} else if !a.quiet {
		fmt.Fprintf(a.stdout, "%s: %d of %d programs observed; %s\n", r.Month, r.Coverage.Observed, r.Coverage.Programs, outcomes(r.Coverage))
		fmt.Fprintf(a.stdout, "%s\n", j.Dir())
	}
	if r.Coverage.Low() {
		return fmt.Errorf("%w: %.0f %% of the programs were observed, %.0f %% are wanted",
			errCoverage, 100*r.Coverage.Share, 100*r.Coverage.Minimum)
	}
	return nil
}

// outcomes counts the sources by outcome, the best first.
func outcomes(c month.Coverage) string {
	s, n := "", 0
	for _, o := range []watch.Outcome{watch.OutcomeOK, watch.OutcomeUnchanged, watch.OutcomePartial, watch.OutcomeWarn,
		watch.OutcomeRetryLater, watch.OutcomeError, watch.OutcomeSkipped} {
		if c.Outcomes[o] == 0 {
			continue
		}
		n += c.Outcomes[o]
		s += fmt.Sprintf(", %d %s", c.Outcomes[o], o)
	}
	return fmt.Sprintf("%d sources%s", n, s)
}

func (a *app) summary(j *job, analysis *watch.Analysis) error {
	if a.quiet {
		return nil
	}
	if a.json {
		return a.printJSON(map[string]any{"month": analysis.Month, "findings": len(analysis.Findings), "folder": j.Dir()})
	}
	fmt.Fprintf(a.stdout, "%s: %d findings on %d programs\n%s\n", analysis.Month, len(analysis.Findings), len(analysis.Profiles), j.Dir())
	return nil
}
