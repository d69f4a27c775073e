package section

import (
	"slices"
	"strings"

	"guette/render"
	"guette/render/french"
)

// evidenceView lists, for each program, where its state can be checked.
type evidenceView struct {
	Commits   []commitRow
	Calendars []calendarRow
}

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
	return v
}

// Of is the name after "de".
func (r commitRow) Of() string { return french.De(r.Name) }

// sortedCovered is the perimeter by name.
func sortedCovered(b *render.Bulletin) []render.Covered {
	list := slices.Clone(b.Covered())
	slices.SortStableFunc(list, func(x, y render.Covered) int { return compareNames(x.Name, y.Name) })
	return list
}
