package backtest

import (
	"fmt"
	"io"

	"guette/watch"
)

// Outcomes are what became of projects, for the rows that are at risk.
type Outcomes struct {
	y12    map[key]int // 1 or 0; rows that cannot be known yet are absent
	family map[string]string
}

// A key is one project at the end of one month.
type key struct {
	repo  string
	month watch.Month
}

// NewOutcomes makes an empty record, to be filled by Read.
func NewOutcomes() *Outcomes {
	return &Outcomes{y12: map[key]int{}, family: map[string]string{}}
}

// Rows is the number of rows with an outcome.
func (o *Outcomes) Rows() int { return len(o.y12) }

// Read adds a file. Its header decides what it holds: the column y12 gives the
// outcome of a project (repo) at the end of a month; the column family says
// which projects may not be cut apart. target is the column to read, "" is y12.
func (o *Outcomes) Read(name string, r io.Reader, target string) error {
	if target == "" {
		target = "y12"
	}
	t, err := readTable(name, r, []string{"repo"})
	if err != nil {
		return err
	}
	outcome, family := t.has(target) && t.has("month"), t.has("family")
	if !outcome && !family {
		return fmt.Errorf("%s: %w: want repo,month,%s or repo,family", name, errColumn, target)
	}
	for t.next() {
		repo := t.text("repo")
		if family {
			o.family[repo] = t.text("family")
		}
		if !outcome || t.text(target) == "" {
			continue
		}
		y := t.count(target)
		if y > 1 {
			t.fail(target, "0, 1 or nothing")
		}
		o.y12[key{repo, t.month("month")}] = y
	}
	return t.err
}

// familyOf is the family of a project; a project without one is its own.
func (o *Outcomes) familyOf(repo string) string {
	if f := o.family[repo]; f != "" {
		return f
	}
	return repo
}
