package signal

import (
	"fmt"

	"guette/analyze"
	"guette/analyze/activity"
	"guette/analyze/health"
	"guette/watch"
)

const (
	silenceDays   = 45  // shorter silences are not looked at
	silenceShare  = .01 // of the project's own days, smoothed
	releasesKnown = 3   // fewer: no rhythm
	releaseShare  = .05 // smoothed
	soleShare     = .80 // of a year's commits by one author
	soleCommits   = 10  // a share of fewer commits says nothing
	leaderDays    = 120 // the first author has been away for longer
	leaderOthers  = 60  // while others were not
	leaderShare   = .20 // of 24 months
	historyMonths = 12  // fewer: no rhythm
	lateDays      = 180 // shorter waits for a release are no news for a year's plans
	// Where a repository is older than what was read, a longer gap may lie before:
	// a silence then counts from so many times the longest gap read, until
	// wholeRhythm days (the memory of the share, five years) were read. Measured
	// on 228 silent months of 24 repositories over 2018 to 2026, each as a first
	// run sees it: with 25 months read 118 are found and 1 more is usual by five
	// years of history (without this rule 223 and 53), with 49 months 136 and none
	// (225 and 14).
	wholeRhythm = 1826
	shortRhythm = 900 // fewer days than this: shortFactor instead of cutFactor
	shortFactor = 3
	cutFactor   = 2
	longGap     = 122 // stands for a gap where none was read: a silence of a year counts
	calmMonths  = 6   // a state is new only when it did not hold in the months before
)

// rhythm judges what the project does against its own habits. A state that
// lasts is new in the month in which it begins.
func rhythm(s *scene) {
	se, ok := activity.Main(s.in)
	if !ok || se.Months[len(se.Months)-1].Month != s.in.Month {
		return
	}
	now := viewOf(s.in, se, 0)
	var before view // what held in one of the months before
	for back := 1; back <= calmMonths && back < len(se.Months); back++ {
		v := viewOf(s.in, se, back)
		if back == 1 {
			before.alarm, before.known = v.alarm, v.known
		}
		before.was = before.was.or(v)
	}
	s.unusualSilence(se, now, before)
	s.lateRelease(se, now, before)
	s.onePerson(se, now, before)
	s.leaderAway(se, now, before)
	s.suspected(se, now, before)
}

// A view is what the rules of rhythm look at.
type view struct {
	row     activity.Row
	summary *watch.ActivitySummary
	alarm   bool
	p12     float64
	known   bool
	was     states
	cut     bool // the repository is older than what was read
}

// states are the states that last.
type states struct{ silent, late, sole, away bool }

func (s states) or(v view) states {
	return states{s.silent || v.silent(), s.late || v.late(), s.sole || v.sole(), s.away || v.leaderAway()}
}

// viewOf looks at the month so many months before the last of a series.
func viewOf(in *analyze.Input, se activity.Series, back int) view {
	then := *in
	then.Month = in.Month.Add(-back)
	then.AsOf = then.Month.LastDay()
	n := len(se.Months) - back
	se.Months, se.Rows = se.Months[:n], se.Rows[:n]
	v := view{cut: se.Cut, row: se.Rows[n-1], summary: activity.Summarise(se, &then)}
	v.known = n >= historyMonths
	if back > 1 {
		return v
	}
	if series := health.Forecasts(se.Rows, se.Cut); len(series) > 0 && series[len(series)-1].Month == then.Month {
		alarms := health.Alarms(series)
		v.alarm, v.p12 = alarms[len(alarms)-1], series[len(series)-1].P12
	}
	return v
}

func (v view) silent() bool {
	if v.cut && v.row.Silence.V < v.beyond()*v.row.LongestGap.Or(longGap) {
		return false
	}
	return v.known && v.row.Silence.OK && v.row.Silence.V >= silenceDays && health.SilenceShare(v.row) < silenceShare
}

// beyond is how many times the longest gap read a silence must last where older
// gaps were not read.
func (v view) beyond() float64 {
	switch {
	case v.row.SilenceBase < shortRhythm:
		return shortFactor
	case v.row.SilenceBase < wholeRhythm:
		return cutFactor
	}
	return 0
}

