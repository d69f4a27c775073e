package section

import (
	"cmp"
	"slices"

	"guette/render"
	"guette/watch"
)

const (
	// maxWhole is the perimeter up to which each version has a row that says what
	// changes. Beyond, versions that call for nothing are named in a register, one
	// line a program: the body keeps to the length of the guide (section 1).
	maxWhole = 60
	// maxNoted is the perimeter up to which known changes that call for nothing
	// keep their row too.
	maxNoted = 150
	// maxTold is the number of rows on versions beyond maxWhole; those that
	// matter least go to the register, with their nature.
	maxTold = 40
)

// registerTable is one domain of the register.
type registerTable struct {
	ID    string
	Label string
	Rows  []registerRow
}

// registerRow is all other versions of a program.
type registerRow struct {
	render.Covered
	Parts    []versionRow // by nature
	Notes    proof
	Findings []string
}

// Plain tells that the nature of a part goes without saying: most versions
// mend.
func (r versionRow) Plain() bool { return r.Nature == watch.NaturePatch }

// calls tells that a reader has something to do or to prepare for.
func (r versionRow) calls() bool {
	return slices.Contains([]watch.Nature{watch.NatureSecurity, watch.NatureUnconfirmed, watch.NatureMajor}, r.Nature) ||
		len(r.Opens) > 0 || len(r.Embedded) > 0 || len(r.Steps) > 0
}

// weight orders rows by what they ask of a reader, the heaviest first.
func (r versionRow) weight() int {
	switch {
	case r.Nature == watch.NatureSecurity:
		return 0
	case r.Nature == watch.NatureUnconfirmed && r.Keyword != nil && r.Keyword.plain():
		return 1
	case len(r.Steps) > 0:
		return 2
	case r.Nature == watch.NatureMajor, len(r.Opens) > 0:
		return 3
	case r.Nature == watch.NatureUnconfirmed:
		return 4
	}
	return 5
}

// told chooses the rows that say what changes, and counts those that it leaves
// to the register though they call for something.
func (m *month) told(rows []versionRow) (chosen map[string]bool, left int) {
	chosen = map[string]bool{}
	var list []versionRow
	for _, r := range rows {
		switch {
		case !large(m.b):
			chosen[r.key()] = true
		case r.calls() || !huge(m.b) && (len(r.Counts) > 0 || r.Quote != nil):
			list = append(list, r)
		}
	}
	slices.SortStableFunc(list, func(a, b versionRow) int {
		return cmp.Or(cmp.Compare(a.weight(), b.weight()), cmp.Compare(m.worst(b), m.worst(a)), compareNames(a.Name, b.Name))
	})
	list, left = firstOf(list, maxTold)
	for _, r := range list {
		chosen[r.key()] = true
	}
	return chosen, left
}

func (r versionRow) key() string { return r.Program.ID + "." + string(r.Nature) }

// worst is the highest score of what the versions of a row repair; -1 for none.
func (m *month) worst(r versionRow) float64 {
	top := -1.
	for _, v := range m.recorded {
		if v.Program.ID == r.Program.ID && slices.Contains(r.Fixes, v.CVE) {
			top = max(top, v.Score())
		}
	}
	return top
}

// registered gathers rows into lines of the register, one a program.
func registered(rows []versionRow) []registerRow {
	var list []registerRow
	for _, r := range rows {
		k := len(list) - 1
		if k < 0 || list[k].Program.ID != r.Program.ID {
			list = append(list, registerRow{Covered: r.Covered, Notes: r.Notes})
			k++
		}
		list[k].Parts = append(list[k].Parts, r)
		list[k].Findings = append(list[k].Findings, r.Findings...)
		if list[k].Notes.Kind != "page" && r.Notes.Kind == "page" {
			list[k].Notes = r.Notes
		}
	}
	return list
}

// registerOf makes the register of the tables of what is not told.
func registerOf(tables []versionTable) []registerTable {
	var list []registerTable
	for _, t := range tables {
		list = append(list, registerTable{ID: t.ID, Label: t.Label, Rows: registered(t.Rows)})
	}
	return list
}
