package section

import (
	"cmp"
	"fmt"
	"slices"
	"strings"

	"guette/render"
	"guette/render/french"
	"guette/watch"
)

// versionsView is the section on new versions.
type versionsView struct {
	General  bool
	Month    watch.Month
	Tables   []versionTable
	Register []registerTable // of a large perimeter: versions that call for nothing
	Left     int             // rows of the register that call for something
	Noted    bool            // known changes have a row too
	Apart    []apartRow
	Silent   []silentRow
	Names    []string // of the silent
}

// versionTable is one domain.
type versionTable struct {
	ID    string // of the domain; "" for none
	Label string
	Rows  []versionRow
}

// versionRow is the versions of one program and nature.
type versionRow struct {
	render.Covered
	Nature watch.Nature
	Groups []dayGroup
	Fixes  []string // by any version of the row
	Common []string // by each of them
	Some   []string // by some of them
	// Elsewhere counts those that concern another edition.
	Elsewhere *otherEdition
	Opens     []openedBranch
	Counts    []watch.Count
	Quote     *watch.Quote
	Keyword   *keywordFact
	Embedded  []bumpFact
	HasNotes  bool
	Steps     []watch.Quote
	Notes     proof
	Findings  []string
	Todo      string
}

// dayGroup is the versions of one day, highest first.
type dayGroup struct {
	Versions []string
	Days     []watch.Date // more than one: sources disagree
}

// Short tells that day k is followed by another day of its month: the month is
// said once.
func (g dayGroup) Short(k int) bool {
	return k+1 < len(g.Days) && g.Days[k].In() == g.Days[len(g.Days)-1].In()
}

// otherEdition is how many vulnerabilities concern an edition that the program
// is not.
type otherEdition struct {
	N       int
	Edition string
}

// Title is the edition with a capital.
func (o otherEdition) Title() string { return french.Upper(o.Edition) }

type openedBranch struct {
	Branch string
	Until  watch.Until
}

type bumpFact struct{ Name, From, To string }

// apartRow is what is not counted: pre-releases, secondary series, versions
// withdrawn, made again, or nobody meant.
type apartRow struct {
	render.Covered
	Kind     string // "prerelease", "series", "nightly", "mistaken", "yanked", "re-tagged", "untagged", "not-a-release"
	Series   string
	Groups   []dayGroup
	Findings []string
	Key      string
}

// silentRow is a program without a stable version, with its last one.
type silentRow struct {
	render.Covered
	Last *watch.LastRelease
}

func versions(b *render.Bulletin) any {
	m := newMonth(b)
	v := versionsView{General: b.General(), Month: b.Month}
	groups := domains(b)
	rows := make([][]versionRow, len(groups))
	for i, g := range groups {
		for _, c := range g.Programs {
			rows[i] = append(rows[i], m.versionRows(c)...)
			v.Apart = append(v.Apart, m.apartRows(c)...)
		}
	}
	told, left := m.told(slices.Concat(rows...))
	v.Left, v.Noted = left, !huge(b)
	var tables, register shelf
	for i, g := range groups {
		own := v.General && slices.ContainsFunc(b.Domains, func(d watch.Domain) bool { return d.ID == g.ID })
		var here, there []versionRow
		for _, r := range rows[i] {
			if told[r.key()] {
				here = append(here, r)
			} else {
				there = append(there, r)
			}
		}
		tables.add(g, here, !v.General || own)
		register.add(g, there, !v.General)
	}
	v.Tables, v.Register = tables.close(), registerOf(register.close())
	for _, c := range m.silent() {
		v.Names = append(v.Names, c.Name)
		if c.Profile != nil && c.Profile.Last != nil {
			v.Silent = append(v.Silent, silentRow{c, c.Profile.Last})
		}
	}
	v.Names = render.SortNames(v.Names)
	return v
}

// natures in the order of rows.
var natures = []watch.Nature{watch.NatureSecurity, watch.NatureUnconfirmed, watch.NatureMajor, watch.NatureMinor, watch.NaturePatch, watch.NatureOther}