func (v view) late() bool {
	return v.known && v.row.ReleaseSilence.V >= lateDays && v.row.Releases >= releasesKnown && health.ReleaseShare(v.row) < releaseShare
}

func (v view) sole() bool {
	return v.summary != nil && v.summary.Absence == 1 && v.summary.Commits >= soleCommits && v.summary.TopShare >= soleShare
}

func (v view) leaderAway() bool {
	return v.known && v.row.MainSilence.OK && v.row.MainSilence.V >= leaderDays && v.row.Silence.Or(leaderOthers) < leaderOthers && v.row.LeaderShare >= leaderShare
}

// state raises a state that lasts: new in the month in which it begins.
func (s *scene) state(kind watch.FindingKind, note string, began bool, confidence watch.Confidence, d *watch.SignalDetail, ev watch.Evidence) {
	d.Note = note
	s.raise(kind, note+":"+s.in.Month.String(), s.in.AsOf, confidence, d, ev)
	d.New = began
}

func (s *scene) unusualSilence(se activity.Series, now, before view) {
	if !now.silent() || health.Deposit(now.summary) {
		return
	}
	d := &watch.SignalDetail{Theme: themeStop, Days: int(now.row.Silence.V), Share: now.row.SilenceShare.Or(0), Commit: now.summary.LastHash, N: now.summary.Commits, Before: now.summary.CommitsPrev, Base: now.row.SilenceBase}
	s.state(watch.FindingSilence, "unusual", !before.was.silent, watch.Probable, d, se.Evidence)
}

func (s *scene) lateRelease(se activity.Series, now, before view) {
	if !now.late() || now.summary.LastRelease.IsZero() {
		return
	}
	d := &watch.SignalDetail{Theme: themeStop, Days: now.summary.LastRelease.DaysUntil(s.in.AsOf), Share: now.row.ReleaseShare.Or(0), N: now.summary.Releases, Before: now.summary.ReleasesPrev}
	s.state(watch.FindingSilence, "late-release", !before.was.late, watch.Probable, d, se.Evidence)
}

func (s *scene) onePerson(se activity.Series, now, before view) {
	if !now.sole() {
		return
	}
	a := now.summary
	d := &watch.SignalDetail{Theme: themeGovernance, Share: a.TopShare, N: a.Authors, Before: a.AuthorsPrev}
	s.state(watch.FindingOnePerson, "first-author", before.known && !before.was.sole, watch.Certain, d, se.Evidence)
}

func (s *scene) leaderAway(se activity.Series, now, before view) {
	if !now.leaderAway() {
		return
	}
	d := &watch.SignalDetail{Theme: themeGovernance, Days: int(now.row.MainSilence.V), Share: now.row.LeaderShare}
	s.state(watch.FindingMaintainerChange, "first-author-away", !before.was.away, watch.Probable, d, se.Evidence)
}

// suspected is the alarm of the model; a notice, a move or a fork replaces it,
// and its end is said as loudly.
func (s *scene) suspected(se activity.Series, now, before view) {
	for f := range watch.DetailOf[*watch.SignalDetail](s.out.Findings) {
		if lasting[f.Kind] || f.Kind == watch.FindingMove {
			return
		}
	}
	if health.Deposit(now.summary) {
		return
	}
	key := func(m watch.Month) string { return "suspected:" + m.String() }
	switch {
	case now.alarm && now.row.Silence.Or(0) < 365:
		d := &watch.SignalDetail{Theme: themeStop, Share: now.p12, Days: int(now.row.Silence.Or(0))}
		s.state(watch.FindingAbandonment, "suspected", !before.alarm, watch.Probable, d, se.Evidence)
	case before.alarm && !now.alarm:
		d := &watch.SignalDetail{Theme: themeStop, Share: now.p12, Note: "suspicion-over", From: string(watch.FindingAbandonment),
			Cancels: fmt.Sprintf("%s:%s:%s", s.in.Program.ID, watch.FindingAbandonment, key(s.in.Month.Add(-1)))}
		s.raise(watch.FindingReversal, key(s.in.Month), s.in.AsOf, watch.Probable, d, se.Evidence)
	}
}
