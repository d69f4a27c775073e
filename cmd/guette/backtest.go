package main

import (
	"bytes"
	"os"

	"github.com/spf13/cobra"

	"guette/analyze/backtest"
	"guette/month"
)

func (a *app) backtestCommand() *cobra.Command {
	var activity, out string
	c := &cobra.Command{
		Use: "backtest --activity FILE", Short: "Run the abandonment model on a table of monthly activity",
		Long: `Run the abandonment model on a table of monthly activity in CSV (its columns are in
docs/method.md), and write one prediction for each project and month.`,
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
				return month.WriteFile(out, b.Bytes())
			}
			_, err = a.stdout.Write(b.Bytes())
			return err
		},
	}
	c.Flags().StringVar(&activity, "activity", "", "CSV of monthly activity")
	c.Flags().StringVarP(&out, "out", "o", "", "file to write (default: the standard output)")
	if err := c.MarkFlagRequired("activity"); err != nil {
		panic(err) // the flag is defined above
	}
	return c
}
