package changelog

import (
	"bytes"
	"cmp"
	"fmt"
	"iter"
	"net/mail"
	"slices"
	"strings"
	"unicode/utf8"

	"golang.org/x/net/html/charset"

	"guette/collect"
	"guette/internal/lazyregexp"
	"guette/watch"
)

const (
	maxSections = 2000     // of a file; the longest of the corpus, 7-Zip's and Nagios's, have some 300
	maxLines    = 200_000  // of a file
	maxNotes    = 32 << 10 // bytes kept of a section
)

// A Section is what a changelog says of one version.
type Section struct {
	Version string
	Date    watch.Date // zero where the heading tells none
	Notes   string     // as written, bounded
	Cut     bool       // Notes is not whole
	Line    int        // of the heading, from 1
}

// Parse reads the sections of a changelog in the order of the file. A pair
// with an error reports one bad entry; a *collect.Error means that the file is
// none, or none that can be read.
func Parse(data []byte) iter.Seq2[*Section, error] {
	return func(yield func(*Section, error) bool) {
		lines, err := linesOf(data)
		if err != nil {
			yield(nil, err)
			return
		}
		days := dayReaderOf(lines)
		all := allHeadings(lines, days)
		headings := choose(all)
		if len(headings) == 0 && len(all) > 0 && slices.IndexFunc(all, named) < 0 {
			return // what is not released yet, and nothing else
		}
		if len(headings) == 0 {
			headings = titleOf(lines, days)
		}
		if len(headings) == 0 {
			yield(nil, &collect.Error{Reason: "not-a-changelog", Message: "no heading with a version in the file",
				Hint: "check the address: a changelog has one section for each version"})
			return
		}
		seen := map[string]bool{}
		for i, h := range headings {
			switch {
			case h.version == "":
				continue
			case i >= maxSections:
				yield(nil, fmt.Errorf("section %d: more than %d sections; the rest is left out", i, maxSections))
				return
			case seen[h.version]:
				if !yield(nil, fmt.Errorf("line %d: version %q: a second section of this version is left out", h.line+1, h.version)) {
					return
				}
				continue
			}
			seen[h.version] = true
			end := len(lines)
			if i+1 < len(headings) {
				end = headings[i+1].line
			}
			if !yield(section(h, lines[h.line+h.length:end], days), nil) {
				return
			}
		}
	}
}

// at reads the section of a version in the file as it was at the version's tag,
// nil where it has none. Some projects tag before they write the version over
// what they gathered as "unreleased".
func at(data []byte, tag string) *Section {
	for s, err := range Parse(data) {
		if err == nil && keyOf(s.Version) == keyOf(tag) {
			return s
		}
	}
	lines, err := linesOf(data)
	if err != nil {
		return nil
	}
	days := dayReaderOf(lines)
	all := allHeadings(lines, days)
	h, ok := coming(all, tag)
	if !ok {
		return nil
	}
	end := len(lines)
	for _, next := range choose(all) {
		if next.line > h.line {
			end = next.line
			break
		}
	}
	s := section(h, lines[h.line+h.length:end], days)
	if s.Notes == "" {
		return nil
	}
	v, _ := watch.ParseVersion(tag)
	s.Version = v.String()
	return s
}

// linesOf decodes a file and cuts it into lines.
func linesOf(data []byte) ([]string, error) {
	data = bytes.TrimPrefix(data, []byte("\ufeff"))
	if bytes.IndexByte(data, 0) >= 0 {
		return nil, &collect.Error{Reason: "bad-encoding", Message: "the file is not text"}
	}
	if !utf8.Valid(data) {
		enc, _ := charset.Lookup("windows-1252")
		decoded, err := enc.NewDecoder().Bytes(data)
		if err != nil {
			return nil, &collect.Error{Reason: "bad-encoding", Message: "the file is not text", Err: err}
		}
		data = decoded
	}
	lines := strings.Split(strings.ReplaceAll(string(data), "\r\n", "\n"), "\n")
	if len(lines) > maxLines {
		return nil, &collect.Error{Reason: "too-large", Message: fmt.Sprintf("more than %d lines", maxLines)}
	}
	return lines, nil
}

// trailer is the line with which Debian signs a section.
var trailer = lazyregexp.New(`^ -- .*>  ?(\w{3}, .*)$`)

func section(h heading, lines []string, days dayReader) *Section {
	s := &Section{Version: h.version, Date: h.date, Line: h.line + 1}
	kept := lines[:0:0]
	for _, line := range lines {
		if m := trailer.Re().FindStringSubmatch(line); m != nil && h.form == formDebian {
			if t, err := mail.ParseDate(m[1]); err == nil {
				s.Date = watch.DateOf(t)
			}
			continue // the name and address of a person
		}
		kept = append(kept, line)
	}
	if h.form == formComment {
		for i := range kept {
			kept[i] = strings.TrimPrefix(strings.TrimPrefix(kept[i], "# "), "#")
		}
	}
	s.Notes, s.Cut = collect.Clip(strings.Join(trim(kept), "\n"), maxNotes)
	s.Date = cmp.Or(s.Date, days.below(kept), days.signed(kept))
	return s
}

// trim takes empty lines and frames off both ends.
func trim(lines []string) []string {
	empty := func(line string) bool { return strings.Trim(line, "-=# \t") == "" }
	for len(lines) > 0 && empty(lines[0]) {
		lines = lines[1:]
	}
	for len(lines) > 0 && empty(lines[len(lines)-1]) {
		lines = lines[:len(lines)-1]
	}
	return lines
}
