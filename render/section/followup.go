package section

import (
	"cmp"
	"slices"

	"guette/render"
	"guette/watch"
)

// maxFollowed is the number of rows of the table. Source: guide, section 5.
const maxFollowed = 15

// followupView is what became of the priorities of the month before.
type followupView struct {
	General     bool
	First       bool // no bulletin before
	Last        watch.Month
	Rows        []followedRow
	More        int
	Open        int
	Corrections []correctionRow
	Added       []string // programs new in the portfolio, by name
	Retired     []string // and those that left it
}

// followedRow is a priority of the month before.
type followedRow struct {
	Name    string
	Then    watch.Decision
	Version string // declared now
	State   string // "done", "open", "same" (nothing new asks for it, the version stays), "changed", "gone"
	Months  int    // in a row with a priority for the program, the last included
	Since   watch.Month
	Now     *watch.Decision
}

// correctionRow is what an earlier bulletin said and the data no longer say.
type correctionRow struct {
	Name    string
	Finding watch.Finding
	*watch.CorrectionDetail
}

func followup(b *render.Bulletin) any {
	v := followupView{General: b.General(), First: len(b.Past()) == 0, Last: b.Month.Add(-1)}
	for _, f := range b.Findings(watch.FindingCorrection) {
		if d, ok := f.Detail.(*watch.CorrectionDetail); ok {
			v.Corrections = append(v.Corrections, correctionRow{b.Name(f.Program), f, d})
		}
	}
	if b.General() || v.First {
		return v
	}
	last := b.Last()
	if last == nil {
		v.First = true
		return v
	}
	v.Added, v.Retired = moves(b, last)
	for _, d := range last.Decisions() {
		if d.Level != watch.Inform {
			v.Rows = append(v.Rows, followed(b, d))
		}
	}
	slices.SortStableFunc(v.Rows, func(x, y followedRow) int { return cmp.Compare(y.Months, x.Months) })
	for _, r := range v.Rows {
		if r.State == "open" || r.State == "same" {
			v.Open++
		}
	}
	if len(v.Rows) > maxFollowed {
		v.Rows, v.More = v.Rows[:maxFollowed], len(v.Rows)-maxFollowed
	}
	return v
}

// moves names the programs that entered or left the portfolio since last month,
// where it is known what was declared then. Source: guide, rule V9.
func moves(b, last *render.Bulletin) (added, retired []string) {
	now, then := b.Declared(), last.Declared()
	if len(then) == 0 {
		return nil, nil
	}
	for _, id := range now {
		if !slices.Contains(then, id) {
			added = append(added, b.Name(id))
		}
	}
	for _, id := range then {
		if !slices.Contains(now, id) {
			retired = append(retired, b.Name(id))
		}
	}
	return added, retired
}

func followed(b *render.Bulletin, d watch.Decision) followedRow {
	r := followedRow{Name: b.Name(d.Program), Then: d, Since: b.Month.Add(-1)}
	for _, p := range b.Past() {
		if p.Month != r.Since && p.Month != r.Since.Add(-1) {
			break
		}
		if _, ok := p.Decision(d.Program); !ok {
			break
		}
		r.Months++
		r.Since = p.Month
	}
	now, still := b.Decision(d.Program)
	declaration, declared := b.Declaration(d.Program)
	r.Version = declaration.Version
	if still {
		r.Now = &now
	}
	switch {
	case !declared:
		r.State = "gone"
	case declaration.Version == d.Version && still:
		r.State = "open"
	case declaration.Version == d.Version && declaration.Version != "" && d.Level == watch.Check:
		r.State = "same"
	case declaration.Version == d.Version:
		r.State = "gone"
	case still:
		r.State = "changed"
	default:
		r.State = "done"
	}
	return r
}
