package section

import (
	"cmp"
	"slices"
	"strings"
	"unicode"

	"golang.org/x/text/unicode/norm"

	"guette/render"
)

// minTable is from how many programs a category that no portfolio knows has a
// table of its own: tables of one line are headers only.
const minTable = 4

// A shelf sorts rows into the tables of domains.
type shelf struct {
	tables []versionTable
	rest   []versionRow // of small categories
}

// add adds the rows of a domain; whole keeps its table however small.
func (s *shelf) add(g render.Group, rows []versionRow, whole bool) {
	switch {
	case len(rows) == 0:
	case !whole && len(rows) < minTable:
		s.rest = append(s.rest, rows...)
	default:
		s.tables = append(s.tables, versionTable{ID: unaccented(g.ID), Label: g.Label, Rows: rows})
	}
}

// close adds the rows of small categories to the last table, by name.
func (s *shelf) close() []versionTable {
	if len(s.rest) == 0 {
		return s.tables
	}
	if n := len(s.tables); n == 0 || s.tables[n-1].ID != "" {
		s.tables = append(s.tables, versionTable{})
	}
	last := &s.tables[len(s.tables)-1]
	last.Rows = append(last.Rows, s.rest...)
	slices.SortStableFunc(last.Rows, func(x, y versionRow) int {
		return cmp.Or(cmp.Compare(strings.ToLower(x.Name), strings.ToLower(y.Name)), cmp.Compare(x.Program.ID, y.Program.ID))
	})
	return s.tables
}

// domains groups the perimeter. The general edition groups by the domains of
// the portfolios too, so that a row has the same place in all editions; what
// nobody declares is grouped by category.
func domains(b *render.Bulletin) []render.Group {
	if !b.General() {
		return b.Groups()
	}
	declared := map[string]string{}
	for _, e := range b.Portfolio.Entities {
		for _, d := range e.Programs {
			if declared[d.Program] == "" {
				declared[d.Program] = d.Domain
			}
		}
	}
	var own []render.Group
	for _, d := range b.Domains {
		own = append(own, render.Group{ID: d.ID, Label: d.Label})
	}
	var rest []render.Group
	for _, g := range b.Groups() {
		left := render.Group{ID: g.ID, Label: g.Label}
		for _, c := range g.Programs {
			i := slices.IndexFunc(own, func(o render.Group) bool {
				return o.ID != "" && (o.ID == declared[c.Program.ID] || declared[c.Program.ID] == "" && strings.EqualFold(o.Label, g.Label))
			})
			if i < 0 {
				left.Programs = append(left.Programs, c)
			} else {
				own[i].Programs = append(own[i].Programs, c)
			}
		}
		rest = append(rest, left)
	}
	for i := range own {
		slices.SortStableFunc(own[i].Programs, func(x, y render.Covered) int { return cmp.Compare(strings.ToLower(x.Name), strings.ToLower(y.Name)) })
	}
	return append(own, rest...)
}

// unaccented writes an id without accents, so that its anchor keeps its letters.
func unaccented(s string) string {
	return strings.Map(func(r rune) rune {
		if unicode.Is(unicode.Mn, r) {
			return -1
		}
		return r
	}, norm.NFD.String(s))
}
