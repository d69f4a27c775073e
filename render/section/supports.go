package section

import (
	"cmp"
	"slices"

	"guette/render"
	"guette/render/french"
	"guette/watch"
)

// maxEndRows is the number of rows of the table. Source: guide, section 5.
const maxEndRows = 25

// supportsView is the section on ends of support.
type supportsView struct {
	General  bool
	AsOf     watch.Date
	Horizon  watch.Date
	Rows     []endRow
	More     int
	Remarks  []endRow    // without overlap, or where the next branch gains nothing
	Later    []endRow    // of the entity: dated beyond the horizon
	Open     []string    // end not announced
	None     programList // no calendar
	Unknown  []string    // version not declared, or of no branch of the calendar
	Changes  []changeRow
	Bygone   int // changes between two days before the month
	Calendar []calendarLink
	States   []watch.Date // of the calendars compared
}

// endRow is the end of support of a branch.
type endRow struct {
	render.Covered
	Branch   string
	Until    watch.Until
	Extended watch.Until
	Word     string // of standard support
	Extra    string // of extended support
	Days     int
	Target   []watch.Cycle
	Overlap  string
	Useless  []string
	Page     string
	Label    string
	Debian   bool
	Free     bool // extended support costs nothing
	Finding  string
}

// Late is the number of days since the end.
func (r endRow) Late() int { return -r.Days }

// changeRow is a date of a calendar that changed since last month.
type changeRow struct {
	render.Covered
	*watch.LifecycleDetail
	Branches []string // that changed in the same way
	Findings []string
}

type calendarLink struct{ Label, Page string }

// Of is the label with "de" before it, in French.
func (l calendarLink) Of() string { return french.De(l.Label) }

// OfLabel is the label of the calendar with "de" before it, in French.
func (r endRow) OfLabel() string { return french.De(r.Label) }

func supports(b *render.Bulletin) any {
	m := newMonth(b)
	v := supportsView{General: b.General(), AsOf: b.AsOf, Horizon: b.Month.Add(12).LastDay()}
	if v.General {
		v.Rows = m.ends()
	} else {
		v.declared(m)
	}
	v.cut()
	for _, r := range v.Rows {
		if !v.General && (r.Overlap != "" || len(r.Useless) > 0) {
			v.Remarks = append(v.Remarks, r)
		}
	}
	var none []string
	for _, c := range b.Covered() {
		if c.Profile == nil || c.Profile.Calendar == nil {
			none = append(none, c.Name)
		}
	}
	v.None = programList{Names: render.SortNames(none), N: len(none)}
	if large(b) { // they are named among the versions
		v.None = firstNames(none, maxNames)
	}
	v.changes(m)
	return v
}

// cut keeps the rows that the table may have. In the general edition half of
// them are ends to come, so that those of a busy month do not hide all others.
func (v *supportsView) cut() {
	past := 0
	for past < len(v.Rows) && !v.Rows[past].Until.Date.After(v.AsOf) {
		past++
	}
	coming := v.Rows[past:]
	if half := maxEndRows / 2; v.General && past > half && len(v.Rows) > maxEndRows {
		past = max(half, maxEndRows-len(coming))
	}
	rows := slices.Concat(v.Rows[:past], coming)
	v.More = len(v.Rows) - min(len(rows), maxEndRows)
	v.Rows, _ = firstOf(rows, maxEndRows)
}

// declared sorts the declared branches by what is known of their end.
func (v *supportsView) declared(m *month) {
	known := map[string]bool{}
	for _, br := range m.branches {
		known[br.Program.ID] = true
		row := endOf(m.b, br.Covered, br.Cycle, br.Target)
		row.Finding = br.Finding.ID
		if d, ok := br.Finding.Detail.(*watch.LifecycleDetail); ok {
			row.Overlap, row.Useless = d.NoOverlap, d.Useless
		}
		switch {
		case br.Cycle.EOL.State == watch.Dated && br.Cycle.EOL.Date.After(v.Horizon):
			v.Later = append(v.Later, row)
		case br.Cycle.EOL.State == watch.Dated || br.Cycle.EOL.State == watch.Over:
			v.Rows = append(v.Rows, row)
		default:
			v.Open = append(v.Open, br.Name+" "+br.Cycle.Cycle)
		}
	}
	v.Open = render.SortNames(v.Open)
	for _, c := range m.b.Covered() {
		if c.Profile != nil && c.Profile.Calendar != nil && !known[c.Program.ID] {
			v.Unknown = append(v.Unknown, c.Name)
		}
	}
	v.Unknown = render.SortNames(v.Unknown)
}

