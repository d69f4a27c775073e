package section

import (
	"slices"
	"strings"

	"guette/render"
	"guette/watch"
)

// limitsView is what the bulletin does not know, and why.
type limitsView struct {
	Total       int
	NoRecords   programList // no vulnerability record is looked for
	NoHistory   programList // no history of commits
	NoCalendar  programList // no calendar of support
	Unversioned programList // no version declared
	Failed      programList // a source did not answer
	Unseen      programList // nothing at all was read
	Partial     programList // totals are minimums
	Stale       programList // the newest commit observed is old: the copy may be
	StaleDays   int
	AsOf        watch.Date
	Edition     watch.Date
	CERTFR      watch.Date // newest notice read; zero is none
	CERTFRKnown bool
	CERTFRGap   bool // notices of the month are not all there
	EPSSLate    watch.Date
	KEVLate     watch.Date
	Portfolio   watch.Date // day of the portfolio, when it is old
	News        bool       // some news feed was read
	Archives    bool       // the state of repositories was read
	Curations   []watch.Curation
	Month       watch.Month
}

// programList names programs, and counts those it leaves out.
type programList struct {
	Names []string
	More  int
	N     int
}

const (
	// maxNames is how many names a sentence bears; the rest is counted.
	maxNames = 25
	// fewNames is how many it bears of a large perimeter: the first of many in the
	// order of the alphabet tell nothing.
	fewNames = 8
)

// portfolioAge is the age in days from which a portfolio is reported.
const portfolioAge = 60

func listOf(b *render.Bulletin, names []string) programList {
	return firstNames(names, inBrief(b))
}

// firstNames names n of a list, and counts the rest.
func firstNames(names []string, n int) programList {
	names = render.SortNames(slices.Compact(slices.Clone(names)))
	l := programList{Names: names, N: len(names)}
	l.Names, l.More = firstOf(names, n)
	return l
}

// inBrief is how many names a sentence bears.
func inBrief(b *render.Bulletin) int {
	if large(b) {
		return fewNames
	}
	return maxNames
}

// least is a maximum, or a lower one of a huge perimeter.
func least(b *render.Bulletin, usual, few int) int {
	if huge(b) {
		return few
	}
	return usual
}

// large tells that a perimeter is too large for all of it to be shown within the
// length of the guide, section 1; huge, that even what matters has to be cut.
func large(b *render.Bulletin) bool { return len(b.Covered()) > maxWhole }
func huge(b *render.Bulletin) bool  { return len(b.Covered()) > maxNoted }

func limits(b *render.Bulletin) any {
	v := limitsView{
		Total: len(b.Covered()), AsOf: b.AsOf, Edition: b.Edition, Month: b.Month,
		StaleDays: b.Policy.StaleObservationDays, Curations: curations(b),
	}
	if b.Entity != nil && !b.Portfolio.Updated.IsZero() && b.Portfolio.Updated.DaysUntil(b.Edition) > portfolioAge {
		v.Portfolio = b.Portfolio.Updated
	}
	v.states(b)
	v.programs(b)
	return v
}

// states reads the dates of the sources of the whole perimeter.
func (v *limitsView) states(b *render.Bulletin) {
	for _, s := range b.Analysis.States {
		switch late := s.AsOf.After(b.Edition); s.Collector {
		case "certfr":
			v.CERTFR, v.CERTFRKnown, v.CERTFRGap = s.AsOf, true, s.AsOf.Before(b.AsOf)
		case "epss":
			if late {
				v.EPSSLate = s.AsOf
			}
		case "kev":
			if late {
				v.KEVLate = s.AsOf
			}
		case "feed", "news":
			v.News = v.News || s.N > 0
		}
	}
}

// programs sorts the perimeter by what is not known of each.
func (v *limitsView) programs(b *render.Bulletin) {
	failed, partial := map[string]bool{}, map[string]bool{}
	good := map[string]bool{}
	for _, s := range b.Analysis.Sources {
		switch {
		case !s.Outcome.Good() && s.Outcome != watch.OutcomeSkipped:
			failed[s.Program] = true
		case s.Outcome == watch.OutcomePartial:
			partial[s.Program] = true
		}
		good[s.Program] = good[s.Program] || s.Observes()
	}
	lists := map[*programList][]string{}
	add := func(to *programList, c render.Covered, is bool) {
		if is {
			lists[to] = append(lists[to], c.Name)
		}
	}
	for _, c := range b.Covered() {
		p, id := c.Profile, c.Program.ID
		unseen := p == nil || !good[id] && p.Activity == nil && p.Calendar == nil && p.Last == nil && !p.HasOSV
		add(&v.Unseen, c, unseen)
		add(&v.NoRecords, c, p == nil || !p.HasOSV)
		add(&v.NoHistory, c, p == nil || p.Activity == nil)
		add(&v.NoCalendar, c, p == nil || p.Calendar == nil)
		add(&v.Unversioned, c, c.Declaration != nil && c.Declaration.Version == "")
		add(&v.Failed, c, failed[id])
		add(&v.Partial, c, partial[id])
		add(&v.Stale, c, v.stale(p))
		v.Archives = v.Archives || p != nil && p.Archived != nil
	}
	for _, to := range []*programList{&v.NoRecords, &v.NoHistory, &v.NoCalendar, &v.Unversioned, &v.Failed, &v.Unseen, &v.Partial, &v.Stale} {
		*to = listOf(b, lists[to])
	}
}

// stale tells whether the newest commit observed is older than the policy
// trusts.
func (v *limitsView) stale(p *watch.Profile) bool {
	if p == nil || p.Activity == nil || p.Activity.LastCommit.IsZero() || v.StaleDays == 0 {
		return false
	}
	return watch.DateOf(p.Activity.LastCommit.UTC()).DaysUntil(v.AsOf) > v.StaleDays
}

// curations lists what people know better of the perimeter.
func curations(b *render.Bulletin) []watch.Curation {
	var list []watch.Curation
	for _, c := range b.Analysis.Curations {
		mine := c.Entity == "" || b.Entity != nil && c.Entity == b.Entity.ID
		if mine && b.Covers(c.Program) {
			c.Program, c.Reason = b.Name(c.Program), strings.TrimRight(c.Reason, ". ")
			list = append(list, c)
		}
	}
	return list
}
