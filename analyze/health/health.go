package health

import (
	"guette/analyze"
	"guette/analyze/activity"
	"guette/analyze/rootfile"
	"guette/watch"
)

// Analyzer judges the health of a program. It runs after the signals: a notice
// of the project limits the score and replaces the forecast.
var Analyzer = &analyze.Analyzer{
	Name: "health",
	Doc: `Health of the project

A score from 0 to 100 in the project's own rhythm, whose contributions sum
exactly; an interval that missing data widen; a trend with a change test; a
calibrated probability of abandonment within 12 months. The class of the
bulletins is the worse of two readings: the score, and six public facts
(docs/method.md).`,
	Run: func(in *analyze.Input, out *analyze.Output) error {
		judge(in, out)
		return nil
	},
}

const historyPoints = 24

func judge(in *analyze.Input, out *analyze.Output) {
	now, ok := at(in, notice(out.Findings))
	if !ok {
		out.Profile.Health = &watch.Health{Class: watch.HealthUnknown, Low: 0, High: 100,
			Missing: []watch.Missing{{What: string(watch.KindActivity), Reason: "not-collected"}}}
		return
	}
	h := now.health
	last := *in
	last.Month = in.Month.Add(-1)
	last.AsOf = last.Month.LastDay()
	if before, ok := at(&last, noticeBefore(out.Findings, in)); ok {
		h.Previous = before.health.Class
		h.Factors, h.Lifted = compareFactors(h.Factors, before.health.Factors)
		if h.Previous != h.Class {
			out.Findings = append(out.Findings, change(in, &h, now.evidence))
		}
	}
	out.Profile.Health = &h
}

// An opinion is what is said of one program at the end of one month.
type opinion struct {
	health   watch.Health
	evidence watch.Evidence
}

// at judges the program at the end of in.Month, from what happened until then.
func at(in *analyze.Input, cap *watch.Cap) (opinion, bool) {
	s, ok := activity.Main(in)
	if !ok {
		return opinion{}, false
	}
	o := opinion{evidence: s.Evidence}
	h := &o.health
	h.Cap = cap
	summary := activity.Summarise(s, in)
	series := Forecasts(s.Rows, s.Cut)
	if n := len(series); n > 0 && series[n-1].Month != in.Month {
		series = nil
	}
	root := rootfile.After(rootfile.Changes(in.Facts, in.Month.End(in.Zone)), s.Repository)
	var score *float64
	if len(series) > 0 {
		fill(h, series, s, root, summary, in)
	} else {
		h.Low, h.High = 0, 100
		h.Missing = append(h.Missing, watch.Missing{What: "forecast", Reason: "history-too-short"})
	}
	if h.Scored && !Deposit(summary) {
		score = &h.Score
	}
	row := s.Rows[len(s.Rows)-1]
	h.Factors = factors(summary, in.AsOf, silenceHabit(row), releaseHabit(row))
	h.Class = class(summary, in.AsOf, h.Factors, score, cap)
	if Deposit(summary) {
		withdraw(h)
	}
	finished(h, in)
	return o, true
}

func silenceHabit(r activity.Row) habit {
	if !r.Silence.OK {
		return habit{}
	}
	return habit{smoothed(r.SilenceShare.Or(0), float64(r.SilenceBase), r.Silence.V, 30), true}
}

func releaseHabit(r activity.Row) habit {
	if !r.ReleaseSilence.OK {
		return habit{}
	}
	return habit{smoothed(r.ReleaseShare.Or(0), float64(r.ReleaseBase), r.ReleaseSilence.V, 180), true}
}
