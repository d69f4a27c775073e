package signal

import (
	"strings"

	"guette/watch"
)

// untaggedDays is how old a version may be that a calendar tells and no tag of
// the repository names.
const untaggedDays = 365

// untagged says that the calendar of endoflife.date knows a version that the
// repository has no tag for: a watch that reads the repository alone is blind.
func untagged(s *scene) {
	var best watch.Fact
	var latest watch.Version
	for f, l := range watch.Of[*watch.Lifecycle](s.in.Facts) {
		v, ok := watch.ParseVersion(l.Latest)
		if !ok || l.LatestDate.IsZero() || s.in.AsOf.Before(l.LatestDate) || l.LatestDate.DaysUntil(s.in.AsOf) > untaggedDays || s.in.Edition.Before(l.AsOf) {
			continue
		}
		if best.Body == nil || latest.Compare(v) < 0 {
			best, latest = f, v
		}
	}
	if best.Body == nil || latest.Prerelease() {
		return
	}
	newest, known := newestTag(s, strings.Contains(latest.String(), "."))
	if !known || latest.Compare(newest) <= 0 {
		return
	}
	l := best.Body.(*watch.Lifecycle)
	d := &watch.SignalDetail{Theme: themePublication, Note: "untagged-version", Version: l.Latest, Before: 0, From: newest.String()}
	s.raise(watch.FindingDistribution, "untagged:"+l.Latest, l.LatestDate, watch.Uncertain, d, best.Evidence)
}

// newestTag is the highest final version among the tags. A date like 20210329
// is no version of a project whose versions have dots.
func newestTag(s *scene, dotted bool) (best watch.Version, ok bool) {
	for _, t := range watch.Of[*watch.Tag](s.in.Facts) {
		v, is := watch.ParseVersion(t.Name)
		if !is || dotted && !strings.Contains(v.String(), ".") || v.Prerelease() || t.State == watch.TagDeleted || !s.in.Past(t.When()) {
			continue
		}
		if !ok || best.Compare(v) < 0 {
			best, ok = v, true
		}
	}
	return best, ok
}
