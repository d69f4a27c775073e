package main

import (
	"fmt"

	"github.com/spf13/cobra"

	"guette/catalog"
	"guette/month"
)

func (a *app) catalogCommand() *cobra.Command {
	c := &cobra.Command{Use: "catalog", Short: "Check the files that people keep, and help to fill them", Args: cobra.NoArgs,
		RunE: func(c *cobra.Command, _ []string) error { return c.Help() }}
	c.AddCommand(a.catalogCheck(), a.catalogImport(), a.catalogSuggest())
	return c
}

func (a *app) catalogCheck() *cobra.Command {
	return &cobra.Command{Use: "check [FILE]", Short: "Check the catalogue, the portfolios and the curations",
		Long: "Check the catalogue, the portfolios and the curations of the configuration, or a catalogue alone.",
		Args: cobra.MaximumNArgs(1),
		RunE: func(c *cobra.Command, args []string) error {
			if len(args) == 1 {
				programs, err := catalog.Load(args[0])
				if err != nil {
					return err
				}
				return a.checked(programs, "")
			}
			config, err := a.load(c)
			if err != nil {
				return err
			}
			j := &job{config: config, Desk: &month.Desk{}}
			if err := j.people(config); err != nil {
				return err
			}
			return a.checked(j.Catalog, fmt.Sprintf(", %d entities, %d curations", len(j.Portfolio.Entities), len(j.Curations)))
		}}
}

// checked tells that a catalogue is right, and what is doubtful in it.
func (a *app) checked(c *catalog.Catalog, more string) error {
	for _, w := range c.Warnings {
		fmt.Fprintf(a.stdout, "warning: %s\n", month.Plain(w.Error()))
		if w.Hint != "" {
			fmt.Fprintf(a.stdout, "  hint: %s\n", month.Plain(w.Hint))
		}
	}
	_, err := fmt.Fprintf(a.stdout, "%d programs%s, %d warnings\n", len(c.Programs), more, len(c.Warnings))
	return err
}
