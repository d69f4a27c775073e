package section

import (
	"slices"

	"guette/render"
	"guette/watch"
)

// strategicBriefView is the summary of the strategic bulletin: five figures, at
// most five decisions.
type strategicBriefView struct {
	General    bool
	Month      watch.Month
	Total      int
	Strong     int
	Moderate   int
	Weak       int
	Unknown    int
	Branch     int // strong fragilities that a new version lifts
	Project    programList
	Ending     []endingRow // declared branches that end within twelve months
	Horizon    watch.Date
	NotFree    programList
	Measured   int
	Changed    []held
	ChangedN   int // of which the list above has the first
	New        int // signals that are new this month
	Advice     []adviceRow
	SignalsIDs []string
}

// endingRow is a branch in use and its end of support.
type endingRow struct {
	Name, Branch string
	Until        watch.Date
	Program      string
}

func strategicBrief(b *render.Bulletin) any {
	s := newStrategy(b)
	v := strategicBriefView{General: b.General(), Month: b.Month, Total: len(s.held), Horizon: b.Month.Add(outlookMonths).LastDay(),
		Strong: len(s.of(watch.FragilityStrong)), Moderate: len(s.of(watch.FragilityModerate)), Weak: len(s.of(watch.FragilityWeak)),
		Unknown: len(s.of(watch.FragilityUnknown))}
	changed := s.changed()
	v.ChangedN = len(changed)
	v.Changed, _ = firstOf(changed, inBrief(b))
	var project, notFree []string
	for _, h := range s.of(watch.FragilityStrong) {
		if h.Structural {
			project = append(project, h.Name)
		} else {
			v.Branch++
		}
	}
	for _, r := range s.caused("not-free") {
		notFree = append(notFree, r.Name)
	}
	v.Project, v.NotFree = firstNames(project, inBrief(b)), firstNames(notFree, inBrief(b))
	v.Ending = s.ending()
	for _, h := range s.measured() {
		if h.Health().Class != watch.HealthUnknown {
			v.Measured++
		}
	}
	for _, h := range s.held {
		for f, d := range watch.DetailOf[*watch.SignalDetail](s.findings[h.ID()]) {
			if d.New {
				v.New++
				v.SignalsIDs = append(v.SignalsIDs, f.ID)
			}
		}
	}
	v.Advice = s.rows()
	v.Advice = v.Advice[:min(len(v.Advice), maxBrief)]
	return v
}

// outlookMonths is how far the strategic bulletin looks ahead.
const outlookMonths = 12

// ending lists the declared branches whose support ends within the outlook, or
// the extended support that costs nothing after it, by date.
func (s *strategy) ending() []endingRow {
	var rows []endingRow
	end := s.b.Month.Add(outlookMonths).LastDay()
	for _, h := range s.held {
		br, ok := declaredBranch(s.b, h.Covered)
		if !ok {
			continue
		}
		c, soon := br.Cycle, func(u watch.Until) bool {
			return u.State == watch.Dated && u.Date.After(s.b.AsOf) && !u.Date.After(end)
		}
		switch {
		case soon(c.EOL):
			rows = append(rows, endingRow{h.Name, c.Cycle, c.EOL.Date, h.ID()})
		case br.Ended(s.b.AsOf) && slices.Contains(s.b.Policy.FreeExtendedSupport, c.Product) && soon(c.EOES):
			rows = append(rows, endingRow{h.Name, c.Cycle + " LTS", c.EOES.Date, h.ID()})
		}
	}
	sortByDate(rows)
	return rows
}
