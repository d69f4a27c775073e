package backtest

import (
	"bufio"
	"bytes"
	"encoding/csv"
	"errors"
	"fmt"
	"io"
	"maps"
	"math"
	"slices"
	"strconv"
	"strings"

	"guette/analyze/activity"
	"guette/watch"
)

// A Project is the monthly rows of one repository, oldest first.
type Project struct {
	Name   string
	Rows   []activity.Row
	extras []extra // beside Rows, for the baselines only
}

// An extra holds the columns of a table that only the baselines read.
type extra struct{ commits, domains12 float64 }

// maxRows bounds a table: 10,000 projects over 25 years.
const maxRows = 3_000_000

// required are the columns without which the model cannot run. The others of
// docs/method.md may be absent: what they tell is then not known.
var required = []string{"repo", "month", "human", "active_days", "silence_days"}

var errColumn = errors.New("column missing")

// ReadActivity reads a monthly table: CSV with a header, columns in any order,
// one line a project and month. A line that cannot be read is an error that
// names it.
func ReadActivity(name string, r io.Reader) ([]Project, error) {
	t, err := readTable(name, r, required)
	if err != nil {
		return nil, err
	}
	byName := map[string]*Project{}
	for t.next() {
		repo := t.text("repo")
		row, ex := t.row()
		if t.err != nil {
			break
		}
		p := byName[repo]
		if p == nil {
			p = &Project{Name: repo}
			byName[repo] = p
		}
		p.Rows = append(p.Rows, row)
		p.extras = append(p.extras, ex)
	}
	if t.err != nil {
		return nil, t.err
	}
	var out []Project
	for _, repo := range slices.Sorted(maps.Keys(byName)) {
		p := byName[repo]
		if err := p.sort(name); err != nil {
			return nil, err
		}
		out = append(out, *p)
	}
	return out, nil
}

func (p *Project) sort(name string) error {
	order := make([]int, len(p.Rows))
	for i := range order {
		order[i] = i
	}
	slices.SortStableFunc(order, func(a, b int) int {
		return monthNumber(p.Rows[a].Month) - monthNumber(p.Rows[b].Month)
	})
	rows, extras := make([]activity.Row, len(order)), make([]extra, len(order))
	for i, j := range order {
		rows[i], extras[i] = p.Rows[j], p.extras[j]
		if i > 0 && rows[i].Month == rows[i-1].Month {
			return fmt.Errorf("%s: %q has two lines for %s", name, p.Name, rows[i].Month)
		}
	}
	p.Rows, p.extras = rows, extras
	return nil
}

func monthNumber(m watch.Month) int { return m.Year*12 + int(m.Month) - 1 }

func (t *table) row() (activity.Row, extra) {
	r := activity.Row{
		Month:          t.month("month"),
		Partial:        t.count("partial") == 1,
		Human:          t.count("human"),
		ActiveDays:     t.count("active_days"),
		Authors:        t.count("authors"),
		Authors12:      t.count("authors12"),
		Absence12:      t.count("caf12"),
		TopShare12:     t.num("top12"),
		Silence:        t.num("silence_days"),
		SilenceShare:   t.num("silence_share5y"),
		SilenceBase:    t.count("silence_base_days"),
		LongestGap:     t.num("gap_max"),
		MainSilence:    t.num("top_author_silence"),
		ReleaseDays:    t.count("release_days"),
		ReleaseSilence: t.num("release_silence_days"),
		ReleaseShare:   t.num("release_silence_share8y"),
		ReleaseBase:    t.count("release_base_days"),
		Releases:       t.count("releases_known"),
	}
	return r, extra{commits: t.num("commits").Or(float64(r.Human)), domains12: t.num("domains").Or(0)}
}

// A table reads a CSV file with a header by the names of its columns.
type table struct {
	name    string
	csv     *csv.Reader
	columns map[string]int
	line    []string
	n       int
	err     error
}

func readTable(name string, r io.Reader, need []string) (*table, error) {
	br := bufio.NewReader(r)
	if bom, _ := br.Peek(3); bytes.Equal(bom, []byte("\xef\xbb\xbf")) {
		br.Discard(3)
	}
	t := &table{name: name, csv: csv.NewReader(br), columns: map[string]int{}}
	t.csv.FieldsPerRecord = -1
	header, err := t.csv.Read()
	if err == io.EOF {
		return nil, fmt.Errorf("%s: empty, want a header with %s", name, strings.Join(need, ","))
	}
	if err != nil {
		return nil, fmt.Errorf("%s: %w", name, err)
	}
	for i, c := range header {
		t.columns[strings.ToLower(strings.TrimSpace(c))] = i
	}
	for _, c := range need {
		if _, ok := t.columns[c]; !ok {
			return nil, fmt.Errorf("%s: %w: %q, want a header with %s", name, errColumn, c, strings.Join(need, ","))
		}
	}
	return t, nil
}

// next reads a line; false at the end and at the first error.
func (t *table) next() bool {
	if t.err != nil {
		return false
	}
	line, err := t.csv.Read()
	if err == io.EOF {
		return false
	}
	if err != nil {
		t.err = fmt.Errorf("%s: %w", t.name, err)
		return false
	}
	if t.n++; t.n > maxRows {
		t.err = fmt.Errorf("%s: more than %d lines", t.name, maxRows)
		return false
	}
	t.line = line
	return true
}

func (t *table) has(column string) bool { _, ok := t.columns[column]; return ok }

func (t *table) text(column string) string {
	i, ok := t.columns[column]
	if !ok || i >= len(t.line) {
		return ""
	}
	return strings.TrimSpace(t.line[i])
}

func (t *table) fail(column, want string) {
	if t.err == nil {
		line, _ := t.csv.FieldPos(0)
		t.err = fmt.Errorf("%s:%d: %s %q: want %s", t.name, line, column, t.text(column), want)
	}
}

// num reads a number; an empty cell is not known.
func (t *table) num(column string) activity.Num {
	s := t.text(column)
	if s == "" {
		return activity.Num{}
	}
	v, err := strconv.ParseFloat(s, 64)
	if err != nil || math.IsNaN(v) || math.IsInf(v, 0) || v < 0 {
		t.fail(column, "a number of zero or more")
		return activity.Num{}
	}
	return activity.Known(v)
}

func (t *table) count(column string) int { return int(t.num(column).Or(0)) }

func (t *table) month(column string) watch.Month {
	m, err := watch.ParseMonth(t.text(column))
	if err != nil {
		t.fail(column, "YYYY-MM")
	}
	return m
}
