package main

import (
	"cmp"
	"context"
	"fmt"
	"slices"
	"text/tabwriter"

	"github.com/spf13/cobra"

	"guette/month"
	"guette/watch"
)

// losses says what a bulletin lacks when a collector gave nothing.
var losses = map[string]string{
	"git":       "its tags, its activity, its health",
	"forge":     "its release notes and the state of its repository",
	"feed":      "its news",
	"changelog": "what its releases change",
	"endoflife": "its ends of support",
	"issues":    "how it answers",
	"osv":       "its vulnerabilities",
	"osv-lists": "nothing: each program asks for its own list",
	"kev":       "which vulnerabilities are exploited",
	"epss":      "how likely vulnerabilities are to be exploited",
	"certfr":    "the advisories and alerts of CERT-FR",
	"debian":    "its versions in Debian",
	"catalog":   "everything about it",
}

func (a *app) statusCommand() *cobra.Command {
	return a.stage("status", "Tell what came, what failed, and what to do about it",
		"Tell what came, what failed, what each gap costs the bulletin, and what to do about it.",
		opening{}, func(ctx context.Context, j *job) error {
			r, err := j.Report(ctx)
			if err != nil {
				return err
			}
			if a.json {
				return a.printJSON(r)
			}
			return a.printStatus(r)
		})
}

func (a *app) printStatus(r *month.Report) error {
	state := "finished " + r.Finished.Format("2006-01-02 15:04 MST")
	if r.Finished.IsZero() {
		state = "not finished: run it again, it goes on"
	}
	fmt.Fprintf(a.stdout, "%s, collected by guette %s, begun %s, %s\n", r.Month, month.Plain(r.Version),
		r.Started.Format("2006-01-02 15:04 MST"), state)
	fmt.Fprintf(a.stdout, "%d of %d programs observed; %s\n", r.Coverage.Observed, r.Coverage.Programs, outcomes(r.Coverage))
	gaps := slices.DeleteFunc(slices.Clone(r.Sources), func(s watch.SourceReport) bool {
		return s.Outcome == watch.OutcomeOK || s.Outcome == watch.OutcomeUnchanged
	})
	if len(gaps) == 0 {
		fmt.Fprintln(a.stdout, "nothing is missing")
		return nil
	}
	slices.SortStableFunc(gaps, func(x, y watch.SourceReport) int {
		return cmp.Or(cmp.Compare(weight(x.Outcome), weight(y.Outcome)), cmp.Compare(x.Program, y.Program))
	})
	w := tabwriter.NewWriter(a.stdout, 0, 0, 2, ' ', 0)
	for _, s := range gaps {
		fmt.Fprintf(w, "\n%s\t%s\t%s\t%s\n", cmp.Or(s.Program, "(all)"), s.Collector, s.Outcome, s.Reason)
		w.Flush()
		for _, line := range gap(s) {
			fmt.Fprintf(a.stdout, "  %s\n", month.Plain(line))
		}
	}
	return nil
}

// gap tells a gap in lines: where, why, what it costs, what to do.
func gap(s watch.SourceReport) (lines []string) {
	if s.URL != "" {
		lines = append(lines, s.URL)
	}
	if s.Message != "" {
		lines = append(lines, s.Message)
	}
	if !s.Outcome.Good() && losses[s.Collector] != "" {
		cost := "the bulletin lacks " + losses[s.Collector]
		if !s.Collected.IsZero() {
			cost += ", or says what it was on " + s.Collected.Format("2006-01-02")
		}
		lines = append(lines, cost)
	}
	if !s.RetryAt.IsZero() {
		lines = append(lines, "ask again after "+s.RetryAt.Format("2006-01-02 15:04 MST"))
	}
	if s.Hint != "" {
		lines = append(lines, "hint: "+s.Hint)
	}
	return lines
}

// weight orders outcomes: what is lost first.
func weight(o watch.Outcome) int {
	return slices.Index([]watch.Outcome{watch.OutcomeError, watch.OutcomeRetryLater, watch.OutcomePartial,
		watch.OutcomeWarn, watch.OutcomeSkipped}, o)
}
