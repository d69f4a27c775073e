package section

import (
	"cmp"
	"slices"

	"guette/render"
	"guette/render/french"
	"guette/watch"
)

// maxNews is how many items a theme has. Source: guide, section 6.
const maxNews = 3

// newsView is the news of the month by theme, or what the calendars say.
type newsView struct {
	General bool
	Month   watch.Month
	Themes  []newsTheme
	Changed []changedRow // dates of support that changed
	Opened  []openedRow  // branches that opened
	// MoreChanged counts the changed dates that are not told.
	MoreChanged int
}

// newsTheme is the items of a theme, newest first.
type newsTheme struct {
	ID    string
	Items []newsRow
	More  int
}

// newsRow is one item.
type newsRow struct {
	Finding watch.Finding
	*watch.NewsDetail
	Names []string
	Date  watch.Date
	URL   string
}

// changedRow is an end of support whose date changed.
type changedRow struct {
	Name, Branch string
	Was, Now     watch.Until
	Page, Label  string
	Finding      watch.Finding
}

// OfLabel is the label of the product after "de".
func (r changedRow) OfLabel() string { return french.De(r.Label) }

// openedRow is a branch that opened in the month.
type openedRow struct {
	Name, Branch string
	Date         watch.Date
	Page, Label  string
}

// newsThemes is the order of themes.
var newsThemes = []string{"governance", "policy", "funding", "security", "release", "community"}

func news(b *render.Bulletin) any {
	v := newsView{General: b.General(), Month: b.Month}
	byTheme := map[string][]newsRow{}
	for f, d := range watch.DetailOf[*watch.NewsDetail](b.Findings(watch.FindingNews)) {
		row := newsRow{Finding: f, NewsDetail: d, Date: f.Date}
		for _, id := range d.Programs {
			if b.Covers(id) {
				row.Names = append(row.Names, b.Name(id))
			}
		}
		if len(f.Evidence) > 0 {
			row.URL = f.Evidence[0].URL
		}
		byTheme[d.Theme] = append(byTheme[d.Theme], row)
	}
	for _, id := range newsThemes {
		rows := byTheme[id]
		if len(rows) == 0 {
			continue
		}
		slices.SortStableFunc(rows, func(x, y newsRow) int {
			return cmp.Or(cmp.Compare(y.Rank, x.Rank), y.Date.Compare(x.Date), cmp.Compare(x.Finding.ID, y.Finding.ID))
		})
		t := newsTheme{ID: id, Items: rows}
		if len(rows) > maxNews {
			t.Items, t.More = rows[:maxNews], len(rows)-maxNews
		}
		slices.SortStableFunc(t.Items, func(x, y newsRow) int { return y.Date.Compare(x.Date) })
		v.Themes = append(v.Themes, t)
	}
	v.calendars(b)
	return v
}

// maxEvents is how many events of the calendars are told.
const maxEvents = 6

// calendars tells what the calendars say of the month, where no feed speaks.
func (v *newsView) calendars(b *render.Bulletin) {
	for _, c := range sortedCovered(b) {
		if c.Profile == nil {
			continue
		}
		for f, d := range watch.DetailOf[*watch.LifecycleDetail](b.Of(c.Program.ID, watch.FindingEndOfSupport)) {
			if d.Previous != nil && d.Phase == "eol" {
				if len(v.Changed) == maxEvents {
					v.MoreChanged++
					continue
				}
				page, label := "", ""
				if len(c.Profile.Cycles) > 0 {
					page, label = c.Profile.Cycles[0].Page, c.Profile.Cycles[0].Label
				}
				v.Changed = append(v.Changed, changedRow{c.Name, d.Branch, *d.Previous, d.Until, page, label, f})
			}
		}
		for _, cycle := range c.Profile.Cycles {
			if cycle.Released.In() == b.Month && len(v.Opened) < maxEvents {
				v.Opened = append(v.Opened, openedRow{c.Name, cycle.Cycle, cycle.Released, cycle.Page, cycle.Label})
			}
		}
	}
}
