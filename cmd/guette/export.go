package main

import (
	"bytes"
	"context"
	"fmt"
	"io"
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"guette/month"
	"guette/month/export"
	"guette/watch"
)

// formats of an export, by what is exported.
var formats = map[string][]string{
	"findings": {"json", "csv", "xlsx", "atom", "ics"},
	"facts":    {"json", "csv", "xlsx"},
}

func (a *app) exportCommand() *cobra.Command {
	var o opening
	var format, out, entity string
	c := &cobra.Command{
		Use: "export facts|findings", Short: "Write the findings or the facts of a month for other programs",
		Long: `Write the findings or the facts of a month for other programs.

Findings: json, csv, xlsx, atom (news), ics (ends of support). Facts dated in the
month: json, csv, xlsx. With --entity, only those of its perimeter.

For a spreadsheet take xlsx, whose cells are texts: opened as csv, version 1.10
becomes the number 1.1.`,
		Args: cobra.MatchAll(cobra.ExactArgs(1), cobra.OnlyValidArgs), ValidArgs: []string{"facts", "findings"},
	}
	c.Flags().StringVar(&o.month, "month", "", "month as YYYY-MM (default: the last full month)")
	c.Flags().StringVar(&format, "format", "json", "json, csv, xlsx, atom or ics")
	c.Flags().StringVarP(&out, "out", "o", "", "file to write (default: the standard output)")
	c.Flags().StringVar(&entity, "entity", "", "id of an entity: only what concerns its programs")
	c.RunE = func(c *cobra.Command, args []string) error {
		if !slices.Contains(formats[args[0]], format) {
			return &usageError{fmt.Errorf("format %q: %s are written as %s", format, args[0], strings.Join(formats[args[0]], ", ")),
				c.CommandPath() + " " + args[0] + " --format " + formats[args[0]][0]}
		}
		return a.with(c, o, func(ctx context.Context, j *job) error {
			programs, err := perimeter(j, entity)
			if err != nil {
				return err
			}
			var b bytes.Buffer
			if args[0] == "facts" {
				err = exportFacts(ctx, &b, j, programs, format)
			} else {
				err = exportFindings(ctx, &b, j, programs, format)
			}
			if err != nil {
				return err
			}
			if out != "" {
				return month.WriteFile(out, b.Bytes())
			}
			_, err = a.stdout.Write(b.Bytes())
			return err
		})
	}
	return c
}

// perimeter lists the programs of an entity, of the catalogue for "".
func perimeter(j *job, entity string) (ids []string, err error) {
	if entity == "" {
		for _, p := range j.Catalog.Programs {
			ids = append(ids, p.ID)
		}
		return ids, nil
	}
	var known []string
	for _, e := range j.Portfolio.Entities {
		if known = append(known, e.ID); e.ID == entity {
			for _, d := range e.Programs {
				ids = append(ids, d.Program)
			}
			slices.Sort(ids)
			return ids, nil
		}
	}
	return nil, &usageError{fmt.Errorf("entity %q is not in the portfolios: %s", entity, strings.Join(known, ", ")), "guette export --help"}
}

func exportFindings(ctx context.Context, w io.Writer, j *job, programs []string, format string) error {
	analysis, err := j.Analysis(ctx)
	if err != nil {
		return err
	}
	findings := export.InPerimeter(analysis.Findings, programs)
	switch format {
	case "csv":
		return export.Findings(findings, j.Statement).CSV(w)
	case "xlsx":
		return export.Findings(findings, j.Statement).XLSX(w)
	case "atom":
		return export.Atom(w, j.Month, j.Edition(), j.Settings.Publisher.Name, findings, j.Statement, j.Name)
	case "ics":
		return export.Calendar(w, j.Edition(), findings, j.Statement, j.Name)
	}
	data, err := j.FindingsJSON(findings)
	if err != nil {
		return err
	}
	_, err = w.Write(data)
	return err
}

func exportFacts(ctx context.Context, w io.Writer, j *job, programs []string, format string) error {
	var facts []watch.Fact
	for _, id := range append([]string{""}, programs...) {
		own, err := j.Facts(ctx, id)
		if err != nil {
			return err
		}
		facts = append(facts, own...)
	}
	table, err := export.Facts(facts)
	if err != nil {
		return err
	}
	switch format {
	case "csv":
		return table.CSV(w)
	case "xlsx":
		return table.XLSX(w)
	}
	data, err := table.JSON()
	if err != nil {
		return err
	}
	_, err = w.Write(data)
	return err
}
