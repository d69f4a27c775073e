package catalog

import (
	"bufio"
	"encoding/csv"
	"errors"
	"fmt"
	"io"
	"os"
	"slices"
	"strings"
	"unicode/utf8"

	"guette/catalog/strict"
)

// columns of a catalogue in CSV, in the order in which it is written.
var columns = []string{"id", "name", "aliases", "category", "licence", "homepage", "repository", "feeds", "releases",
	"changelog", "endoflife", "purl", "cpe", "debian", "osv", "wikidata", "sill", "successor"}

// otherColumns are the names that inventories give to the same columns.
var otherColumns = map[string]string{
	"sill_id": "sill", "licence_spdx": "licence", "license": "licence", "repository_url": "repository",
	"release_feed_url": "releases", "news_feed_url": "feeds", "endoflife_slug": "endoflife", "debian_source": "debian",
}

// droppedColumns are columns of known inventories that say nothing to read.
var droppedColumns = []string{"function", "licence_raw", "repository_evidence", "repository_sill_raw", "debian_evidence",
	"sill_latest_version", "origin", "git_corpus"}

// maxRows bounds a catalogue in CSV.
const maxRows = 100_000

func loadCSV(path string) ([]*entry, strict.Problems, error) {
	f, err := os.Open(path)
	if err != nil {
		return nil, nil, err
	}
	defer f.Close()
	all, problems := readCSV(f, path)
	return all, problems, nil
}

// readCSV reads programs, one a line after the header.
func readCSV(in io.Reader, file string) (all []*entry, problems strict.Problems) {
	r := csv.NewReader(withoutBOM(in))
	r.FieldsPerRecord = -1
	header, err := r.Read()
	if err != nil {
		return nil, strict.Problems{badCSV(file, err)}
	}
	keys, problems := csvKeys(file, header)
	for len(all) < maxRows {
		record, err := r.Read()
		if errors.Is(err, io.EOF) {
			return all, problems
		}
		if err != nil {
			problems = append(problems, badCSV(file, err))
			if _, one := errors.AsType[*csv.ParseError](err); !one {
				return all, problems
			}
			continue
		}
		line, _ := r.FieldPos(0)
		if len(record) != len(header) {
			problems = append(problems, strict.Problem{File: file, Line: line,
				Text: fmt.Sprintf("%d fields, the header has %d", len(record), len(header)),
				Hint: "put a text that holds a comma in double quotes"})
			continue
		}
		all = append(all, csvProgram(file, line, keys, record))
	}
	return all, append(problems, strict.Problem{File: file, Text: fmt.Sprintf("more than %d programs", maxRows)})
}

// csvKeys names the column of each field; "" is a column that is not read.
func csvKeys(file string, header []string) (keys []string, problems strict.Problems) {
	seen := map[string]bool{}
	fail := func(hint, format string, args ...any) {
		problems = append(problems, strict.Problem{File: file, Line: 1, Text: fmt.Sprintf(format, args...), Hint: hint})
	}
	for _, name := range header {
		key := strings.ToLower(strings.TrimSpace(name))
		if other, ok := otherColumns[key]; ok {
			key = other
		}
		switch {
		case slices.Contains(droppedColumns, key):
			key = ""
		case !slices.Contains(columns, key):
			fail(strict.OneOf(key, columns), "unknown column %q", name)
		case seen[key]:
			fail("keep one of them", "column %q is there twice", key)
		}
		seen[key] = true
		keys = append(keys, key)
	}
	for _, key := range []string{"id", "name"} {
		if !seen[key] {
			fail("the first line names the columns: "+strings.Join(columns, ","), "no column %q", key)
		}
	}
	return keys, problems
}

func csvProgram(file string, line int, keys, record []string) *entry {
	e := &entry{file: file, line: line}
	p := &e.program
	for i, key := range keys {
		value := strings.TrimSpace(record[i])
		several := strings.Fields(value)
		switch key {
		case "id":
			p.ID = value
		case "name":
			p.Name = value
		case "aliases":
			p.Aliases = several
		case "category":
			p.Category = value
		case "licence":
			p.Licence = value
		case "homepage":
			p.Homepage = value
		case "repository":
			p.Repositories = several
		case "feeds":
			p.Feeds = several
		case "releases":
			p.Releases = value
		case "changelog":
			p.Changelog = value
		case "endoflife":
			p.EndOfLife = value
		case "purl":
			p.PURLs = several
		case "cpe":
			p.CPEs = several
		case "debian":
			p.Debian = value
		case "osv":
			for _, s := range several {
				p.OSV = append(p.OSV, parseOSV(s))
			}
		case "wikidata":
			p.Wikidata = value
		case "sill":
			p.SILL = value
		case "successor":
			p.Successor = value
		}
	}
	return e
}

func badCSV(file string, err error) strict.Problem {
	p := strict.Problem{File: file, Text: err.Error(), Hint: "the first line names the columns: " + strings.Join(columns, ",")}
	if e, ok := errors.AsType[*csv.ParseError](err); ok {
		p.Line, p.Text, p.Hint = e.StartLine, e.Err.Error(), "double each quote inside a quoted text"
	}
	if errors.Is(err, io.EOF) {
		p.Text = "the file is empty"
	}
	return p
}

// withoutBOM skips the mark that spreadsheets put before UTF-8, and tells
// apart a file that is no UTF-8 by refusing nothing: the checks see the names.
func withoutBOM(in io.Reader) io.Reader {
	b := bufio.NewReader(in)
	if r, _, err := b.ReadRune(); err == nil && r != '\uFEFF' {
		if err := b.UnreadRune(); err != nil {
			return b
		}
	}
	return b
}

// validText tells whether a text is UTF-8 without control characters.
func validText(s string) bool {
	return utf8.ValidString(s) && !strings.ContainsFunc(s, func(r rune) bool { return r < ' ' || r == 0x7f })
}
