package month

import (
	"context"
	"fmt"
	"time"

	"guette/store"
	"guette/watch"
)

// staleAfter is how long a repository may be silent before a version that is
// announced elsewhere and has no tag in it is a reason to doubt the address: a
// publisher that pushes once a month is never in doubt.
const staleAfter = 30 * 24 * time.Hour

// reasonStale is the code of the run report for a repository that a later
// version seems to come from elsewhere than.
const reasonStale = "stale-repository"

// doubt looks across sources for what no source shows alone, and notes it in
// the rows of this run.
func (d *Desk) doubt(ctx context.Context, run *store.Run, rows []watch.SourceReport) error {
	for _, r := range rows {
		if r.Collector != "git" || r.Outcome != watch.OutcomeOK && r.Outcome != watch.OutcomeUnchanged {
			continue
		}
		facts, err := d.facts(ctx, r.Program, time.Time{}, watch.KindRepository, watch.KindTag, watch.KindRelease)
		if err != nil {
			return err
		}
		message := stale(facts, r.URL, d.Settings.Zone)
		if message == "" {
			continue
		}
		r.Outcome, r.Reason, r.Message = watch.OutcomeWarn, reasonStale, message
		r.Hint = "the work may happen elsewhere: look for the repository that has this version, and put it into the catalogue"
		if err := run.Report(ctx, r); err != nil {
			return err
		}
	}
	return nil
}

// stale tells of a version that is announced long after the last commit of a
// repository and has no tag there; "" when there is none.
func stale(facts []watch.Fact, repository string, zone *time.Location) string {
	var head time.Time
	for f, b := range watch.Of[*watch.Repository](facts) {
		if f.Source == repository && b.HeadAt.After(head) {
			head = b.HeadAt
		}
	}
	if head.IsZero() {
		return ""
	}
	tagged := map[string]bool{}
	for _, b := range watch.Of[*watch.Tag](facts) {
		if v, ok := watch.ParseVersion(b.Name); ok {
			tagged[v.Key()] = true
		}
	}
	var last *watch.Release
	for _, b := range watch.Of[*watch.Release](facts) {
		v, ok := watch.ParseVersion(b.Version)
		if ok && !tagged[v.Key()] && b.Origin != watch.OriginDistribution && b.Published.Sub(head) > staleAfter &&
			(last == nil || b.Published.After(last.Published)) {
			last = b
		}
	}
	if last == nil {
		return ""
	}
	return fmt.Sprintf("version %q is announced on %s, the last commit is of %s and no tag has this version",
		last.Version, watch.DateIn(last.Published, zone), watch.DateIn(head, zone))
}
