package main

import (
	"fmt"
	"io"
	"os"
	"path/filepath"

	"github.com/spf13/cobra"

	"guette/catalog"
	"guette/catalog/inventory"
	"guette/month"
)

func (a *app) catalogImport() *cobra.Command {
	var out, entity, name string
	var programs bool
	c := &cobra.Command{
		Use: "import FILE", Short: "Find the programs of the catalogue in an inventory",
		Long: `Find the programs of the catalogue in an inventory: a spreadsheet in CSV (also
that of the SILL) or XLSX, an SBOM in CycloneDX (JSON, XML) or SPDX 2 (JSON,
tag-value).

It writes a portfolio of one entity, to be completed; the report tells for each
line how sure the match is, and lists what the catalogue does not have. With
--programs it writes catalogue entries for those instead.

A portfolio has one version of a program: of several the lowest is written, and
the others are told, in the report and behind the line.`,
		Args: cobra.ExactArgs(1),
	}
	c.Flags().StringVarP(&out, "out", "o", "", "file to write (default: the standard output)")
	c.Flags().StringVar(&entity, "entity", "entite", "id of the entity")
	c.Flags().StringVar(&name, "name", "", "name of the entity (default: its id)")
	c.Flags().BoolVar(&programs, "programs", false, "write catalogue entries for what the catalogue does not have")
	c.RunE = func(c *cobra.Command, args []string) error {
		known, err := a.knownPrograms(c)
		if err != nil {
			return err
		}
		items, err := a.readInventory(args[0])
		if err != nil {
			return err
		}
		found, unmatched := inventory.Find(items, known)
		best := inventory.Best(found)
		text := inventory.Portfolio(catalog.MakeID(entity), firstOf(name, entity), filepath.Base(args[0]), best)
		if programs {
			text = catalog.Write(inventory.Programs(unmatched, known))
		}
		if err := a.matchReport(items, found, best, unmatched); err != nil {
			return err
		}
		if out == "" {
			_, err = a.stdout.Write(text)
			return err
		}
		return newFile(out, text)
	}
	return c
}

func firstOf(texts ...string) string {
	for _, s := range texts {
		if s != "" {
			return s
		}
	}
	return ""
}

// knownPrograms reads the catalogue of the configuration; a first catalogue
// begins with none.
func (a *app) knownPrograms(c *cobra.Command) (*catalog.Catalog, error) {
	config, err := a.load(c)
	if err != nil {
		return nil, err
	}
	if _, err := os.Stat(config.Catalog); os.IsNotExist(err) {
		return catalog.New(nil), nil
	}
	return catalog.Load(config.Catalog)
}

func (a *app) readInventory(path string) ([]inventory.Item, error) {
	f, err := os.Open(path)
	if err != nil {
		return nil, &usageError{err, "guette catalog import FILE"}
	}
	defer f.Close()
	data, err := io.ReadAll(io.LimitReader(f, inventory.MaxBytes+1))
	if err != nil {
		return nil, err
	}
	if len(data) > inventory.MaxBytes {
		return nil, fmt.Errorf("%s: more than %d MB", path, inventory.MaxBytes>>20)
	}
	items, format, bad, err := inventory.Read(path, data)
	if err != nil {
		return nil, &usageError{err, "guette catalog import --help"}
	}
	for _, b := range bad {
		fmt.Fprintf(a.stderr, "left out: %s\n", month.Plain(b.Error()))
	}
	fmt.Fprintf(a.stderr, "%s, %s: %d entries\n", path, format, len(items))
	return items, nil
}

// maxUnmatched bounds the list of an SBOM, which is mostly libraries.
const maxUnmatched = 200

// matchReport tells what was found, how surely, and what was not.
func (a *app) matchReport(items []inventory.Item, found, best []inventory.Match, unmatched []inventory.Item) error {
	by := map[inventory.Confidence]int{}
	for _, m := range found {
		by[m.Confidence]++
	}
	fmt.Fprintf(a.stderr, "%d entries are %d programs of the catalogue: %d certain, %d probable, %d possible; %d of %d are not in it\n",
		len(found), len(best), by[inventory.Certain], by[inventory.Probable], by[inventory.Possible], len(unmatched), len(items))
	for _, m := range found {
		if m.Confidence == inventory.Possible {
			fmt.Fprintf(a.stderr, "check: %q taken for %s\n", month.Plain(m.Item.Label()), m.Program)
		}
	}
	for _, m := range best {
		if also := m.Versions(); also != "" {
			fmt.Fprintf(a.stderr, "several versions of %s: %q is written, which is most behind; not %s\n", m.Program, m.Item.Version, month.Plain(also))
		}
	}
	for i, item := range unmatched {
		if i == maxUnmatched {
			fmt.Fprintf(a.stderr, "… and %d more\n", len(unmatched)-maxUnmatched)
			break
		}
		fmt.Fprintf(a.stderr, "not in the catalogue: %s\n", month.Plain(item.Label()))
	}
	return nil
}

// newFile writes a file that is not there yet: people's files are not
// overwritten.
func newFile(path string, data []byte) error {
	if _, err := os.Stat(path); err == nil {
		return &usageError{fmt.Errorf("%s is there already", path), "--out ANOTHER"}
	}
	return month.WriteFile(path, data)
}
