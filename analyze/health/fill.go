package health

import (
	"math"

	"guette/analyze"
	"guette/analyze/activity"
	"guette/analyze/rootfile"
	"guette/watch"
)

// fill makes the score, its lines, its trend and the forecast.
func fill(h *watch.Health, series []Forecast, s activity.Series, root rootfile.State, a *watch.ActivitySummary, in *analyze.Input) {
	now := series[len(series)-1]
	parts := gitParts(now)
	for i := range parts {
		parts[i].Evidence = &s.Evidence
	}
	parts = append(parts, responseParts(in.Facts, s.Repository, in.Month)...)
	parts = append(parts, governanceParts(a.Absence, root)...)
	sc, ok := total(parts)
	if !ok {
		return
	}
	if h.Cap != nil {
		sc.limit(*h.Cap)
	}
	h.Scored = true
	h.Score = math.Round(sc.value*10) / 10
	h.Low, h.High = math.Round(sc.low*10)/10, math.Round(sc.high*10)/10
	h.Band = Band(h.Score)
	h.Contributions = round1(sc.lines, h.Score)
	h.Trend = trend(series, s.Rows)
	h.Score3, h.Score12 = past(series, 3), past(series, 12)
	for _, f := range series[max(0, len(series)-historyPoints):] {
		h.History = append(h.History, watch.Point{Month: f.Month, Value: math.Round(f.GitScore()*10) / 10})
	}
	h.Missing = append(h.Missing, missing(now, sc)...)
	switch {
	case h.Cap != nil: // the fact replaces the forecast
	case silentYear(s.Rows[len(s.Rows)-1]):
		h.Missing = append(h.Missing, watch.Missing{What: "forecast", Reason: "silent-for-a-year"})
	default:
		h.P12 = &watch.Probability{Value: now.P12, Low: now.Low, High: now.High}
		if sc.missing <= missingMost {
			h.P12.Word = Word(recent(series, s.Cut))
			h.P12.Fresh = words[band(now.P12)].code != h.P12.Word
		}
	}
}

// recentMonths are those that decide the word where history was cut: the
// forecasts of earlier months saw still less of it.
const recentMonths = 3

func recent(series []Forecast, cut bool) []Forecast {
	if cut {
		return series[max(0, len(series)-recentMonths):]
	}
	return series
}

// silentYear tells whether the event that the forecast is of has happened: no
// human commit and no final tag for twelve months.
func silentYear(r activity.Row) bool {
	const year = 365
	return r.Silence.Or(0) >= year && r.ReleaseSilence.Or(year) >= year
}

func past(series []Forecast, months int) *float64 {
	f := ago(series, months)
	if f == nil {
		return nil
	}
	v := math.Round(f.GitScore()*10) / 10
	return &v
}

// missing names what was not observed, and what was on too short a history.
func missing(f Forecast, s score) []watch.Missing {
	var out []watch.Missing
	for _, c := range s.lines {
		if !c.Known {
			out = append(out, watch.Missing{What: c.Indicator, Reason: "not-observed"})
		}
	}
	for _, t := range f.Terms {
		if t.Short {
			out = append(out, watch.Missing{What: t.Indicator.Name, Reason: "history-too-short"})
		}
	}
	return out
}

// withdraw takes back what a repository that only receives releases cannot
// tell.
func withdraw(h *watch.Health) {
	if h.Class != watch.HealthUnknown {
		return
	}
	*h = watch.Health{Class: h.Class, Low: 0, High: 100, Cap: h.Cap,
		Missing: append(h.Missing, watch.Missing{What: "activity", Reason: "repository-of-releases"})}
}
