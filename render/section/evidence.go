package section

import (
	"slices"
	"strings"

	"guette/render"
	"guette/render/french"
	"guette/watch"
)

// evidenceView lists, for each program, where its state can be checked.
type evidenceView struct {
	Commits   []commitRow
	Calendars []calendarRow
	More      int // links left out
}

// maxEvidence is how many links the programs of a large perimeter may have; more
// are cut to those of which the bulletin speaks.
const maxEvidence = 60

// commitRow is the newest commit observed of a program.
type commitRow struct {
	ID, Name, Short, Hash, URL string
}

// commitPage is the page of a commit, from the page of the history that ends with
// it. Forges write both addresses alike; another address stays as it is.
func commitPage(history, hash string) string {
	for _, way := range [][2]string{{"/commits/commit/", "/commit/"}, {"/commits/", "/commit/"}, {"/log/?id=", "/commit/?id="}, {"/+log/", "/+/"}, {"/log/", "/commit/"}} {
		if at, ok := strings.CutSuffix(history, way[0]+hash); ok && !strings.HasPrefix(history, "https://bitbucket.org/") {
			return at + way[1] + hash
		}
	}
	return history
}

// calendarRow is the calendar of a program.
type calendarRow struct{ ID, Name, URL string }

func evidence(b *render.Bulletin) any {
	var v evidenceView
	for _, c := range sortedCovered(b) {
		p := c.Profile
		if p == nil {
			continue
		}
		if a := p.Activity; a != nil && len(a.LastHash) >= 7 && p.Repository != nil {
			v.Commits = append(v.Commits, commitRow{c.Program.ID, c.Name, a.LastHash[:7], a.LastHash, commitPage(p.Repository.URL, a.LastHash)})
		}
		if p.Calendar != nil && len(p.Cycles) > 0 {
			v.Calendars = append(v.Calendars, calendarRow{c.Program.ID, c.Name, p.Cycles[0].Page})
		}
	}
	all := len(v.Commits) + len(v.Calendars)
	if large(b) && all > maxEvidence {
		v.cut(b)
	}
	v.More = all - len(v.Commits) - len(v.Calendars)
	return v
}

// cut leaves in a long list the programs of which the bulletin speaks: of whose
// history in the table of health, in a signal or in a sheet, and of whose end
// of support in the outlook, in a sheet, or as the cause of a strong fragility.
func (v *evidenceView) cut(b *render.Bulletin) {
	s := newStrategy(b)
	judged, ending := map[string]bool{}, map[string]bool{}
	rows, _ := s.table(s.measured())
	for _, h := range rows {
		judged[h.ID()] = true
	}
	for _, t := range signals(b).(signalsView).Themes {
		for _, r := range t.Rows {
			judged[r.ID()] = true
		}
	}
	for _, x := range sheets(b).(sheetsView).Sheets {
		judged[x.ID()], ending[x.ID()] = true, true
	}
	for _, q := range outlook(b).(outlookView).Rows {
		for _, e := range q.Ends {
			ending[e.Program] = true
		}
	}
	for _, h := range s.of(watch.FragilityStrong) {
		ending[h.ID()] = true
	}
	v.Commits = slices.DeleteFunc(v.Commits, func(r commitRow) bool { return !judged[r.ID] })
	v.Calendars = slices.DeleteFunc(v.Calendars, func(r calendarRow) bool { return !ending[r.ID] })
}

// Of is the name after "de".
func (r commitRow) Of() string { return french.De(r.Name) }

// sortedCovered is the perimeter by name.
func sortedCovered(b *render.Bulletin) []render.Covered {
	list := slices.Clone(b.Covered())
	slices.SortStableFunc(list, func(x, y render.Covered) int { return compareNames(x.Name, y.Name) })
	return list
}