func endOf(b *render.Bulletin, c render.Covered, cycle watch.Lifecycle, target []watch.Cycle) endRow {
	row := endRow{Covered: c, Branch: cycle.Cycle, Until: cycle.EOL, Extended: cycle.EOES, Word: cycle.EOLWord, Extra: cycle.EOESWord, Target: target,
		Page: cycle.Page, Label: cycle.Label, Debian: cycle.Product == "debian", Free: slices.Contains(b.Policy.FreeExtendedSupport, cycle.Product)}
	if cycle.EOL.State == watch.Dated {
		row.Days = b.AsOf.DaysUntil(cycle.EOL.Date)
	}
	return row
}

// ends lists the ends of support of all branches of the perimeter from the first
// day of the month to twelve months after it, by date.
func (m *month) ends() []endRow {
	var rows []endRow
	horizon := m.b.Month.Add(12).LastDay()
	for _, c := range m.b.Covered() {
		if c.Profile == nil {
			continue
		}
		for f, d := range watch.DetailOf[*watch.LifecycleDetail](m.b.Of(c.Program.ID, watch.FindingEndOfSupport)) {
			if d.Phase != "eol" || d.Until.State != watch.Dated || d.Until.Date.Before(m.b.Month.FirstDay()) || d.Until.Date.After(horizon) {
				continue
			}
			for _, cycle := range c.Profile.Cycles {
				if cycle.Cycle == d.Branch {
					row := endOf(m.b, c, cycle, d.Target)
					row.Finding, row.Overlap, row.Useless = f.ID, d.NoOverlap, d.Useless
					rows = append(rows, row)
				}
			}
		}
	}
	slices.SortStableFunc(rows, func(a, b endRow) int {
		return cmp.Or(a.Until.Date.Compare(b.Until.Date), cmp.Compare(a.Name, b.Name), cmp.Compare(a.Branch, b.Branch))
	})
	return rows
}

// changes lists the dates that changed, branches with the same change together.
// What was given for over and is not, or now has a date, comes first: it undoes
// what an earlier bulletin said.
func (v *supportsView) changes(m *month) {
	for _, c := range m.b.Covered() {
		for f, d := range watch.DetailOf[*watch.LifecycleDetail](m.b.Of(c.Program.ID, watch.FindingEndOfSupport)) {
			if d.Previous == nil || d.Phase == "eoas" {
				continue
			}
			if first := m.b.Month.FirstDay(); before(*d.Previous, first) && before(d.Until, first) {
				v.Bygone++
				continue
			}
			v.change(changeRow{c, d, []string{d.Branch}, []string{f.ID}})
			if len(f.Evidence) > 0 {
				v.link(calendarLink{f.Evidence[0].Title, f.Evidence[0].URL})
			}
		}
	}
	slices.SortStableFunc(v.Changes, func(a, b changeRow) int { return cmp.Compare(a.rank(), b.rank()) })
}

// before tells that a support ended before a day.
func before(u watch.Until, day watch.Date) bool {
	return u.State == watch.Dated && u.Date.Before(day)
}

func (v *supportsView) change(row changeRow) {
	for i, o := range v.Changes {
		if o.Program.ID == row.Program.ID && o.Phase == row.Phase && *o.Previous == *row.Previous && o.Until == row.Until {
			v.Changes[i].Branches = append(o.Branches, row.Branches...)
			v.Changes[i].Findings = append(o.Findings, row.Findings...)
			return
		}
	}
	v.Changes = append(v.Changes, row)
}

func (v *supportsView) link(l calendarLink) {
	if !slices.Contains(v.Calendar, l) {
		v.Calendar = append(v.Calendar, l)
	}
}

// rank orders the changes: revived, over and now dated, all others.
func (r changeRow) rank() int {
	switch {
	case r.Revived(r.AsOf), r.Previous.State == watch.Over && r.Until.State == watch.Unannounced:
		return 0
	case r.Previous.State == watch.Over:
		return 1
	}
	return 2
}

// Revived tells that a support given for over is alive again.
func (r changeRow) Revived(asOf watch.Date) bool {
	over := r.Previous.State == watch.Over || r.Previous.State == watch.Dated && !r.Previous.Date.After(asOf)
	return over && r.Until.State == watch.Dated && r.Until.Date.After(asOf)
}
