// Package lifecycle finds the ends of support of the branches of a program,
// the branches to go to, and the dates that changed since last month.
package lifecycle

import (
	"cmp"
	"slices"
	"strings"

	"guette/analyze"
	"guette/analyze/history"
	"guette/watch"
)

// Analyzer makes findings of kind end-of-support and fills in the calendar and
// the packages of the profile. It reads nothing of other analyzers.
var Analyzer = &analyze.Analyzer{
	Name: "lifecycle",
	Doc: `Ends of support

One finding for each branch of the calendar whose support has ended or ends
within 12 months of the last day of the month, and for each date that differs
from the state of the calendar used the month before. The branch to go to is the
newest maintained one, preceded by the newest maintained one of the same leading
number; a long-term branch goes to long-term branches where there are any.
Source: endoflife.date; extended support (Debian LTS) is said beside.`,
	Run: run,
}

// Horizon is how far ahead ends of support are announced, in months.
const Horizon = 12

func run(in *analyze.Input, out *analyze.Output) error {
	a := analysis{in: in, cycles: history.Cycles(in), evidence: map[*watch.Lifecycle]watch.Evidence{}}
	for f, c := range watch.Of[*watch.Lifecycle](in.Facts) {
		e := f.Evidence
		e.URL, e.Title = cmp.Or(c.Page, e.URL), cmp.Or(c.Label, e.Title)
		a.evidence[c] = e
	}
	for _, c := range a.cycles {
		out.Profile.Cycles = append(out.Profile.Cycles, *c)
		if out.Profile.Calendar == nil {
			e := a.evidence[c]
			out.Profile.Calendar = &e
		}
		out.Findings = append(out.Findings, a.ends(c)...)
	}
	out.Profile.Packages = packages(in)
	return nil
}

type analysis struct {
	in       *analyze.Input
	cycles   []*watch.Lifecycle
	evidence map[*watch.Lifecycle]watch.Evidence
}

// ends makes the findings of one cycle: the end of life where it is near, and
// every phase whose date changed.
func (a *analysis) ends(c *watch.Lifecycle) []watch.Finding {
	before := a.before(c.Cycle)
	var list []watch.Finding
	for _, p := range []struct {
		name, word string
		now        watch.Until
		was        func(*watch.Lifecycle) watch.Until
		near       bool
	}{
		{"eoas", c.EOASWord, c.EOAS, func(l *watch.Lifecycle) watch.Until { return l.EOAS }, false},
		{"eol", c.EOLWord, c.EOL, func(l *watch.Lifecycle) watch.Until { return l.EOL }, true},
		{"eoes", c.EOESWord, c.EOES, func(l *watch.Lifecycle) watch.Until { return l.EOES }, over(c.EOL, a.in.AsOf)},
	} {
		var changed *watch.Until
		if before != nil {
			if was := p.was(before); was != p.now && was.State != watch.NoPhase && p.now.State != watch.NoPhase {
				changed = &was
			}
		}
		if changed != nil || p.near && a.near(p.now) {
			list = append(list, a.finding(c, p.name, p.word, p.now, changed))
		}
	}
	return list
}

// near tells whether a phase is over or ends within the horizon.
func (a *analysis) near(u watch.Until) bool {
	if u.State == watch.Dated {
		return !u.Date.After(a.in.Month.Add(Horizon).LastDay())
	}
	return u.State == watch.Over
}

func (a *analysis) finding(c *watch.Lifecycle, phase, word string, until watch.Until, was *watch.Until) watch.Finding {
	d := &watch.LifecycleDetail{Product: c.Product, Branch: c.Cycle, Phase: phase, Word: word, Until: until, Previous: was,
		Extended: c.EOES, Target: Target(a.cycles, c, a.in.AsOf), AsOf: c.AsOf}
	date := c.AsOf
	if until.State == watch.Dated {
		d.Days, date = a.in.AsOf.DaysUntil(until.Date), until.Date
	}
	if phase == "eol" {
		d.NoOverlap, d.Useless = a.overlap(c), a.useless(c)
	}
	return watch.Finding{ID: strings.ToLower("end-of-support-" + a.in.Program.ID + "-" + c.Cycle + "-" + phase), Program: a.in.Program.ID,
		Kind: watch.FindingEndOfSupport, Date: date, Severity: severity(until, d.Days), Confidence: watch.Certain, Detail: d,
		Evidence: []watch.Evidence{a.evidence[c]}}
}

// Bands of days before the end, for marks: 3, 6 and 12 months.
const (
	threeMonths = 92
	sixMonths   = 184
)

func severity(u watch.Until, days int) watch.Severity {
	switch {
	case u.State == watch.Over, u.State == watch.Dated && days <= threeMonths:
		return watch.SeverityHigh
	case u.State == watch.Dated && days <= sixMonths:
		return watch.SeverityMedium
	case u.State == watch.Dated:
		return watch.SeverityLow
	}
	return watch.SeverityNone
}

// before returns a cycle in the state that the bulletin of the month before
// read; nil where there was no such state, or where it is the current one.
func (a *analysis) before(cycle string) *watch.Lifecycle {
	current, ok := history.State(a.in)
	if !ok {
		return nil
	}
	edition := editionBefore(a.in)
	var day watch.Date
	for _, c := range watch.Of[*watch.Lifecycle](a.in.Facts) {
		if c.AsOf.Before(current) && !c.AsOf.After(edition) && c.AsOf.After(day) {
			day = c.AsOf
		}
	}
	for _, c := range watch.Of[*watch.Lifecycle](a.in.Facts) {
		if c.AsOf == day && c.Cycle == cycle {
			return c
		}
	}
	return nil
}