func (m *month) versionRows(c render.Covered) []versionRow {
	var rows []versionRow
	for _, nature := range natures {
		var list []released
		for _, r := range m.releases {
			if r.Program.ID == c.Program.ID && r.Nature == nature {
				list = append(list, r)
			}
		}
		if len(list) > 0 {
			rows = append(rows, m.versionRow(c, nature, list))
		}
	}
	return rows
}

func (m *month) versionRow(c render.Covered, nature watch.Nature, list []released) versionRow {
	row := versionRow{Covered: c, Nature: nature, Groups: groupDays(list)}
	descending(list)
	counts := map[string]int{}
	for _, r := range list {
		row.Findings = append(row.Findings, r.Finding.ID)
		row.Todo = cmp.Or(row.Todo, r.Finding.Todo)
		for _, id := range r.Fixes {
			if !slices.Contains(row.Fixes, id) {
				row.Fixes = append(row.Fixes, id)
			}
		}
		if o, ok := opened(c, r.Branch); ok && r.NewBranch {
			row.Opens = append(row.Opens, o)
		}
		row.addNotes(r, counts)
	}
	row.setFixes(list, m)
	if len(row.Steps) > 0 && row.Quote != nil && row.Quote.Text == row.Steps[0].Text {
		row.Quote = nil // it is quoted as a step
	}
	row.Embedded = m.bumps(list)
	for _, class := range []string{"security", "breaking", "removed", "deprecated", "upgrade", "added", "changed", "fixed", "maintenance", "other"} {
		if counts[class] > 0 {
			row.Counts = append(row.Counts, watch.Count{Name: class, N: counts[class]})
		}
	}
	return row
}

// setFixes tells what all versions of the row repair from what some do, and
// counts what concerns another edition.
func (row *versionRow) setFixes(list []released, m *month) {
	slices.SortFunc(row.Fixes, compareCVEs)
	for _, id := range row.Fixes {
		if slices.ContainsFunc(list, func(r released) bool { return !slices.Contains(r.Fixes, id) }) {
			row.Some = append(row.Some, id)
		} else {
			row.Common = append(row.Common, id)
		}
	}
	var other otherEdition
	for _, v := range m.recorded {
		edition := v.VulnerabilityDetail.Edition
		elsewhere := v.Verdict == watch.AffectedEdition || m.b.General() && len(strings.Fields(edition)) == 1 && edition != "community"
		if elsewhere && v.Program.ID == row.Program.ID && slices.Contains(row.Fixes, v.CVE) {
			other.N, other.Edition = other.N+1, edition
		}
	}
	if other.N > 0 && other.N < len(row.Fixes) {
		row.Elsewhere = &other
	}
}

func descending(list []released) {
	slices.SortStableFunc(list, func(a, b released) int {
		v, _ := watch.ParseVersion(a.Version())
		w, _ := watch.ParseVersion(b.Version())
		return w.Compare(v)
	})
}

// opened is a branch of the calendar and the end of its support; ok is false
// where no calendar knows it.
func opened(c render.Covered, branch string) (o openedBranch, ok bool) {
	if c.Profile == nil {
		return o, false
	}
	for _, cycle := range c.Profile.Cycles {
		if cycle.Cycle == branch {
			return openedBranch{branch, cycle.EOL}, true
		}
	}
	return o, false
}

// addNotes adds the notes of one version; the newest one gives the link.
func (row *versionRow) addNotes(r released, counts map[string]int) {
	if row.Notes.URL == "" || row.Notes.Kind == "page" && r.Notes != nil && !row.HasNotes {
		row.Notes = row.page(r)
	}
	if k := keywordOf(r.ReleaseDetail, r.Finding.Date); row.Nature == watch.NatureUnconfirmed && k != nil && (row.Keyword == nil || k.plain() && !row.Keyword.plain()) {
		row.Keyword = k
	}
	if r.Notes == nil {
		return
	}
	row.HasNotes = true
	for _, h := range r.Notes.Headings {
		counts[h.Name] += h.N
	}
	if q := r.Notes.Quote; q != nil && (row.Quote == nil || worth(q.Class) < worth(row.Quote.Class)) {
		row.Quote = q
	}
	for _, q := range r.Notes.Upgrade {
		if len(row.Steps) == 0 {
			row.Steps = append(row.Steps, q)
		}
	}
}

