package main

import (
	"context"
	"encoding/json"
	"fmt"
	"strings"

	"github.com/spf13/cobra"

	"guette/month"
)

func (a *app) reviewCommand() *cobra.Command {
	var o opening
	var inDraft bool
	c := &cobra.Command{
		Use: "review", Short: "List what an editor has to look at before publishing",
		Long: `List what an editor has to look at in the drafts as they are now: open conflicts,
what is left to settle, statements whose source is gone, what is uncertain, faults
of structure and of French. Nothing is changed in the text.

With --in-draft, the list also stands in each draft, in a comment at its head.`,
		Args: cobra.NoArgs,
	}
	c.Flags().StringVar(&o.month, "month", "", "month as YYYY-MM (default: the last full month)")
	c.Flags().BoolVar(&inDraft, "in-draft", false, "put the list into each draft too")
	c.Flags().BoolVar(&a.json, "json", false, "print the result as JSON")
	c.RunE = func(c *cobra.Command, _ []string) error {
		return a.with(c, o, func(ctx context.Context, j *job) error {
			list, err := j.Review(ctx)
			if err != nil {
				return err
			}
			if inDraft {
				if err := j.Checklist(list); err != nil {
					return err
				}
			}
			return a.printReview(list)
		})
	}
	return c
}

func (a *app) printReview(list []month.Reviewed) error {
	if a.json {
		return json.NewEncoder(a.stdout).Encode(list)
	}
	for _, r := range list {
		fmt.Fprintf(a.stdout, "%s\n", r.Draft)
		for _, i := range r.Items {
			mark := "-"
			if i.Blocking {
				mark = "!"
			}
			fmt.Fprintf(a.stdout, "  %s %s\n", mark, month.Plain(i.String()))
		}
		if len(r.Items) == 0 {
			fmt.Fprintln(a.stdout, "  rien à signaler")
		}
	}
	return nil
}

func (a *app) diffCommand() *cobra.Command {
	var o opening
	c := &cobra.Command{
		Use: "diff MONTH [MONTH]", Short: "Tell what the drafts of two months say differently",
		Long: `Tell what the drafts of two months say differently, by draft and section. With
one month, tell what differs between what was generated and what stands now.`,
		Args: cobra.RangeArgs(1, 2),
	}
	c.Flags().BoolVar(&a.json, "json", false, "print the result as JSON")
	c.RunE = func(c *cobra.Command, args []string) error {
		o.month = args[len(args)-1]
		return a.with(c, o, func(ctx context.Context, j *job) error {
			other, err := a.month(args[0], j.Settings.Zone)
			if err != nil {
				return err
			}
			list, err := j.Compare(ctx, other)
			if err != nil {
				return err
			}
			return a.printDiff(list)
		})
	}
	return c
}

func (a *app) printDiff(list []month.Compared) error {
	if a.json {
		return json.NewEncoder(a.stdout).Encode(list)
	}
	for _, d := range list {
		if len(d.Changes) == 0 {
			continue
		}
		fmt.Fprintf(a.stdout, "%s\n", d.Draft)
		section := ""
		for _, c := range d.Changes {
			if c.Section != section {
				section = c.Section
				fmt.Fprintf(a.stdout, "  %s\n", month.Plain(section))
			}
			a.printSide("-", c.Was)
			a.printSide("+", c.Now)
		}
	}
	return nil
}

func (a *app) printSide(sign, text string) {
	if text == "" {
		return
	}
	for line := range strings.SplitSeq(text, "\n") {
		fmt.Fprintf(a.stdout, "    %s %s\n", sign, month.Plain(line))
	}
}
