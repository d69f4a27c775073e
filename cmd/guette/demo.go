package main

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"time"

	"github.com/spf13/cobra"

	"guette/cmd/guette/demo"
	"guette/month"
	"guette/watch"
)

// demoConfig is the configuration of the demo, written beside its files.
const demoConfig = `# The configuration of the demo. Nothing here reaches the network.
catalog: catalog.yaml
portfolios: portfolios.yaml
curations: curations.yaml
reports: reports
store: guette.db
fetch:
  cache: cache
  spacing: 0s
`

func (a *app) demoCommand() *cobra.Command {
	var dir string
	c := &cobra.Command{
		Use: "demo", Short: "Make the bulletins of a month of programs that do not exist, offline",
		Long: `Make the bulletins of a month of programs that do not exist, offline.

It is the very same pipeline as "guette run" and "guette publish --draft", over a
world inside the process. Everything in it is invented.`,
		Args: cobra.NoArgs,
		RunE: func(c *cobra.Command, _ []string) error { return a.demo(c.Context(), dir) },
	}
	c.Flags().StringVar(&dir, "dir", "guette-demo", "folder to write to; made anew")
	return c
}

// demo does two months, so that the second has something to follow up.
func (a *app) demo(ctx context.Context, dir string) error {
	if err := freshDemo(dir); err != nil {
		return err
	}
	c, err := loadConfig(filepath.Join(dir, "config.yaml"), true)
	if err != nil {
		return err
	}
	last, err := watch.ParseMonth(demo.Month)
	if err != nil {
		return err
	}
	for _, m := range []watch.Month{last.Add(-1), last} {
		if err := a.demoMonth(ctx, c, m, m != last); err != nil {
			return err
		}
	}
	fmt.Fprintf(a.stdout, "\nThe bulletins of %s, on programs that do not exist:\n  drafts  %s\n  PDF     %s\n", last,
		filepath.Join(c.Reports, last.String()), filepath.Join(c.Reports, last.String(), "pdf"))
	return nil
}

// demoMonth does a month as on the morning after it: the same clock each time,
// so that two demos give the same bytes. The month before was reviewed and
// published, so that the last one has something to correct.
func (a *app) demoMonth(ctx context.Context, c *Config, m watch.Month, reviewed bool) (err error) {
	morning := m.End(c.Zone).Add(6 * time.Hour)
	b := *a
	b.now = func() time.Time { return morning }
	j, err := b.open(ctx, c, opening{month: m.String(), locked: "demo", network: true, world: demo.New(morning)})
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, j.close()) }()
	report, err := b.collect(ctx, j)
	if err != nil {
		return err
	}
	if _, err := j.Draft(ctx); err != nil {
		return err
	}
	if err := b.report(j, report); err != nil {
		return err
	}
	if reviewed {
		if err := review(filepath.Join(c.Reports, m.String())); err != nil {
			return err
		}
	}
	_, err = j.Publish(ctx, month.Publication{Drafts: true, Force: reviewed})
	return err
}

// review does to the drafts of a month what an editor does who agrees with all.
func review(dir string) error {
	return filepath.WalkDir(dir, func(path string, _ fs.DirEntry, err error) error {
		if err != nil || filepath.Ext(path) != ".md" {
			return err
		}
		draft, err := os.ReadFile(path)
		if err != nil {
			return err
		}
		return month.WriteFile(path, bytes.Replace(draft, []byte("\nstatus: brouillon\n"), []byte("\nstatus: relu\n"), 1))
	})
}

// demoFile marks a folder of the demo: only such a folder is made anew.
const demoFile = "guette-demo.txt"

func freshDemo(dir string) error {
	if _, err := os.Stat(dir); err == nil {
		if _, err := os.Stat(filepath.Join(dir, demoFile)); err != nil {
			return &usageError{fmt.Errorf("folder %s is there and is not a demo", dir), "guette demo --dir ANOTHER"}
		}
		if err := os.RemoveAll(dir); err != nil {
			return err
		}
	}
	if err := month.WriteFile(filepath.Join(dir, demoFile), []byte("Written by guette demo, which makes this folder anew.\n")); err != nil {
		return err
	}
	files := demo.Files()
	names, err := fs.Glob(files, "*.yaml")
	if err != nil {
		return err
	}
	for _, name := range names {
		data, err := fs.ReadFile(files, name)
		if err != nil {
			return err
		}
		if err := month.WriteFile(filepath.Join(dir, name), data); err != nil {
			return err
		}
	}
	return month.WriteFile(filepath.Join(dir, "config.yaml"), []byte(demoConfig))
}
