package activity

import (
	"cmp"
	"math"
	"slices"
	"time"

	"guette/watch"
)

const (
	recordDays    = 1826 // five years: the memory of silence_share5y and gap_max
	releaseDays   = 2922 // eight years: that of the release rhythm
	authorMonths  = 24   // the first author is that of two years
	yearMonths    = 12
	retaggingDays = 400 // an annotated tag later than this after its commit is a re-tagging
)

// A Series is the months of one repository.
type Series struct {
	Repository string
	Months     []*watch.Activity // ascending, one a month, not after the month asked for
	Rows       []Row             // one for each of Months
	// Cut says that the repository is older than the history that was read.
	Cut      bool
	Evidence watch.Evidence // of the newest month with commits, else of the newest
}

// A day is a number of days since 1 January 1970, UTC.
type day int

func dayOf(t time.Time) day { return day(math.Floor(float64(t.Unix()) / 86400)) }

func lastDay(m watch.Month) day { return dayOf(m.End(time.UTC)) - 1 }

// Build makes the table of months of a repository up to month. facts are those
// of one program; ok is false when no month of the repository is known.
func Build(facts []watch.Fact, repository string, month watch.Month) (s Series, ok bool) {
	s.Repository = repository
	for f, a := range watch.Of[*watch.Activity](facts) {
		if a.Repository != repository || month.Before(a.Month) {
			continue
		}
		s.Months = append(s.Months, a)
		if a.Head != "" || s.Evidence.URL == "" {
			s.Evidence = f.Evidence
		}
	}
	if len(s.Months) == 0 {
		return s, false
	}
	slices.SortStableFunc(s.Months, func(a, b *watch.Activity) int {
		return cmp.Compare(index(a.Month), index(b.Month))
	})
	s.Months = slices.CompactFunc(s.Months, func(a, b *watch.Activity) bool { return a.Month == b.Month })
	releases := releaseDaysOf(facts, repository)
	s.Cut = !s.Months[0].Whole
	s.trimEmptyStart()
	before, known := lastCommitBefore(facts, repository, s.Months[0])
	s.rows(releases, before, known)
	return s, true
}

func index(m watch.Month) int { return m.Year*12 + int(m.Month) - 1 }

// trimEmptyStart leaves out the months before the first commit of a repository
// whose whole history was read: it did not exist yet.
func (s *Series) trimEmptyStart() {
	if s.Cut {
		return
	}
	i := slices.IndexFunc(s.Months, func(a *watch.Activity) bool { return a.Commits > 0 })
	if i > 0 {
		s.Months = s.Months[i:]
	}
}

// lastCommitBefore is the day of the newest commit where the state of the
// repository says that it is older than the first month read.
func lastCommitBefore(facts []watch.Fact, repository string, first *watch.Activity) (last day, ok bool) {
	if !first.LastHuman.IsZero() {
		return dayOf(first.LastHuman), true
	}
	for _, r := range watch.Of[*watch.Repository](facts) {
		if r.URL == repository && !r.HeadAt.IsZero() && r.HeadAt.Before(first.Month.Start(time.UTC)) {
			last, ok = dayOf(r.HeadAt), true
		}
	}
	return last, ok
}

// releaseDaysOf lists the distinct days with a final tag that names a version.
func releaseDaysOf(facts []watch.Fact, repository string) []day {
	var days []day
	for _, t := range watch.Of[*watch.Tag](facts) {
		if t.Repository != repository || t.State == watch.TagDeleted {
			continue
		}
		if v, ok := watch.ParseVersion(t.Name); ok && !v.Prerelease() {
			if at := tagDate(t); !at.IsZero() {
				days = append(days, dayOf(at))
			}
		}
	}
	slices.Sort(days)
	return slices.Compact(days)
}

// tagDate is the date of the tag, or of its commit when the tag was made much
// later: projects that move to git tag their past.
func tagDate(t *watch.Tag) time.Time {
	if !t.Tagged.IsZero() && !t.Committed.IsZero() && t.Tagged.Sub(t.Committed) > retaggingDays*24*time.Hour {
		return t.Committed
	}
	return t.When()
}

