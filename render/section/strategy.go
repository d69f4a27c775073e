package section

import (
	"cmp"
	"slices"

	"guette/render"
	"guette/watch"
)

// A strategy is what the strategic sections speak of. All of them read it, so
// that their figures agree.
type strategy struct {
	b        *render.Bulletin
	held     []held
	advice   []watch.Recommendation
	findings map[string][]watch.Finding // signals, by program
	// sheetQuotes are the quotes of the sheets of the month, by program.
	sheetQuotes map[string]*watch.Quote
	// forecast are the programs whose sheet of the month tells the forecast.
	forecast map[string]bool
}

// held is a program of the perimeter with what is judged of it.
type held struct {
	render.Covered
	watch.Fragility
}

// ID is the id of the program.
func (h held) ID() string { return h.Covered.Program.ID }

// Criticality is what the entity declares; "" in the general edition.
func (h held) Criticality() watch.Criticality {
	if h.Declaration == nil {
		return ""
	}
	return h.Declaration.Criticality
}

// Activity is what is known of the activity; nil for nothing.
func (h held) Activity() *watch.ActivitySummary {
	if h.Profile == nil {
		return nil
	}
	return h.Profile.Activity
}

// LastCommit is the day of the newest commit observed, UTC; zero is not known.
func (h held) LastCommit() watch.Date {
	if a := h.Activity(); a != nil {
		return watch.DateOf(a.LastCommit.UTC())
	}
	return watch.Date{}
}

// Health is what is judged of the health; nil for nothing.
func (h held) Health() *watch.Health {
	if h.Profile == nil || h.Profile.Activity == nil {
		return nil
	}
	return h.Profile.Health
}

// noticed tells whether a notice of the project itself weighs on its health.
func (s *strategy) noticed(h held) bool {
	return slices.ContainsFunc(s.findings[h.ID()], func(f watch.Finding) bool {
		d, ok := f.Detail.(*watch.SignalDetail)
		return ok && d.New && (f.Kind == watch.FindingEndOfLife || f.Kind == watch.FindingAbandonment && d.Note != "suspected" || f.Kind == watch.FindingDeprecation)
	})
}

func newStrategy(b *render.Bulletin) *strategy {
	s := &strategy{b: b, findings: map[string][]watch.Finding{}}
	own := map[string]watch.Fragility{}
	if b.Entity != nil {
		for _, e := range b.Analysis.Entities {
			if e.Entity != b.Entity.ID {
				continue
			}
			s.advice = e.Recommendations
			for _, f := range e.Fragilities {
				own[f.Program] = f
			}
		}
	}
	for _, c := range b.Covered() {
		h := held{Covered: c, Fragility: watch.Fragility{Program: c.Program.ID, Level: watch.FragilityUnknown}}
		switch f, ok := own[c.Program.ID]; {
		case ok:
			h.Fragility = f
		case b.General() && c.Profile != nil && c.Profile.Fragility.Level != "":
			h.Fragility = c.Profile.Fragility
		}
		s.held = append(s.held, h)
		for f := range watch.DetailOf[*watch.SignalDetail](b.Of(c.Program.ID)) {
			s.findings[c.Program.ID] = append(s.findings[c.Program.ID], f)
		}
	}
	return s
}

// of lists the programs of a level.
func (s *strategy) of(level watch.FragilityLevel) []held {
	var list []held
	for _, h := range s.held {
		if h.Level == level {
			list = append(list, h)
		}
	}
	return list
}

// names are the names of programs, sorted.
func names(list []held) []string {
	var out []string
	for _, h := range list {
		out = append(out, h.Name)
	}
	return render.SortNames(out)
}

// caused lists the programs with a cause, and the cause.
func (s *strategy) caused(name string) []causedRow {
	var rows []causedRow
	for _, h := range s.held {
		for _, c := range h.Causes {
			if c.Name == name {
				rows = append(rows, causedRow{h, c})
			}
		}
	}
	return rows
}

// causedRow is a program with one of its causes.
type causedRow struct {
	held
	Cause watch.Cause
}

// healthOrder is the order of the table: worst first; what cannot be judged
// comes last.
var healthOrder = map[watch.HealthClass]int{watch.HealthStopped: 0, watch.HealthPoor: 1, watch.HealthWatch: 2, watch.HealthGood: 3, watch.HealthUnknown: 4}

// measured lists the programs whose history was read, worst health first.
func (s *strategy) measured() []held {
	var list []held
	for _, h := range s.held {
		if h.Health() != nil {
			list = append(list, h)
		}
	}
	slices.SortStableFunc(list, func(a, b held) int {
		return cmp.Or(cmp.Compare(healthOrder[a.Health().Class], healthOrder[b.Health().Class]), compareNames(a.Name, b.Name))
	})
	return list
}

// compareNames orders names as a French reader looks for them.
func compareNames(a, b string) int {
	if a == b {
		return 0
	}
	if render.SortNames([]string{a, b})[0] == a {
		return -1
	}
	return 1
}

// changed lists the programs whose class of health changed since last month.
func (s *strategy) changed() []held {
	var list []held
	for _, h := range s.measured() {
		if x := h.Health(); x.Previous != "" && x.Previous != x.Class {
			list = append(list, h)
		}
	}
	return list
}
