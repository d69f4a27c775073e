package section

import (
	"slices"

	"guette/render"
	"guette/watch"
)

const (
	// maxMeasured is how many rows the table of health has, worst first: a page.
	// The words of the bulletin do not allow more.
	maxMeasured = 40
	fewMeasured = 25 // of a huge perimeter
	maxChanged  = 15 // changes of class that are told
	fewChanged  = 8  // of a huge perimeter
)

// portfolioView is the state of the portfolio: the matrix, and health.
type portfolioView struct {
	General    bool
	Month      watch.Month
	Total      int
	Rows       []matrixRow
	Branch     []string // strong fragilities that lie in the branch in use
	Project    []string // those that lie in the project
	Levels     []levelCount
	Health     []held
	More       []classCount // what the table leaves out
	Changed    []changedHealth
	ChangedN   int      // left out
	Deposits   []string // repositories that only receive releases
	Unmeasured programList
	Previous   watch.Date // last day of the month before
	Moved      []movedRow
}

// A matrixRow is the programs of one criticality.
type matrixRow struct {
	Criticality watch.Criticality
	Weak        programList
	Moderate    programList
	Strong      programList
	Unknown     programList
}

// levelCount counts the programs of a level, for the general edition.
type levelCount struct {
	Level watch.FragilityLevel
	List  programList
}

// classCount counts the programs of a class of health.
type classCount struct {
	Class watch.HealthClass
	N     int
}

// movedRow is a program whose fragility changed since last month.
type movedRow struct {
	held
	Before watch.FragilityLevel
}

var levels = []watch.FragilityLevel{watch.FragilityStrong, watch.FragilityModerate, watch.FragilityWeak, watch.FragilityUnknown}

func portfolio(b *render.Bulletin) any {
	s := newStrategy(b)
	v := portfolioView{General: b.General(), Month: b.Month, Total: len(s.held), Previous: b.Month.Add(-1).LastDay()}
	v.Changed, v.ChangedN = firstOf(s.changedHealth(), least(b, maxChanged, fewChanged))
	if v.General {
		for _, l := range levels {
			v.Levels = append(v.Levels, levelCount{l, s.cell(l, s.of(l))})
		}
	} else {
		v.matrix(s)
	}
	for _, h := range s.of(watch.FragilityStrong) {
		if h.Structural {
			v.Project = append(v.Project, h.Name)
		} else {
			v.Branch = append(v.Branch, h.Name)
		}
	}
	v.Branch, v.Project = render.SortNames(v.Branch), render.SortNames(v.Project)
	v.health(s)
	v.moved(b, s)
	return v
}

func (v *portfolioView) matrix(s *strategy) {
	for _, c := range []watch.Criticality{watch.Vital, watch.High, watch.Medium, watch.Low} {
		row := matrixRow{Criticality: c}
		for level, to := range map[watch.FragilityLevel]*programList{watch.FragilityWeak: &row.Weak, watch.FragilityModerate: &row.Moderate,
			watch.FragilityStrong: &row.Strong, watch.FragilityUnknown: &row.Unknown} {
			var list []held
			for _, h := range s.of(level) {
				if h.Criticality() == c {
					list = append(list, h)
				}
			}
			*to = s.cell(level, list)
		}
		v.Rows = append(v.Rows, row)
	}
}

// cell names the programs of a cell of the matrix, those of strong fragility
// before all.
func (s *strategy) cell(level watch.FragilityLevel, list []held) programList {
	if level == watch.FragilityStrong {
		return firstNames(names(list), maxNames)
	}
	return firstNames(names(list), least(s.b, maxNames, fewNames))
}

func (v *portfolioView) health(s *strategy) {
	v.Health = s.measured()
	for _, h := range v.Health {
		if h.Health().Class == watch.HealthUnknown && deposits(h.Health()) {
			v.Deposits = append(v.Deposits, h.Name)
		}
	}
	v.Deposits = render.SortNames(v.Deposits)
	v.Health, v.More = s.table(v.Health)
	var unmeasured []string
	for _, h := range s.held {
		if h.Health() == nil {
			unmeasured = append(unmeasured, h.Name)
		}
	}
	v.Unmeasured = listOf(s.b, unmeasured)
}

// table cuts the rows of the table of health, and counts the others by class.
func (s *strategy) table(rows []held) (shown []held, more []classCount) {
	shown, _ = firstOf(rows, least(s.b, maxMeasured, fewMeasured))
	for _, h := range rows[len(shown):] {
		if n := len(more); n > 0 && more[n-1].Class == h.Health().Class {
			more[n-1].N++
			continue
		}
		more = append(more, classCount{h.Health().Class, 1})
	}
	return shown, more
}

func deposits(h *watch.Health) bool {
	for _, m := range h.Missing {
		if m.Reason == "repository-of-releases" {
			return true
		}
	}
	return false
}

// moved compares the fragilities with those of last month's bulletin.
func (v *portfolioView) moved(b *render.Bulletin, s *strategy) {
	last := b.Last()
	if last == nil {
		return
	}
	before := map[string]watch.FragilityLevel{}
	for _, h := range newStrategy(last).held {
		before[h.ID()] = h.Level
	}
	for _, h := range s.held {
		if was, ok := before[h.ID()]; ok && was != h.Level {
			v.Moved = append(v.Moved, movedRow{h, was})
		}
	}
}

// Trend of activity from one year to the next. Source: guide, section 6 and the
// models of bulletins.
const (
	trendShare  = .25 // a change of a quarter
	trendLowest = 10  // of fewer commits in a year nothing is said,
	trendClear  = 20  // unless they follow on as many: none after 27 is no chance
)

// Trend is the word for the activity of a program: "none", "unclear", "up",
// "down" or "stable".
func (h held) Trend() string {
	a := h.Activity()
	switch {
	case a == nil || !a.Whole:
		return "unclear"
	case a.Commits == 0 && a.CommitsPrev == 0:
		return "none"
	case a.CommitsPrev < trendLowest, a.Commits < trendLowest && a.CommitsPrev < trendClear:
		return "unclear"
	case float64(a.Commits) >= (1+trendShare)*float64(a.CommitsPrev):
		return "up"
	case float64(a.Commits) <= (1-trendShare)*float64(a.CommitsPrev):
		return "down"
	}
	return "stable"
}

// changedHealth is a program whose class of health changed.
type changedHealth struct {
	held
	Notice bool // the project says so itself, since this month
}

func (s *strategy) changedHealth() []changedHealth {
	var rows []changedHealth
	for _, h := range s.changed() {
		rows = append(rows, changedHealth{h, s.noticed(h) && worse(h.Health().Class, h.Health().Previous)})
	}
	return rows
}

// worse tells whether a class is below another.
func worse(a, b watch.HealthClass) bool {
	order := []watch.HealthClass{watch.HealthStopped, watch.HealthPoor, watch.HealthWatch, watch.HealthGood}
	return slices.Index(order, a) < slices.Index(order, b)
}
