// Package analyze turns facts into findings, profiles and decisions. It is
// pure: facts and a month in, findings out; no clock, no network, no state.
// The list of analyzers is in analyze/all.
package analyze

import (
	"time"

	"guette/watch"
)

// An Analyzer is a rule, or a family of rules, on one program.
type Analyzer struct {
	Name string // kebab-case
	Doc  string // a title, an empty line, the rule, its thresholds and their source
	// Run reads in and adds to out. It may read what analyzers before it in the
	// list have put into out.
	Run func(in *Input, out *Output) error
}

// An Input is what is known of one program at the end of a month.
type Input struct {
	Month   watch.Month
	Zone    *time.Location
	AsOf    watch.Date // last day of the month
	Edition watch.Date // day of the bulletins; current values are not later
	Program watch.Program
	// Facts are those of the program, in the order of [watch.SortFacts]. Some
	// may be dated after the month: rules compare dates themselves, with
	// In and Past.
	Facts  []watch.Fact
	Shared *Shared
	// Sources are the rows of the run report for the program.
	Sources   []watch.SourceReport
	Curations []watch.Curation // of the program, in force
	Policy    watch.Policy
	Programs  Names // the whole catalogue
}

// In tells whether t falls in the month.
func (in *Input) In(t time.Time) bool { return in.Month.Contains(t, in.Zone) }

// Past tells whether t is dated and not after the month.
func (in *Input) Past(t time.Time) bool { return !t.IsZero() && t.Before(in.Month.End(in.Zone)) }

// Day is the day of t in the publisher's zone.
func (in *Input) Day(t time.Time) watch.Date { return watch.DateIn(t, in.Zone) }

// An Output collects what analyzers say of one program.
type Output struct {
	Profile  watch.Profile
	Findings []watch.Finding
}

// Names finds programs by name.
type Names interface {
	// Program returns the program with an id.
	Program(id string) (watch.Program, bool)
	// Named returns the id of the program with a name or alias, in any case.
	Named(name string) (string, bool)
	// All lists all programs by id.
	All() []watch.Program
}

// Shared holds the facts that belong to no program, indexed once for all.
type Shared struct {
	KEV     map[string]Known[*watch.Exploited]  // by CVE
	EPSS    map[string]Known[*watch.EPSS]       // by CVE, newest not after the edition date
	CERTFR  map[string][]Known[*watch.Advisory] // by CVE, by reference
	Notices []Known[*watch.Advisory]            // CERT-FR, by reference
	News    []watch.Fact                        // of feeds of no program
}

// Known is a body with the evidence behind it.
type Known[B any] struct {
	Body     B
	Evidence watch.Evidence
}
