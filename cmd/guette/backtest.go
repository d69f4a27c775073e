package main

import (
	"bytes"
	"os"

	"github.com/spf13/cobra"

	"guette/analyze/backtest"
	"guette/month"
)

func (a *app) backtestCommand() *cobra.Command {
	var activity, out, target string
	var labels []string
	c := &cobra.Command{
		Use: "backtest --activity FILE", Short: "Run the abandonment model on a table of monthly activity",
		Long: `Run the abandonment model on a table of monthly activity in CSV (its columns are in
docs/method.md), and write one prediction for each project and month.

With --labels, compare with what became of the projects instead, beside simple
baselines, cross-validated by families of projects: give the file of outcomes
(repo,month,y12) and, with a second --labels, that of families (repo,family).
Predictions then go to --out.`,
		Args: cobra.NoArgs,
		RunE: func(c *cobra.Command, _ []string) error {
			f, err := os.Open(activity)
			if err != nil {
				return &usageError{err, "guette backtest --activity monthly.csv"}
			}
			defer f.Close()
			projects, err := backtest.ReadActivity(activity, f)
			if err != nil {
				return &usageError{err, "guette backtest --help"}
			}
			var b bytes.Buffer
			if err := backtest.WritePredictions(&b, backtest.Predict(projects)); err != nil {
				return err
			}
			if out != "" {
				if err := month.WriteFile(out, b.Bytes()); err != nil {
					return err
				}
			}
			switch {
			case len(labels) > 0:
				return a.measure(projects, labels, target)
			case out == "":
				_, err = a.stdout.Write(b.Bytes())
			}
			return err
		},
	}
	c.Flags().StringVar(&activity, "activity", "", "CSV of monthly activity")
	c.Flags().StringVarP(&out, "out", "o", "", "file to write (default: the standard output)")
	c.Flags().StringArrayVar(&labels, "labels", nil, "CSV of outcomes or of families; may be given twice")
	c.Flags().StringVar(&target, "target", "y12", "column of the outcome")
	c.Flags().BoolVar(&a.json, "json", false, "print the report as JSON")
	if err := c.MarkFlagRequired("activity"); err != nil {
		panic(err) // the flag is defined above
	}
	return c
}

// measure prints the quality of the model where the outcome is known.
func (a *app) measure(projects []backtest.Project, labels []string, target string) error {
	outcomes := backtest.NewOutcomes()
	for _, name := range labels {
		f, err := os.Open(name)
		if err != nil {
			return &usageError{err, "guette backtest --help"}
		}
		err = outcomes.Read(name, f, target)
		f.Close()
		if err != nil {
			return &usageError{err, "guette backtest --help"}
		}
	}
	report, err := backtest.Measure(projects, outcomes)
	if err != nil {
		return err
	}
	if a.json {
		return report.WriteJSON(a.stdout)
	}
	return report.WriteText(a.stdout)
}