// editionBefore is the edition date of the month before.
func editionBefore(in *analyze.Input) watch.Date {
	return in.Month.LastDay().AddDays(in.AsOf.DaysUntil(in.Edition)).AddDays(-in.Month.LastDay().Day)
}

// over tells whether a phase has ended by a day.
func over(u watch.Until, day watch.Date) bool {
	return u.State == watch.Over || u.State == watch.Dated && !u.Date.After(day)
}

// maintained tells whether a branch has standard support on a day.
func maintained(c *watch.Lifecycle, day watch.Date) bool {
	if over(c.EOL, day) || over(c.Discontinued, day) || c.Released.After(day) {
		return false
	}
	return c.EOL.State == watch.Dated || c.Maintained
}

// Target lists the branches to go to from one, nearest first: the newest
// maintained branch of the same leading number, then the newest of all. cycles
// are newest first.
func Target(cycles []*watch.Lifecycle, from *watch.Lifecycle, day watch.Date) []watch.Cycle {
	v, _ := watch.ParseVersion(from.Cycle)
	var same, newest *watch.Lifecycle
	for _, long := range []bool{true, false} {
		for _, c := range cycles {
			w, ok := watch.ParseVersion(c.Cycle)
			if !ok || w.Compare(v) <= 0 || !maintained(c, day) || long && from.LTS && !c.LTS {
				continue
			}
			if newest == nil || better(c, newest) {
				newest = c
			}
			if w.Number(0) == v.Number(0) && (same == nil || better(c, same)) {
				same = c
			}
		}
		if newest != nil {
			break
		}
	}
	var list []watch.Cycle
	if same != nil && same != newest {
		list = append(list, watch.Cycle{Name: same.Cycle, Until: same.EOL})
	}
	if newest != nil {
		list = append(list, watch.Cycle{Name: newest.Cycle, Until: newest.EOL})
	}
	return list
}

func better(c, d *watch.Lifecycle) bool {
	v, _ := watch.ParseVersion(c.Cycle)
	w, _ := watch.ParseVersion(d.Cycle)
	return v.Compare(w) > 0
}

// overlap returns the branch that was released on the day the support of c
// ended; "" for none.
func (a *analysis) overlap(c *watch.Lifecycle) string {
	if c.EOL.State != watch.Dated {
		return ""
	}
	for _, o := range a.cycles {
		if o != c && o.Released == c.EOL.Date {
			return o.Cycle
		}
	}
	return ""
}

// useless lists the newer branches that end on the same day as c: to go there
// gains no time.
func (a *analysis) useless(c *watch.Lifecycle) []string {
	if c.EOL.State != watch.Dated {
		return nil
	}
	v, _ := watch.ParseVersion(c.Cycle)
	var list []string
	for _, o := range a.cycles {
		if w, ok := watch.ParseVersion(o.Cycle); ok && w.Compare(v) > 0 && o.EOL == c.EOL {
			list = append(list, o.Cycle)
		}
	}
	slices.Sort(list)
	return list
}

// packages keeps the newest state of each package not later than the edition,
// else the oldest later one.
func packages(in *analyze.Input) []watch.Package {
	best := map[string]*watch.Package{}
	for _, p := range watch.Of[*watch.Package](in.Facts) {
		key := p.Distribution + " " + p.Release + " " + p.Source
		if b := best[key]; b == nil || newer(p.AsOf, b.AsOf, in.Edition) {
			best[key] = p
		}
	}
	var list []watch.Package
	for _, p := range best { // sorted below
		list = append(list, *p)
	}
	slices.SortFunc(list, func(x, y watch.Package) int {
		return cmp.Or(cmp.Compare(x.Distribution, y.Distribution), cmp.Compare(x.Release, y.Release), cmp.Compare(x.Source, y.Source))
	})
	return list
}

// newer tells whether the state of day a is to be read rather than that of b.
func newer(a, b, edition watch.Date) bool {
	if a.After(edition) != b.After(edition) {
		return b.After(edition)
	}
	if a.After(edition) {
		return a.Before(b)
	}
	return a.After(b)
}

// Newer lists the maintained branches above one, oldest first; a long-term
// branch goes to long-term branches where there are any.
func Newer(cycles []*watch.Lifecycle, from *watch.Lifecycle, day watch.Date) []watch.Cycle {
	v, _ := watch.ParseVersion(from.Cycle)
	for _, long := range []bool{true, false} {
		var list []watch.Cycle
		for _, c := range cycles {
			if w, ok := watch.ParseVersion(c.Cycle); ok && w.Compare(v) > 0 && maintained(c, day) && (!long || !from.LTS || c.LTS) {
				list = append(list, watch.Cycle{Name: c.Cycle, Until: c.EOL})
			}
		}
		if len(list) > 0 {
			slices.SortFunc(list, func(a, b watch.Cycle) int {
				x, _ := watch.ParseVersion(a.Name)
				y, _ := watch.ParseVersion(b.Name)
				return x.Compare(y)
			})
			return list
		}
	}
	return nil
}
