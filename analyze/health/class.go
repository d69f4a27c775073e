package health

import (
	"fmt"
	"slices"

	"guette/analyze/activity"
	"guette/watch"
)

// The public facts that count against a project. They are printed in the
// bulletins: a reader can count them again.
const (
	stoppedDays   = 730 // no commit for longer than this: stopped
	quietDays     = 180
	unreleased    = 365
	fallShare     = .5 // a fall of at least half
	fewestAuthors = 5  // it counts from so many in the year before
	fewestCommits = 50
	fewestTags    = 6
	// A repository with almost as many tags as commits receives releases and
	// does not show the work: its activity says nothing of the project.
	depositShare, depositTags = .75, 3
	// usualSilence and usualWait are the shares of the project's own days,
	// smoothed, from which a silence or a wait for a release is its habit and no
	// fact against it. The second is the knot under which the model counts most
	// of its loss.
	usualSilence, usualWait = .05, .10

	scoreWatch, scorePoor = 60, 40 // below: to be watched, poor
	factsWatch, factsPoor = 1, 2   // from so many facts
	missingMost           = .30    // above: no word for the probability
)

// factors lists the public facts of a month.
func factors(a *watch.ActivitySummary, asOf watch.Date, silent, late habit) []watch.Factor {
	var out []watch.Factor
	add := func(name, format string, args ...any) {
		out = append(out, watch.Factor{Name: name, Value: fmt.Sprintf(format, args...)})
	}
	if a.Absence == 1 {
		add("one-author", "%d", a.Absence)
	}
	if d, ok := since(watch.DateOf(a.LastCommit), asOf); ok && d > quietDays && !silent.usual(usualSilence) {
		add("no-commit", "%d", d)
	}
	if d, ok := since(a.LastRelease, asOf); ok && d > unreleased && !late.usual(usualWait) {
		add("no-release", "%d", d)
	}
	if a.Whole {
		fall := func(name string, before, now, least int) {
			if before >= least && float64(now) <= fallShare*float64(before) {
				add(name, "%d/%d", now, before)
			}
		}
		fall("fewer-authors", a.AuthorsPrev, a.Authors, fewestAuthors)
		fall("fewer-commits", a.CommitsPrev, a.Commits, fewestCommits)
		fall("fewer-releases", a.ReleasesPrev, a.Releases, fewestTags)
	}
	return out
}

func since(day, asOf watch.Date) (days int, ok bool) {
	if day.IsZero() {
		return 0, false
	}
	return day.DaysUntil(asOf), true
}

// A habit is the smoothed share of a project's own days with a wait as long as
// today's.
type habit struct {
	share float64
	known bool
}

func (h habit) usual(from float64) bool { return h.known && h.share >= from }

// class is the word of the bulletins. The facts and the score are two readings:
// the worse one decides. A class only gets worse when a fact is added or the
// score falls.
func class(a *watch.ActivitySummary, asOf watch.Date, found []watch.Factor, score *float64, cap *watch.Cap) watch.HealthClass {
	n := len(found)
	d, silent := since(watch.DateOf(a.LastCommit), asOf)
	switch {
	case cap != nil && cap.Kind != watch.FindingMaintenanceMode && cap.Kind != watch.FindingDeprecation:
		return watch.HealthStopped
	case silent && d > stoppedDays:
		return watch.HealthStopped
	case Deposit(a), score == nil && n == 0 && !a.Whole:
		return watch.HealthUnknown
	case n >= factsPoor, score != nil && *score < scorePoor, cap != nil && cap.Kind == watch.FindingDeprecation:
		return watch.HealthPoor
	case n >= factsWatch, score != nil && *score < scoreWatch, cap != nil:
		return watch.HealthWatch
	}
	return watch.HealthGood
}

// Deposit tells whether the repository only receives releases: it has almost as
// many tags as commits in two years, and does not show the work.
func Deposit(a *watch.ActivitySummary) bool {
	commits := a.Commits + a.CommitsPrev
	return a.Tags >= depositTags && commits > 0 && float64(a.Tags) >= depositShare*float64(commits)
}

// compareFactors marks the facts that are new, and lists those that were lifted.
func compareFactors(now, before []watch.Factor) (marked, lifted []watch.Factor) {
	has := func(list []watch.Factor, name string) bool {
		return slices.ContainsFunc(list, func(f watch.Factor) bool { return f.Name == name })
	}
	for _, f := range now {
		f.New = !has(before, f.Name)
		marked = append(marked, f)
	}
	for _, f := range before {
		if !has(now, f.Name) {
			lifted = append(lifted, f)
		}
	}
	return marked, lifted
}

// SilenceShare is the smoothed share of the project's own days on which it had
// been silent for as long as at the end of the month.
func SilenceShare(r activity.Row) float64 { return silenceHabit(r).share }

// ReleaseShare is the same for final tags.
func ReleaseShare(r activity.Row) float64 { return releaseHabit(r).share }
