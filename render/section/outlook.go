package section

import (
	"slices"
	"time"

	"guette/render"
	"guette/watch"
)

// outlookView is the ends of support announced for the twelve months to come, by
// quarter.
type outlookView struct {
	General bool
	AsOf    watch.Date
	Until   watch.Date
	Rows    []quarterRow
	Useless []uselessRow // steps that bring no delay
	Steps   []stepRow    // how long each step of a migration holds
	Events  []string     // findings behind
}

// quarterRow is the ends of one quarter.
type quarterRow struct {
	From, To watch.Month // the first quarter begins in the month after the period, the last ends with the outlook
	Ends     []endingRow
	More     int
	Used     []string
}

// uselessRow is a step to a branch that ends on the same day.
type uselessRow struct{ Name, From, To string }

// stepRow tells until when the branches hold that one may go to.
type stepRow struct {
	Name, From string
	To         []watch.Cycle
}

// maxEnds is how many ends a quarter names; fewEnds, of a large perimeter.
const maxEnds, fewEnds = 20, 6

func outlook(b *render.Bulletin) any {
	s := newStrategy(b)
	v := outlookView{General: b.General(), AsOf: b.AsOf, Until: b.Month.Add(outlookMonths).LastDay()}
	ends := s.ends(v.Until)
	used := s.ending()
	for _, q := range quarters(b.Month) {
		row := quarterRow{From: q[0], To: q[1]}
		for _, e := range ends {
			if m := e.Until.In(); !m.Before(q[0]) && !q[1].Before(m) {
				row.Ends = append(row.Ends, e)
			}
		}
		for _, e := range used {
			if m := e.Until.In(); !m.Before(q[0]) && !q[1].Before(m) {
				row.Used = append(row.Used, e.Name+" "+e.Branch)
			}
		}
		n := maxEnds
		if large(b) {
			n = fewEnds
		}
		row.Ends, row.More = firstOf(row.Ends, n)
		if len(row.Ends) > 0 {
			v.Rows = append(v.Rows, row)
		}
	}
	v.steps(s, used)
	return v
}

// quarters cuts the twelve months after the period at the ends of calendar
// quarters; a last piece of one month joins the quarter before.
func quarters(m watch.Month) [][2]watch.Month {
	var out [][2]watch.Month
	end := m.Add(outlookMonths)
	for from := m.Add(1); !end.Before(from); {
		to := watch.Month{Year: from.Year, Month: (from.Month-1)/3*3 + 3}
		if end.Before(to) || end == to.Add(1) {
			to = end
		}
		out = append(out, [2]watch.Month{from, to})
		from = to.Add(1)
	}
	return out
}

// ends lists the ends of all branches of the perimeter within the outlook;
// extended support that costs nothing is an end of its own.
func (s *strategy) ends(until watch.Date) []endingRow {
	var rows []endingRow
	seen := map[endingRow]bool{}
	for _, h := range s.held {
		if h.Profile == nil {
			continue
		}
		for _, c := range h.Profile.Cycles {
			add := func(u watch.Until, suffix string) {
				row := endingRow{h.Name, c.Cycle + suffix, u.Date, h.ID()}
				if u.State == watch.Dated && u.Date.After(s.b.AsOf) && !u.Date.After(until) && !seen[row] {
					seen[row] = true
					rows = append(rows, row)
				}
			}
			add(c.EOL, "")
			if slices.Contains(s.b.Policy.FreeExtendedSupport, c.Product) {
				add(c.EOES, " LTS")
			}
		}
	}
	sortByDate(rows)
	return rows
}

// steps says what the data compute of migrations: a step that brings no delay,
// and how long the next branches hold.
func (v *outlookView) steps(s *strategy, used []endingRow) {
	for _, e := range used {
		c, ok := s.b.Program(e.Program)
		br, has := declaredBranch(s.b, c)
		if !ok || !has {
			continue
		}
		step := stepRow{Name: e.Name, From: e.Branch}
		for _, next := range c.Profile.Cycles {
			a, _ := watch.ParseVersion(next.Cycle)
			from, _ := watch.ParseVersion(e.Branch)
			if next.EOL.State != watch.Dated || !next.EOL.Date.After(v.AsOf) || a.Compare(from) <= 0 {
				continue
			}
			if next.EOL.Date == br.Cycle.EOL.Date {
				v.Useless = append(v.Useless, uselessRow{e.Name, e.Branch, next.Cycle})
			} else if !next.EOL.Date.After(v.Until) {
				step.To = append(step.To, watch.Cycle{Name: next.Cycle, Until: next.EOL})
			}
		}
		if len(step.To) > 0 {
			slices.Reverse(step.To)
			v.Steps = append(v.Steps, step)
		}
		if br.Finding.ID != "" {
			v.Events = append(v.Events, br.Finding.ID)
		}
	}
}

// Whole tells whether a row spans whole months of one quarter of a year.
func (r quarterRow) Whole() bool { return r.From.Add(2) == r.To && r.From.Month%3 == time.Month(1) }