// page is where a version is told: its notes, else the calendar or the
// repository that names it, which are no notes and are not called so.
func (row *versionRow) page(r released) proof {
	calendar := len(r.Finding.Evidence) > 0 && slices.Equal(r.Origins, []watch.Origin{watch.OriginLifecycle})
	if r.NotesURL != "" {
		if calendar && r.Branch != "" && !strings.Contains(digits(r.NotesURL), digits(r.Version())) {
			return proof{"branch", r.Branch, r.NotesURL} // a calendar has one page for all versions of a branch
		}
		return proof{"page", r.Version(), r.NotesURL}
	}
	switch url := evidenceURL(r.Finding); {
	case calendar:
		return proof{"calendar", cmp.Or(r.Finding.Evidence[0].Title, row.Name), url}
	case strings.TrimSuffix(url, "/") == strings.TrimSuffix(strings.TrimSuffix(r.Repository, ".git"), "/"):
		return proof{"repository", row.Name, url}
	default:
		return proof{"page", r.Version(), url}
	}
}

// digits drops what is between the numbers of a version, which addresses write
// in many ways: 2.10.2, 2-10-2, 2102.
func digits(s string) string { return strings.NewReplacer(".", "", "-", "", "_", "").Replace(s) }

// plain tells that what is quoted speaks of security in so many words.
func (k *keywordFact) plain() bool {
	return k.Commit == nil || strings.Contains(strings.ToLower(k.Commit.Subject), "security") || strings.Contains(strings.ToLower(k.Commit.Subject), "vulnerab")
}

// worth orders the classes of quotes, the worthiest first.
func worth(class string) int {
	return slices.Index([]string{"security", "breaking", "removed", "deprecated", "upgrade", "added"}, class)
}

func evidenceURL(f watch.Finding) string {
	if len(f.Evidence) == 0 {
		return ""
	}
	return f.Evidence[0].URL
}

// bumps unites what versions say of a component: from the first to the last.
// list is highest version first.
func (m *month) bumps(list []released) []bumpFact {
	var facts []bumpFact
	for i := len(list) - 1; i >= 0; i-- {
		for _, b := range list[i].Embedded {
			name := m.b.Name(b.Program)
			if k := slices.IndexFunc(facts, func(f bumpFact) bool { return f.Name == name }); k >= 0 {
				facts[k].To = b.To
			} else {
				facts = append(facts, bumpFact{name, b.From, b.To})
			}
		}
	}
	return facts
}

// groupDays groups versions by day, oldest day first.
func groupDays(list []released) []dayGroup {
	var groups []dayGroup
	sorted := slices.Clone(list)
	descending(sorted)
	slices.SortStableFunc(sorted, func(a, b released) int { return a.Finding.Date.Compare(b.Finding.Date) })
	for _, r := range sorted {
		days := []watch.Date{r.Finding.Date}
		if len(r.Dates) > 1 {
			days = r.Dates
		}
		if n := len(groups); n > 0 && slices.Equal(groups[n-1].Days, days) {
			groups[n-1].Versions = append(groups[n-1].Versions, r.Version())
			continue
		}
		groups = append(groups, dayGroup{[]string{r.Version()}, days})
	}
	return groups
}

func (m *month) apartRows(c render.Covered) []apartRow {
	var rows []apartRow
	at := map[string]int{}
	members := map[string][]released{}
	for _, r := range m.apart {
		if r.Program.ID != c.Program.ID {
			continue
		}
		kind := cmp.Or(r.Mark, "prerelease")
		if r.Series != "" {
			kind = "series"
		}
		key := fmt.Sprintf("%s.%s.%s", c.Program.ID, kind, r.Series)
		if _, ok := at[key]; !ok {
			at[key] = len(rows)
			rows = append(rows, apartRow{Covered: c, Kind: kind, Series: r.Series, Key: strings.TrimSuffix(key, ".")})
		}
		members[key] = append(members[key], r)
		rows[at[key]].Findings = append(rows[at[key]].Findings, r.Finding.ID)
	}
	for key, i := range at { // each writes its own row
		rows[i].Groups = groupDays(members[key])
	}
	return rows
}
