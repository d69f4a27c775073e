// Package chart reads the data of charts from a draft and lays them out as plain
// shapes, which the PDF draws as vectors and HTML as SVG: one drawing, the same
// everywhere. Every chart has a text alternative, and its levels differ by shape
// and by lightness, never by colour alone.
//
// A chart is a fenced block of the draft, readable as it stands:
//
//	```barres
//	titre: Avis par famille
//	Bibliothèques | 24
//	```
//
// Lines with a bar are rows, lines with a colon are settings: titre, alt, unite, x,
// du, au, jour, max. The kinds are in [Kinds].
package chart

import (
	"errors"
	"fmt"
	"slices"
	"strings"
)

// A Chart is data with a form.
type Chart struct {
	Kind  string
	Title string
	Alt   string // "" means spelled out from the data
	Unit  string
	X     []string // labels of the horizontal axis
	From  string   // first month of a calendar
	To    string   // last month of a calendar
	Day   string   // of the data of a calendar: what lies before it is past
	Max   float64  // top of the axis of lines; 0: from the data
	Lang  string   // of what the drawing itself says; French unless it begins with "en"
	Rows  []Row

	Higher float64 // room that lines take beyond their usual height; negative, that a chart gives, see Slack
}

// A Row is a line of data: a label and what stands behind it.
type Row []string

// At is the cell i, "" where there is none.
func (r Row) At(i int) string {
	if i < len(r) {
		return r[i]
	}
	return ""
}

// Kinds lists the words that open a chart.
var Kinds = []string{"indicateurs", "barres", "courbe", "matrice", "calendrier", "repartition", "croisement"}

// Is tells whether a word opens a chart.
func Is(kind string) bool { return slices.Contains(Kinds, kind) }

// maxRows bounds a chart: more rows are a table.
const maxRows = 60

// Errors of charts.
var (
	ErrEmpty = errors.New("the chart has no data")
	ErrRows  = errors.New("the chart has too many rows")
)

// settings are the keys of lines that are no rows.
var settings = []string{"titre", "alt", "unite", "du", "au", "jour", "x", "max"}

// Parse reads the body of a chart. typeset is applied to what readers see.
func Parse(kind, body string, typeset func(string) string) (*Chart, error) {
	c := &Chart{Kind: kind}
	for ln := range strings.Lines(body) {
		ln = strings.TrimSpace(ln)
		key, value, ok := strings.Cut(ln, ":")
		key = strings.TrimSpace(key)
		switch {
		case ln == "":
		case ok && slices.Contains(settings, key):
			if err := c.set(key, strings.TrimSpace(value), typeset); err != nil {
				return nil, fmt.Errorf("line %q: %w", ln, err)
			}
		case strings.Contains(ln, "|"):
			c.Rows = append(c.Rows, readRow(ln, typeset))
		default:
			return nil, fmt.Errorf("line %q is neither a row (with |) nor a setting", ln)
		}
	}
	if c.Kind == "matrice" && len(c.X) > 0 { // counts by row and column, not risks one by one
		c.Kind = "croisement"
	}
	if err := c.check(); err != nil {
		return nil, err
	}
	return c, nil
}

func (c *Chart) set(key, value string, typeset func(string) string) (err error) {
	switch key {
	case "titre":
		c.Title = typeset(value)
	case "alt":
		c.Alt = typeset(value)
	case "unite":
		c.Unit = unit(value)
	case "du":
		c.From = value
	case "au":
		c.To = value
	case "jour":
		if _, err = day(value); err == nil {
			c.Day = value
		}
	case "x":
		for _, x := range strings.FieldsFunc(value, func(r rune) bool { return r == ',' || r == '|' }) {
			c.X = append(c.X, typeset(strings.TrimSpace(x)))
		}
	case "max":
		if c.Max, err = number(value); c.Max < 0 {
			err = fmt.Errorf("%q is below zero: %w", value, errNumber)
		}
	}
	return err
}

// unit puts a space before a unit that is a word.
func unit(s string) string {
	if s == "" {
		return ""
	}
	return "\u00a0" + s
}

func readRow(ln string, typeset func(string) string) Row {
	var r Row
	for cell := range strings.SplitSeq(strings.Trim(ln, "|"), "|") {
		r = append(r, typeset(strings.TrimSpace(cell)))
	}
	return r
}

func (c *Chart) check() error {
	if len(c.Rows) == 0 {
		return ErrEmpty
	}
	if c.Kind == "croisement" && len(c.X) == 0 {
		return fmt.Errorf("no setting x: %w", ErrEmpty)
	}
	if len(c.Rows) > maxRows {
		return fmt.Errorf("%d rows, over %d: %w", len(c.Rows), maxRows, ErrRows)
	}
	for _, r := range c.Rows {
		if err := c.checkRow(r); err != nil {
			return err
		}
	}
	return nil
}

func (c *Chart) checkRow(r Row) error {
	var err error
	switch c.Kind {
	case "barres", "repartition":
		_, err = number(r.At(1))
	case "croisement":
		if len(r) != len(c.X)+1 {
			return fmt.Errorf("row %q: %d cells, want a label and %d numbers", strings.Join(r, " | "), len(r), len(c.X))
		}
		for _, cell := range r[1:] {
			if _, err = number(cell); err != nil {
				break
			}
		}
	case "courbe":
		_, err = series(r.At(1))
	case "matrice":
		if _, err = number(r.At(2)); err == nil {
			_, err = number(r.At(3))
		}
	case "calendrier":
		_, err = day(r.At(1))
	case "indicateurs":
		if r.At(3) != "" {
			_, err = series(r.At(3))
		}
	}
	if err != nil {
		return fmt.Errorf("row %q: %w", strings.Join(r, " | "), err)
	}
	return nil
}
