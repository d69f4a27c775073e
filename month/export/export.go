// Package export writes findings and facts for other programs: JSON, CSV and
// XLSX as tables, Atom as news, iCalendar as dates. Text from outside is
// neutralised for each of them; the same findings give the same bytes.
package export

import (
	"cmp"
	"encoding/csv"
	"encoding/json"
	"fmt"
	"io"
	"slices"
	"strings"

	"github.com/xuri/excelize/v2"

	"guette/month"
	"guette/watch"
)

// A Table is a header and its rows.
type Table struct {
	Name    string
	Columns []string
	Rows    [][]string
}

// Findings makes a table of findings. statement says one in a sentence.
func Findings(findings []watch.Finding, statement func(watch.Finding) string) Table {
	t := Table{Name: "findings", Columns: []string{"id", "program", "kind", "date", "severity", "confidence", "statement",
		"evidence", "observed", "rule", "todo", "branch", "version", "until", "aliases", "cvss", "epss", "kev", "fixed"}}
	for _, f := range findings {
		urls := make([]string, 0, len(f.Evidence))
		observed := ""
		for i, e := range f.Evidence {
			urls = append(urls, e.URL)
			if i == 0 {
				observed = e.Observed().String()
			}
		}
		t.Rows = append(t.Rows, append([]string{f.ID, f.Program, string(f.Kind), f.Date.String(), string(f.Severity),
			string(f.Confidence), statement(f), strings.Join(urls, " "), observed, f.Rule, f.Todo}, parameters(f)...))
	}
	return t
}

// Facts makes a table of facts, with the words of the source as JSON.
func Facts(facts []watch.Fact) (Table, error) {
	t := Table{Name: "facts", Columns: []string{"program", "collector", "kind", "key", "at", "evidence", "observed", "sha256", "body"}}
	for _, f := range facts {
		body, err := json.Marshal(f.Body)
		if err != nil {
			return t, fmt.Errorf("fact %s %s %q: %w", f.Program, f.Kind(), f.Key, err)
		}
		at := ""
		if !f.At.IsZero() {
			at = f.At.UTC().Format("2006-01-02T15:04:05Z")
		}
		t.Rows = append(t.Rows, []string{f.Program, f.Collector, string(f.Kind()), f.Key, at, f.Evidence.URL,
			f.Evidence.Observed().String(), f.Evidence.SHA256, string(body)})
	}
	return t, nil
}

// CSV writes a table with a header, as RFC 4180 says. No cell is taken for a
// formula.
func (t Table) CSV(w io.Writer) error {
	out := csv.NewWriter(w)
	out.UseCRLF = true
	rows := append([][]string{t.Columns}, t.Rows...)
	for _, row := range rows {
		cells := make([]string, len(row))
		for i, s := range row {
			cells[i] = month.Cell(s)
		}
		if err := out.Write(cells); err != nil {
			return err
		}
	}
	out.Flush()
	return out.Error()
}

// maxCell is the longest text of a cell of XLSX; excelize cuts in silence.
const maxCell = 32767

// XLSX writes a table as a workbook of one sheet. Cells are texts: none is a
// formula.
func (t Table) XLSX(w io.Writer) (err error) {
	f := excelize.NewFile()
	defer func() {
		if e := f.Close(); err == nil {
			err = e
		}
	}()
	if err := f.SetSheetName("Sheet1", t.Name); err != nil {
		return err
	}
	sheet, err := f.NewStreamWriter(t.Name)
	if err != nil {
		return err
	}
	for i, row := range append([][]string{t.Columns}, t.Rows...) {
		cells := make([]any, len(row))
		for j, s := range row {
			cells[j] = cut(month.Plain(s))
		}
		if err := sheet.SetRow(fmt.Sprintf("A%d", i+1), cells); err != nil {
			return err
		}
	}
	if err := sheet.Flush(); err != nil {
		return err
	}
	return f.Write(w)
}

// cut bounds a cell and says so in it. Cells are counted in UTF-16, which no
// text exceeds in bytes.
func cut(s string) string {
	if len(s) <= maxCell {
		return s
	}
	const note = " […]"
	n := maxCell - len(note)
	for n > 0 && s[n]&0xC0 == 0x80 {
		n--
	}
	return s[:n] + note
}

// JSON writes a table as a list of objects, for facts.
func (t Table) JSON() ([]byte, error) {
	list := make([]map[string]any, 0, len(t.Rows))
	for _, row := range t.Rows {
		object := map[string]any{}
		for i, s := range row {
			object[t.Columns[i]] = s
			if t.Columns[i] == "body" {
				object["body"] = json.RawMessage(s)
			}
		}
		list = append(list, object)
	}
	return month.JSON(list)
}

// InPerimeter keeps the findings of some programs, and those of none.
func InPerimeter(findings []watch.Finding, programs []string) []watch.Finding {
	return slices.DeleteFunc(slices.Clone(findings), func(f watch.Finding) bool {
		return f.Program != "" && !slices.Contains(programs, f.Program)
	})
}

// ByDate puts findings newest first, as feeds are read.
func ByDate(findings []watch.Finding) []watch.Finding {
	out := slices.Clone(findings)
	slices.SortStableFunc(out, func(a, b watch.Finding) int {
		return cmp.Or(b.Date.Compare(a.Date), cmp.Compare(a.ID, b.ID))
	})
	return out
}
