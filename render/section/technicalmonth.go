package section

import (
	"cmp"
	"slices"

	"guette/render"
	"guette/watch"
)

// A month is what the technical sections speak of. All of them read it, so that
// their figures agree.
type month struct {
	b        *render.Bulletin
	releases []released   // stable versions of main series
	apart    []released   // pre-releases, secondary series, versions set apart
	recorded []vulnerable // recorded in the month
	notices  []vulnerable // CERT-FR publications of the month without a record
	open     []vulnerable // recorded before, and still affecting a declared version
	added    []watch.Finding
	branches []branch // declared branches with a calendar, by date of the end
}

// released is a version of the month.
type released struct {
	render.Covered
	Finding watch.Finding
	*watch.ReleaseDetail
}

// vulnerable is a vulnerability, and what it is to the declared version.
type vulnerable struct {
	render.Covered
	Finding watch.Finding
	Verdict watch.AffectedWord // "" in the general edition
	FixedIn string             // on the declared branch
	Waiver  string
	*watch.VulnerabilityDetail
}

// Score is the base score for order; -1 is not scored.
func (v vulnerable) Score() float64 {
	if v.CVSS == nil {
		return -1
	}
	return v.CVSS.Score
}

// Hits tells that the declared version is affected and that nobody waived it.
func (v vulnerable) Hits() bool { return v.Verdict == watch.AffectedYes && v.Waiver == "" }

func newMonth(b *render.Bulletin) *month {
	m := &month{b: b}
	for _, c := range b.Covered() {
		m.addReleases(c)
		m.addVulnerabilities(c)
		m.added = append(m.added, b.Of(c.Program.ID, watch.FindingExploited)...)
		if br, ok := declaredBranch(b, c); ok {
			m.branches = append(m.branches, br)
		}
	}
	slices.SortStableFunc(m.branches, func(a, b branch) int {
		return cmp.Or(a.Cycle.EOL.Date.Compare(b.Cycle.EOL.Date), cmp.Compare(a.Name, b.Name))
	})
	return m
}

func (m *month) addReleases(c render.Covered) {
	for f, d := range watch.DetailOf[*watch.ReleaseDetail](m.b.Of(c.Program.ID)) {
		r := released{c, f, d}
		if d.Stable && d.Series == "" {
			m.releases = append(m.releases, r)
		} else {
			m.apart = append(m.apart, r)
		}
	}
}

func (m *month) addVulnerabilities(c render.Covered) {
	for f, d := range watch.DetailOf[*watch.VulnerabilityDetail](m.b.Of(c.Program.ID, watch.FindingVulnerability)) {
		v := vulnerable{Covered: c, Finding: f, VulnerabilityDetail: d}
		if verdict, ok := m.b.Verdict(c.Program.ID, f.ID); ok {
			v.Verdict, v.FixedIn, v.Waiver = verdict.Affected, verdict.Fixed, verdict.Waiver
		}
		switch {
		case d.InMonth && len(d.Affected) == 0 && len(d.CERTFR) > 0:
			m.notices = append(m.notices, v)
		case d.InMonth:
			m.recorded = append(m.recorded, v)
		case v.Hits():
			m.open = append(m.open, v)
		}
	}
}

// programs counts the programs that a list is about.
func programs[T any](list []T, id func(T) string) int {
	seen := map[string]bool{}
	for _, e := range list {
		seen[id(e)] = true
	}
	return len(seen)
}

// affecting are the vulnerabilities of the month that affect a declared version.
func (m *month) affecting() []vulnerable {
	var list []vulnerable
	for _, v := range m.recorded {
		if v.Hits() {
			list = append(list, v)
		}
	}
	return byProgram(list)
}

// byProgram orders vulnerabilities: the program with the most pressing one
// first, then the most pressing of each.
func byProgram(list []vulnerable) []vulnerable {
	top := map[string]float64{}
	for _, v := range list {
		key := v.Program.ID
		score := v.Score()
		if v.KEV != nil {
			score += 100
		}
		if s, ok := top[key]; !ok || score > s {
			top[key] = score
		}
	}
	slices.SortStableFunc(list, func(a, b vulnerable) int {
		return cmp.Or(cmp.Compare(top[b.Program.ID], top[a.Program.ID]), cmp.Compare(a.Name, b.Name), cmp.Compare(a.Program.ID, b.Program.ID),
			cmp.Compare(b.Score(), a.Score()), cmp.Compare(a.CVE, b.CVE))
	})
	return list
}

func critical(list []vulnerable) int {
	n := 0
	for _, v := range list {
		if v.CVSS != nil && v.CVSS.Rating == watch.SeverityCritical {
			n++
		}
	}
	return n
}

// silent are the programs without a stable version in the month.
func (m *month) silent() []render.Covered {
	var list []render.Covered
	for _, c := range m.b.Covered() {
		if !slices.ContainsFunc(m.releases, func(r released) bool { return r.Program.ID == c.Program.ID }) {
			list = append(list, c)
		}
	}
	return list
}

// A branch is a declared branch with its calendar.
type branch struct {
	render.Covered
	Cycle   watch.Lifecycle
	Finding watch.Finding // on its end; zero for none near
	Target  []watch.Cycle
	Days    int // until the end of standard support; negative is past
}

// Ended tells that standard support is over on the day of the data.
func (b branch) Ended(day watch.Date) bool {
	return b.Cycle.EOL.State == watch.Over || b.Cycle.EOL.State == watch.Dated && !b.Cycle.EOL.Date.After(day)
}

// declaredBranch finds the cycle of the calendar that holds a declared version.
func declaredBranch(b *render.Bulletin, c render.Covered) (branch, bool) {
	if c.Declaration == nil || c.Profile == nil {
		return branch{}, false
	}
	cycle := c.Profile.Cycle(*c.Declaration)
	if cycle == nil {
		return branch{}, false
	}
	br := branch{Covered: c, Cycle: *cycle, Days: b.AsOf.DaysUntil(cycle.EOL.Date)}
	for f, d := range watch.DetailOf[*watch.LifecycleDetail](b.Of(c.Program.ID, watch.FindingEndOfSupport)) {
		if d.Branch == cycle.Cycle && d.Phase == "eol" {
			br.Finding, br.Target = f, d.Target
		}
	}
	return br, true
}
