package backtest

import "slices"

const (
	alarmLevel = .30 // two months running raise an alarm
	alarmEnd   = .6  // two months running below this share of the level end it
	alarmHold  = 2
)

// Alarms is what acting on predictions would have brought.
type Alarms struct {
	Level   float64 `json:"level"`
	Events  int     `json:"events"`
	Caught  int     `json:"caught"`
	Lead    int     `json:"median_lead_months"` // from the alarm to the end of the positive months
	False   int     `json:"false"`
	Years   float64 `json:"healthy_project_years"`
	PerYear float64 `json:"false_per_project_year"`
	Under   float64 `json:"healthy_months_under_alarm"` // share
}

// A span is a stretch of rows of one project, both ends counted.
type span struct{ from, to int }

// alarms raises alarms project by project and compares them with events: an
// event is a maximal run of positive months.
func alarms(rows []sample, p []float64, level float64) Alarms {
	a := Alarms{Level: level}
	var leads []int
	healthy, under := 0, 0
	for _, project := range byProject(rows) {
		events := positives(rows[project.from:project.to+1], project.from)
		raised := raise(p, project, level)
		for i := project.from; i <= project.to; i++ {
			if rows[i].y == 0 {
				healthy++
				if slices.ContainsFunc(raised, func(s span) bool { return s.from <= i && i <= s.to }) {
					under++
				}
			}
		}
		for _, e := range events {
			a.Events++
			for _, s := range raised {
				if overlap(s, e) {
					a.Caught++
					leads = append(leads, monthNumber(rows[e.to].month)+1-monthNumber(rows[s.from].month))
					break
				}
			}
		}
		for _, s := range raised {
			if !slices.ContainsFunc(events, func(e span) bool { return overlap(s, e) }) {
				a.False++
			}
		}
	}
	slices.Sort(leads)
	if len(leads) > 0 {
		a.Lead = leads[len(leads)/2]
	}
	a.Years = float64(healthy) / 12
	if healthy > 0 {
		a.PerYear, a.Under = float64(a.False)/a.Years, float64(under)/float64(healthy)
	}
	return a
}

func overlap(a, b span) bool { return a.from <= b.to && b.from <= a.to }

// byProject cuts rows, which are sorted by project and month.
func byProject(rows []sample) []span {
	var out []span
	for i := range rows {
		if i == 0 || rows[i].repo != rows[i-1].repo {
			out = append(out, span{i, i})
		}
		out[len(out)-1].to = i
	}
	return out
}

func positives(rows []sample, offset int) []span {
	var out []span
	for i, s := range rows {
		if s.y == 0 {
			continue
		}
		if n := len(out); n > 0 && out[n-1].to == offset+i-1 && monthNumber(s.month) == monthNumber(rows[i-1].month)+1 {
			out[n-1].to = offset + i
			continue
		}
		out = append(out, span{offset + i, offset + i})
	}
	return out
}

func raise(p []float64, project span, level float64) []span {
	var out []span
	on, high, low := false, 0, 0
	for i := project.from; i <= project.to; i++ {
		high, low = runs(high, p[i] >= level), runs(low, p[i] < alarmEnd*level)
		switch {
		case !on && high >= alarmHold:
			on = true
			out = append(out, span{i, i})
		case on && low >= alarmHold:
			on = false
			out[len(out)-1].to = i
		}
		if on {
			out[len(out)-1].to = i
		}
	}
	return out
}

func runs(n int, holds bool) int {
	if holds {
		return n + 1
	}
	return 0
}
