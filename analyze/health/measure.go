package health

import (
	"math"

	"guette/analyze/activity"
)

const (
	historyMonths = 12 // fewer months of history: no forecast
	ownFirst      = 71 // the project's own years: months m-71 to m-12
	ownLast       = 12
	trendFirst    = 29 // the base of the six-month trend: months m-29 to m-6
	trendLast     = 6
	recordMonths  = 60 // the longest gap is that of five years
	// longWindow is the history with which nothing is cut: six years.
	longWindow = 72
)

// A history is the months of one project up to the one that is judged, oldest
// first and without a hole.
type history struct {
	rows []activity.Row
	cut  bool // the project is older than its first row
}

func (h history) now() activity.Row { return h.rows[len(h.rows)-1] }

// back returns the months m-from to m-to that are there.
func (h history) back(from, to int) []activity.Row {
	n := len(h.rows)
	return h.rows[max(0, n-1-from):max(0, n-to)]
}

// short tells whether the months of a definition are cut off.
func (h history) short(months int) bool { return h.cut && len(h.rows) < months }

func commits(rows []activity.Row) (sum float64) {
	for _, r := range rows {
		sum += float64(r.Human)
	}
	return sum
}

func days(rows []activity.Row) (sum float64) {
	for _, r := range rows {
		sum += float64(r.ActiveDays)
	}
	return sum
}

func silence(h history) Measure { return Measure{Value: h.now().Silence} }

// empty tells whether a history that was cut shows no commit at all: there is
// no own rhythm to compare with.
func (h history) empty() bool { return h.cut && commits(h.rows) == 0 }

// silenceVsRecord compares the silence with the longest gap of the last five
// years. A shorter history can only hide a longer gap.
func silenceVsRecord(h history) Measure {
	r := h.now()
	if !r.Silence.OK {
		return Measure{}
	}
	v := (r.Silence.V + 15) / (r.LongestGap.Or(0) + 15)
	short := h.short(recordMonths)
	return Measure{Value: activity.Known(v), Short: short, Better: short}
}

func longestSilence(h history) Measure {
	var m Measure
	for _, r := range h.back(11, 0) {
		if r.Silence.OK && r.Silence.V >= m.Value.V {
			m.Value = r.Silence
		}
	}
	return m
}

func activeDays(h history) Measure { return Measure{Value: activity.Known(days(h.back(2, 0)))} }

// vsOwnYears compares twelve months with the mean year of the five before; it
// is 1 where fewer than twelve of those months are known.
func vsOwnYears(h history) Measure {
	if h.empty() {
		return Measure{}
	}
	own := h.back(ownFirst, ownLast)
	short := h.short(longWindow)
	m := Measure{Value: activity.Known(1), Short: short, Worse: short, Better: short}
	if len(own) >= historyMonths {
		mean := commits(own) * 12 / float64(len(own))
		m.Value.V = (commits(h.back(11, 0)) + 1) / (mean + 1)
	}
	return m
}

// vsPeak compares twelve months with the best twelve so far. A shorter history
// can only hide a higher peak.
func vsPeak(h history) Measure {
	if h.empty() {
		return Measure{}
	}
	var window, peak float64
	for i, r := range h.rows {
		window += float64(r.Human)
		if i >= 12 {
			window -= float64(h.rows[i-12].Human)
		}
		peak = max(peak, window)
	}
	return Measure{Value: activity.Known((window + 1) / (peak + 1)), Short: h.cut, Worse: h.cut}
}

// sixMonthTrend compares the active days of six months with the own rhythm of
// the two years before; it is 1 where fewer than six months are known.
func sixMonthTrend(h history) Measure {
	if h.empty() {
		return Measure{}
	}
	base := h.back(trendFirst, trendLast)
	short := h.short(trendFirst + 1)
	m := Measure{Value: activity.Known(1), Short: short, Worse: short && len(base) < trendLast, Better: short && len(base) < trendLast}
	if len(base) >= trendLast {
		expected := 6 * days(base) / float64(len(base))
		m.Value.V = (days(h.back(5, 0)) + 1) / (expected + 1)
	}
	return m
}

// mainAuthorSilence is at its worst where nobody committed for 24 months.
func mainAuthorSilence(h history) Measure {
	return Measure{Value: activity.Known(h.now().MainSilence.Or(math.MaxInt32))}
}

// releaseRhythm is the smoothed share of days on which the project had been
// without a release for as long as today.
func releaseRhythm(h history) Measure {
	r := h.now()
	if !r.ReleaseSilence.OK {
		return Measure{}
	}
	return Measure{Value: activity.Known(smoothed(r.ReleaseShare.Or(0), float64(r.ReleaseBase), r.ReleaseSilence.V, 180))}
}

// smoothed draws a share seen on few days towards exp(-silence/days).
func smoothed(share, base, silence, days float64) float64 {
	return (share*base + days*math.Exp(-silence/days)) / (base + days)
}
