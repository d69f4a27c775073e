// Package catalog reads what people keep by hand: the programs to watch, the
// portfolios of the administrations and the curations. It is strict and tells
// all that is wrong with a file at once, with the line and what to write
// instead; what it returns without an error is right in form.
//
// Programs are read from YAML, from CSV with a header, or from a folder of
// YAML files, one program each. The form is in docs/operator.md.
package catalog

import (
	"cmp"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"guette/catalog/strict"
	"guette/watch"
)

// A Catalog is a set of programs that can be found by id and by name.
type Catalog struct {
	Programs []watch.Program // by id
	Warnings strict.Problems // what is allowed, but likely a mistake
	byID     map[string]int
	byName   map[string]string
}

// An entry is a program and the place where it is written.
type entry struct {
	program watch.Program
	file    string
	line    int
	lines   map[string]int // by key; a key that is not there has the line of the program
}

func (e *entry) problem(key, hint, format string, args ...any) strict.Problem {
	line, ok := e.lines[key]
	if !ok {
		line = e.line
	}
	return strict.Problem{File: e.file, Line: line, Hint: hint,
		Text: cmp.Or(e.program.ID, e.program.Name, "a program") + ": " + fmt.Sprintf(format, args...)}
}

// Load reads the programs at path and checks them. An error of type
// strict.Problems tells all that is wrong with them.
func Load(path string) (*Catalog, error) {
	entries, problems, err := load(path)
	if err != nil {
		return nil, err
	}
	found, warnings := check(entries)
	problems = append(problems, found...)
	if len(entries) == 0 && len(problems) == 0 {
		problems = append(problems, strict.Problem{File: path, Text: "no program",
			Hint: "write one, or make a first catalogue: guette catalog import FILE"})
	}
	if err := problems.Err(); err != nil {
		return nil, err
	}
	programs := make([]watch.Program, len(entries))
	for i, e := range entries {
		programs[i] = e.program
	}
	c := New(programs)
	c.Warnings = warnings.Sorted()
	return c, nil
}

// New makes a catalogue of programs.
func New(programs []watch.Program) *Catalog {
	c := &Catalog{Programs: slices.Clone(programs), byID: map[string]int{}, byName: map[string]string{}}
	slices.SortFunc(c.Programs, func(a, b watch.Program) int { return cmp.Compare(a.ID, b.ID) })
	for i, p := range c.Programs {
		c.byID[p.ID] = i
	}
	// Ids and names win over aliases of other programs.
	for _, names := range []func(watch.Program) []string{
		func(p watch.Program) []string { return []string{p.ID} },
		func(p watch.Program) []string { return []string{p.Name} },
		func(p watch.Program) []string { return p.Aliases },
	} {
		for _, p := range c.Programs {
			for _, name := range names(p) {
				if _, taken := c.byName[fold(name)]; !taken && name != "" {
					c.byName[fold(name)] = p.ID
				}
			}
		}
	}
	return c
}

// Program returns the program with an id.
func (c *Catalog) Program(id string) (watch.Program, bool) {
	i, ok := c.byID[id]
	if !ok {
		return watch.Program{}, false
	}
	return c.Programs[i], true
}

// Named returns the id of the program with an id, a name or an alias, in any
// case and however its words are joined.
func (c *Catalog) Named(name string) (string, bool) {
	id, ok := c.byName[fold(name)]
	return id, ok && fold(name) != ""
}

// All lists all programs by id.
func (c *Catalog) All() []watch.Program { return c.Programs }

// fold makes names comparable: "Apache HTTP Server", "apache_http-server".
func fold(name string) string {
	return strings.Join(strings.FieldsFunc(strings.ToLower(name), func(r rune) bool {
		return r == ' ' || r == '-' || r == '_' || r == '\u00A0'
	}), " ")
}

func load(path string) ([]*entry, strict.Problems, error) {
	info, err := os.Stat(path)
	if err != nil {
		return nil, nil, missing(path, "catalog", err)
	}
	switch ext := strings.ToLower(filepath.Ext(path)); {
	case info.IsDir():
		return loadFolder(path)
	case ext == ".csv":
		return loadCSV(path)
	case ext == ".yaml" || ext == ".yml":
		return loadYAML(path)
	}
	return nil, strict.Problems{{File: path, Text: "neither .yaml nor .csv nor a folder",
		Hint: "the ending of the file decides how it is read"}}, nil
}

// missing says which setting names a file that is not there.
func missing(path, key string, err error) error {
	if errors.Is(err, fs.ErrNotExist) {
		return strict.Problems{{File: path, Text: "no such file",
			Hint: fmt.Sprintf("set %q in the configuration to the file that you have", key)}}
	}
	return err
}

func loadFolder(dir string) (all []*entry, problems strict.Problems, err error) {
	files, err := os.ReadDir(dir)
	if err != nil {
		return nil, nil, err
	}
	for _, f := range files {
		ext := strings.ToLower(filepath.Ext(f.Name()))
		if f.IsDir() || strings.HasPrefix(f.Name(), ".") || ext != ".yaml" && ext != ".yml" {
			continue
		}
		doc, root, err := strict.Open(filepath.Join(dir, f.Name()))
		if err != nil {
			return nil, nil, err
		}
		e := readProgram(root, doc.File)
		if name := strings.TrimSuffix(f.Name(), filepath.Ext(f.Name())); e.program.ID != name && e.program.ID != "" {
			problems = append(problems, e.problem("id", "name the file "+e.program.ID+ext, "its file is named %q", f.Name()))
		}
		all, problems = append(all, e), append(problems, doc.Problems...)
	}
	return all, problems, nil
}
