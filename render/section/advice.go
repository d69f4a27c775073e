package section

import (
	"cmp"
	"slices"

	"guette/render"
	"guette/watch"
)

// maxAdvice is how many recommendations a bulletin has. Source: guide, section 6.
const maxAdvice = 8

// adviceView is the recommendations.
type adviceView struct {
	General bool
	Rows    []adviceRow
	More    int
}

// An adviceRow is a recommendation in words to be.
type adviceRow struct {
	watch.Recommendation
	Named []advisedRow
	Roles []string // none: the editor of the bulletin
	Age   int      // bulletins that said it before
	b     *render.Bulletin
}

// advisedRow is a program of a recommendation.
type advisedRow struct {
	watch.Advised
	Name string
}

// First are the first of the programs, in their order: the summary names a few.
func (r adviceRow) First() programList {
	names := r.Names()
	l := programList{N: len(names)}
	l.Names, l.More = firstOf(names, fewNames)
	return l
}

// Names are the programs, with their branch where one is in use.
func (r adviceRow) Names() []string {
	var out []string
	for _, i := range r.Named {
		if i.Branch != "" {
			out = append(out, i.Name+" "+i.Branch)
		} else {
			out = append(out, i.Name)
		}
	}
	return out
}

// N is the number of programs.
func (r adviceRow) N() int { return len(r.Named) }

// Days is the number of days to the last of the events.
func (r adviceRow) Days() (n int) {
	for _, i := range r.Named {
		n = max(n, i.Days)
	}
	return n
}

// Last is the last of the events.
func (r adviceRow) Last() (d watch.Date) {
	for _, i := range r.Named {
		if i.Event.After(d) {
			d = i.Event
		}
	}
	return d
}

// Early tells whether it is due before its horizon: a support ends sooner.
func (r adviceRow) Early() bool {
	return r.Horizon > 0 && r.Due.Before(r.b.Month.Add(r.Horizon).LastDay())
}

// rows words the recommendations, by horizon, then as they were made.
func (s *strategy) rows() []adviceRow {
	var rows []adviceRow
	for _, r := range s.advice {
		row := adviceRow{Recommendation: r, Roles: s.b.RoleLabels(r.Owners), b: s.b}
		for _, i := range r.Items {
			row.Named = append(row.Named, advisedRow{i, s.b.Name(i.Program)})
		}
		for _, p := range s.b.Past() {
			if slices.ContainsFunc(newStrategy(p).advice, func(x watch.Recommendation) bool { return x.Kind == r.Kind }) {
				row.Age++
			}
		}
		rows = append(rows, row)
	}
	slices.SortStableFunc(rows, func(a, b adviceRow) int { return cmp.Compare(a.rank(), b.rank()) })
	return rows
}

// rank is the place of a recommendation: what a support that ends presses comes
// first.
func (r adviceRow) rank() int {
	if r.Early() {
		return 0
	}
	return r.Horizon
}

func advice(b *render.Bulletin) any {
	v := adviceView{General: b.General(), Rows: newStrategy(b).rows()}
	if len(v.Rows) > maxAdvice {
		v.Rows, v.More = v.Rows[:maxAdvice], len(v.Rows)-maxAdvice
	}
	return v
}

// followView is what became of last month's recommendations.
type followView struct {
	General bool
	First   bool // no bulletin before
	Month   watch.Month
	Rows    []followRow
	Open    int
	Added   []string // programs that entered the portfolio
	Retired []string // programs that left it
}

// A followRow is one program of a recommendation of last month.
type followRow struct {
	adviceRow
	Item    advisedRow
	Outcome string // "done", "open", "over", "void"
	Months  int    // bulletins that said it, this one not counted
}

func follow(b *render.Bulletin) any {
	v := followView{General: b.General(), Month: b.Month.Add(-1)}
	last := b.Last()
	if last == nil {
		v.First = true
		return v
	}
	now := newStrategy(b)
	for _, r := range newStrategy(last).rows() {
		for _, item := range r.Named {
			one := r
			one.Named = []advisedRow{item}
			row := followRow{adviceRow: one, Item: item, Outcome: "done", Months: 1}
			switch {
			case !b.Covers(item.Program):
				row.Outcome = "void"
			case advised(now.advice, r.Kind, item.Program):
				row.Outcome = "open"
				v.Open++
			case upgrades[r.Kind] && now.uses(item.Program, item.Branch):
				row.Outcome = "over" // the event came, and the branch is still in use
				v.Open++
			}
			for _, p := range b.Past()[1:] {
				if advised(newStrategy(p).advice, r.Kind, item.Program) {
					row.Months++
				}
			}
			v.Rows = append(v.Rows, row)
		}
	}
	slices.SortStableFunc(v.Rows, func(a, b followRow) int { return cmp.Compare(b.Months, a.Months) })
	return v
}

// upgrades are the advices that another branch closes, and nothing else.
var upgrades = map[watch.AdviceKind]bool{watch.AdviceAhead: true, watch.AdviceLeave: true, watch.AdvicePlan: true}

// uses tells whether the branch in use is still the same.
func (s *strategy) uses(program, name string) bool {
	c, _ := s.b.Program(program)
	br, ok := declaredBranch(s.b, c)
	return ok && br.Cycle.Cycle == name
}

func advised(list []watch.Recommendation, kind watch.AdviceKind, program string) bool {
	return slices.ContainsFunc(list, func(r watch.Recommendation) bool {
		return r.Kind == kind && slices.ContainsFunc(r.Items, func(i watch.Advised) bool { return i.Program == program })
	})
}

func sortByDate(rows []endingRow) {
	slices.SortStableFunc(rows, func(a, b endingRow) int {
		return cmp.Or(a.Until.Compare(b.Until), compareNames(a.Name, b.Name), cmp.Compare(a.Branch, b.Branch))
	})
}