func (s *Series) rows(releases []day, before day, known bool) {
	var active []day
	if known {
		active = append(active, before)
	}
	for i, a := range s.Months {
		start := dayOf(a.Month.Start(time.UTC))
		for d := range 31 {
			if a.Days&(1<<d) != 0 && !slices.Contains(active, start+day(d)) {
				active = append(active, start+day(d))
			}
		}
		slices.Sort(active)
		s.Rows = append(s.Rows, s.row(i, active, upTo(releases, lastDay(a.Month))))
	}
}

func upTo(days []day, last day) []day {
	n, _ := slices.BinarySearch(days, last+1)
	return days[:n]
}

func (s *Series) row(i int, active, releases []day) Row {
	a := s.Months[i]
	end := lastDay(a.Month)
	r := Row{Month: a.Month, Partial: a.Partial, Human: a.Human, Authors: len(a.Authors)}
	for d := a.Days; d != 0; d &= d - 1 {
		r.ActiveDays++
	}
	rhythm := rhythmOf(active, end, recordDays)
	r.Silence, r.SilenceShare, r.SilenceBase, r.LongestGap = rhythm.silence, rhythm.share, rhythm.base, rhythm.longest
	year := authorsOf(s.Months[max(0, i-yearMonths+1) : i+1])
	r.Authors12 = len(year)
	r.Absence12 = Absence(counts(year))
	r.TopShare12 = topShare(counts(year))
	leaders := authorsOf(s.Months[max(0, i-authorMonths+1) : i+1])
	r.MainSilence, r.LeaderShare = mainSilence(leaders, end), topShare(counts(leaders)).V
	rhythm = rhythmOf(releases, end, releaseDays)
	r.ReleaseSilence, r.ReleaseShare, r.ReleaseBase = rhythm.silence, rhythm.share, rhythm.base
	r.Releases = len(releases)
	r.ReleaseDays = len(releases) - len(upTo(releases, dayOf(a.Month.Start(time.UTC))-1))
	return r
}

// A rhythm compares the silence at the end of a month with the silences before.
type rhythm struct {
	silence, share, longest Num
	base                    int
}

// rhythmOf reads ascending days; memory is the number of days that count.
func rhythmOf(days []day, end day, memory int) rhythm {
	if len(days) == 0 {
		return rhythm{}
	}
	last := days[len(days)-1]
	silence := int(end - last)
	r := rhythm{silence: Known(float64(silence))}
	longest, quiet := 0, 0
	from := last - day(memory)
	for i := 1; i < len(days); i++ {
		a, b := days[i-1], days[i]
		if b > end-day(memory) {
			longest = max(longest, int(b-a))
		}
		// The days a..b-1 have an elapsed silence of 0..b-a-1.
		if b > from {
			quiet += max(0, int(b-max(a+day(silence), from)))
		}
	}
	r.base = min(memory, int(last-days[0]))
	if r.base > 0 {
		r.share = Known(float64(quiet) / float64(r.base))
		r.longest = Known(float64(longest))
	}
	return r
}

// An author is what one person did in a stretch of months.
type author struct {
	id      string
	commits int
	last    day
}

// authorsOf adds up the authors of months, most commits first, then latest; it
// must not let the order of ids be seen.
func authorsOf(months []*watch.Activity) []author {
	byID := map[string]*author{}
	for _, a := range months {
		start := dayOf(a.Month.Start(time.UTC))
		for _, c := range a.Authors {
			who := byID[c.ID]
			if who == nil {
				who = &author{id: c.ID}
				byID[c.ID] = who
			}
			who.commits += c.Commits
			who.last = max(who.last, start+day(c.LastDay)-1)
		}
	}
	out := make([]author, 0, len(byID))
	for _, who := range byID {
		out = append(out, *who)
	}
	slices.SortFunc(out, func(a, b author) int {
		return cmp.Or(cmp.Compare(b.commits, a.commits), cmp.Compare(b.last, a.last), cmp.Compare(a.id, b.id))
	})
	return out
}

func counts(authors []author) []int {
	var out []int
	for _, a := range authors {
		out = append(out, a.commits)
	}
	return out
}

func mainSilence(authors []author, end day) Num {
	if len(authors) == 0 {
		return Num{}
	}
	return Known(float64(end - authors[0].last))
}
