package section

import (
	"cmp"
	"slices"
	"strings"

	"guette/render"
	"guette/watch"
)

// maxBrief is how many priorities the summary names. Source: guide, section 5.
const maxBrief = 5

// briefView is the summary: five figures, at most five actions. The figures are
// counted on the rows of the sections below.
type briefView struct {
	General   bool
	Month     watch.Month
	Total     int
	Released  int // programs with a stable version
	Versions  int
	Recorded  int // vulnerabilities of the month
	Programs  int // with such a vulnerability
	Partial   bool
	Affecting int
	Critical  int  // of those that affect; of all in the general edition
	KEV       bool // the catalogue was read
	Exploited int  // added to KEV in the month
	In        []string
	Ended     int // declared branches out of support
	EndedNow  int // since the month began
	Ending    int // general: branches whose support ended in the month
	Silent    int
	NoRecords int
	Actions   []briefAction
	Checks    int // rows to check
	Press     []pressingRow
	Sources   []string
}

// A briefAction is one line of the summary: a row, or rows of one cause.
type briefAction struct {
	Rows     []priorityRow
	Cause    string // "" is one row
	Roles    string
	N        int // roles
	Deadline watch.Date
	New      int // of a group: branches whose support ended in the month
	Month    watch.Month
	Key      string
	Rank     int
}

func brief(b *render.Bulletin) any {
	m := newMonth(b)
	v := briefView{General: b.General(), Month: b.Month, Total: len(b.Covered()), Versions: len(m.releases), Recorded: len(m.recorded),
		Exploited: len(m.added), Silent: len(m.silent())}
	v.Released = v.Total - v.Silent
	v.Programs = programs(m.recorded, func(x vulnerable) string { return x.Program.ID })
	hits := m.affecting()
	v.Affecting, v.Critical = len(hits), critical(hits)
	for _, f := range m.added {
		if name := b.Name(f.Program); !slices.Contains(v.In, name) {
			v.In = append(v.In, name)
		}
		v.Sources = append(v.Sources, f.ID)
	}
	v.branches(m)
	v.KEV = slices.ContainsFunc(b.Analysis.States, func(s watch.SourceState) bool { return s.Collector == "kev" })
	for _, c := range b.Covered() {
		if c.Profile == nil || !c.Profile.HasOSV {
			v.NoRecords++
		}
	}
	for _, s := range b.Analysis.Sources {
		v.Partial = v.Partial || s.Collector == "osv" && s.Outcome == watch.OutcomePartial && b.Covers(s.Program)
	}
	if v.General {
		v.Critical = critical(m.recorded)
		v.Press = m.pressing()
		v.Press = v.Press[:min(len(v.Press), maxBrief)]
		return v
	}
	rows := m.rows()
	v.Actions = m.actions(rows)
	for _, r := range rows {
		if r.Level == watch.Check {
			v.Checks++
		}
	}
	return v
}

func (v *briefView) branches(m *month) {
	for _, br := range m.branches {
		if !br.Ended(m.b.AsOf) {
			continue
		}
		v.Ended++
		if br.Cycle.EOL.State == watch.Dated && br.Cycle.EOL.Date.In() == m.b.Month {
			v.EndedNow++
		}
	}
	for _, r := range m.ends() {
		if r.Until.Date.In() == m.b.Month {
			v.Ending++
		}
	}
}

// actions lists the immediate and urgent rows, then those to plan merged by
// cause, the largest group first.
func (m *month) actions(rows []priorityRow) []briefAction {
	var list []briefAction
	groups := map[string]*briefAction{}
	var order []string
	for _, r := range rows {
		switch r.Level {
		case watch.Immediate, watch.Urgent:
			list = append(list, briefAction{Rows: []priorityRow{r}, Roles: r.Roles, N: len(r.Owners), Deadline: r.Deadline, Key: r.Program})
		case watch.Plan:
			cause := causeOf(r)
			if groups[cause] == nil {
				groups[cause] = &briefAction{Cause: cause, Key: cause, Month: m.b.Month}
				order = append(order, cause)
			}
			groups[cause].Rows = append(groups[cause].Rows, r)
		}
	}
	slices.SortStableFunc(order, func(a, b string) int { return cmp.Compare(len(groups[b].Rows), len(groups[a].Rows)) })
	for _, cause := range order {
		list = append(list, m.group(groups[cause]))
	}
	list = list[:min(len(list), maxBrief)]
	for i := range list {
		list[i].Rank = i + 1
	}
	return list
}

// causeOf is why a row is to be planned.
func causeOf(r priorityRow) string {
	switch {
	case r.Support != nil && r.Support.Ended && (r.SupportFirst || r.Vulns == nil):
		return "ended"
	case r.Vulns != nil:
		return "affected"
	case r.Support != nil:
		return "ending"
	}
	return "embedded"
}

// group says who answers for rows of one cause: the owners, or the contact role
// where they are more than two.
func (m *month) group(a *briefAction) briefAction {
	var owners []string
	for _, r := range a.Rows {
		a.Deadline = cmp.Or(a.Deadline, r.Deadline)
		for _, o := range r.Owners {
			if !slices.Contains(owners, o) {
				owners = append(owners, o)
			}
		}
		if r.Support != nil && r.Support.Ended && r.Support.Until.In() == m.b.Month {
			a.New++
		}
	}
	if len(owners) > 2 {
		owners = []string{m.b.Entity.ContactRole}
	}
	a.Roles, a.N = strings.Join(m.b.RoleLabels(owners), ", "), len(owners)
	return *a
}

// Names are the programs of the rows with their branch where the support is the
// cause.
func (a briefAction) Names() []string {
	var list []string
	for _, r := range a.Rows {
		name := r.Name
		if r.Support != nil && (a.Cause == "ended" || a.Cause == "ending") {
			name += " " + r.Support.Branch
		}
		list = append(list, name)
	}
	return list
}

// Findings are those of all rows.
func (a briefAction) Findings() []string {
	var ids []string
	for _, r := range a.Rows {
		ids = append(ids, r.Findings...)
	}
	return ids
}
