package activity

import (
	"maps"
	"slices"
	"strings"

	"guette/analyze"
	"guette/watch"
)

// Analyzer fills the activity of the profile.
var Analyzer = &analyze.Analyzer{
	Name: "activity",
	Doc: `Activity over twelve months

Commits by people on the default branch, merges left out, over the last twelve
months and the twelve before; distinct authors; Contributor Absence Factor and
Elephant Factor (CHAOSS; organisations told by e-mail domain, public providers
counted as one); final tags of the main series. Windows are whole months, by
committer date in UTC. Where fewer than 24 months were read, the comparison is
missing and said so.`,
	Run: run,
}

func run(in *analyze.Input, out *analyze.Output) error {
	s, ok := Main(in)
	if !ok {
		out.Profile.Missing = append(out.Profile.Missing, watch.Missing{What: string(watch.KindActivity), Reason: reason(in)})
		return nil
	}
	out.Profile.Activity = Summarise(s, in)
	if s.Evidence.URL != "" {
		ev := s.Evidence
		out.Profile.Repository = &ev
	}
	return nil
}

func reason(in *analyze.Input) string {
	if len(in.Program.Repositories) == 0 {
		return "not-in-catalogue"
	}
	for _, s := range in.Sources {
		if s.Collector == "git" && !s.Outcome.Good() {
			return "source-failed"
		}
	}
	return "not-collected"
}

// Main is the series of the program's main repository: the first of the
// catalogue of which months are known, else the one with most commits.
func Main(in *analyze.Input) (Series, bool) {
	known := map[string]int{}
	for _, a := range watch.Of[*watch.Activity](in.Facts) {
		known[a.Repository] += a.Commits + 1
	}
	urls := slices.Sorted(maps.Keys(known))
	best := ""
	for _, r := range in.Program.Repositories {
		if i := slices.IndexFunc(urls, func(url string) bool { return same(url, r) }); i >= 0 && best == "" {
			best = urls[i]
		}
	}
	if best == "" {
		for _, url := range urls {
			if best == "" || known[url] > known[best] {
				best = url
			}
		}
	}
	if best == "" {
		return Series{}, false
	}
	return Build(in.Facts, best, in.Month)
}

func same(a, b string) bool { return plain(a) == plain(b) }

func plain(url string) string {
	return strings.ToLower(strings.TrimSuffix(strings.TrimSuffix(url, "/"), ".git"))
}

// Summarise compares the last twelve months of a series with the twelve before.
func Summarise(s Series, in *analyze.Input) *watch.ActivitySummary {
	n := len(s.Months)
	now, before := s.Months[max(0, n-yearMonths):], s.Months[max(0, n-2*yearMonths):max(0, n-yearMonths)]
	a := &watch.ActivitySummary{Repository: s.Repository, Months: n, Pending: -1, Whole: n >= 2*yearMonths || !s.Cut}
	var authors, prev []int
	a.Commits, authors = plainCounts(now)
	a.CommitsPrev, prev = plainCounts(before)
	a.Authors, a.AuthorsPrev = len(authors), len(prev)
	a.Absence, a.AbsencePrev = Absence(authors), Absence(prev)
	a.TopShare, a.TopSharePrev = topShare(authors).V, topShare(prev).V
	a.Elephant, a.TopDomain = elephant(now)
	last := s.Months[n-1]
	if last.Month == in.Month {
		a.Month = last.Plain
	}
	if n > 1 && s.Months[n-2].Month == in.Month.Add(-1) {
		a.MonthPrev = s.Months[n-2].Plain
	}
	lastCommit(a, s, in)
	releases(a, in, s.Repository)
	return a
}

func plainCounts(months []*watch.Activity) (commits int, authors []int) {
	byID := map[string]int{}
	for _, m := range months {
		commits += m.Plain
		for _, c := range m.Authors {
			byID[c.ID] += c.Plain
		}
	}
	for _, n := range byID {
		if n > 0 {
			authors = append(authors, n)
		}
	}
	slices.Sort(authors)
	slices.Reverse(authors)
	return commits, authors
}

// publicMail gathers the domains that tell no organisation.
const publicMail = "public"

// elephant is the Elephant Factor (CHAOSS): the fewest organisations that make
// half of the commits of which the organisation is known; and the share of the
// first of them. It is 0 when none is known.
func elephant(months []*watch.Activity) (factor int, share float64) {
	byDomain := map[string]int{}
	all := 0
	for _, m := range months {
		for _, d := range m.Domains {
			all += d.N
			if d.Name != publicMail && !strings.HasSuffix(d.Name, "users.noreply.github.com") {
				byDomain[d.Name] += d.N
			}
		}
	}
	var counts []int
	for _, n := range byDomain {
		counts = append(counts, n)
	}
	slices.Sort(counts)
	slices.Reverse(counts)
	if len(counts) > 0 {
		share = float64(counts[0]) / float64(all)
	}
	return Absence(counts), share
}

// lastCommit fills the newest commit observed.
func lastCommit(a *watch.ActivitySummary, s Series, in *analyze.Input) {
	for i := len(s.Months) - 1; i >= 0; i-- {
		if m := s.Months[i]; !m.LastHuman.IsZero() {
			a.LastCommit = m.LastHuman
			break
		}
	}
	for i := len(s.Months) - 1; i >= 0 && a.LastHash == ""; i-- {
		a.LastHash = s.Months[i].Head
	}
	if !a.LastCommit.IsZero() {
		return
	}
	for _, r := range watch.Of[*watch.Repository](in.Facts) {
		if r.URL == s.Repository && !r.HeadAt.IsZero() && in.Past(r.HeadAt) {
			a.LastCommit, a.LastHash = r.HeadAt, r.Head
		}
	}
}

// releases counts the final tags of the main series, a day of several once for
// each version.
func releases(a *watch.ActivitySummary, in *analyze.Input, repository string) {
	series := mainSeries(in, repository)
	end := in.Month.End(in.Zone)
	year, two := end.AddDate(-1, 0, 0), end.AddDate(-2, 0, 0)
	for _, t := range finalTags(in, repository) {
		at := tagDate(t)
		if !in.Past(at) {
			continue
		}
		if at.After(two) || at.Equal(two) {
			a.Tags++
		}
		if prefix(t.Name) != series {
			continue
		}
		switch {
		case !at.Before(year):
			a.Releases++
		case !at.Before(two):
			a.ReleasesPrev++
		}
		if day := in.Day(at); day.After(a.LastRelease) {
			a.LastRelease = day
		}
	}
}

func finalTags(in *analyze.Input, repository string) []*watch.Tag {
	var tags []*watch.Tag
	for _, t := range watch.Of[*watch.Tag](in.Facts) {
		if v, ok := watch.ParseVersion(t.Name); ok && !v.Prerelease() && t.Repository == repository && t.State != watch.TagDeleted {
			tags = append(tags, t)
		}
	}
	return tags
}

// mainSeries is the prefix that most final tags of the last two years bear, the
// shortest where two bear as many: "" and not "web-"; without a tag in that
// time, the prefix of the newest one.
func mainSeries(in *analyze.Input, repository string) string {
	count := map[string]int{}
	since := in.Month.End(in.Zone).AddDate(-2, 0, 0)
	var newest *watch.Tag
	for _, t := range finalTags(in, repository) {
		at := tagDate(t)
		if !in.Past(at) {
			continue
		}
		if newest == nil || at.After(tagDate(newest)) || at.Equal(tagDate(newest)) && t.Name < newest.Name {
			newest = t
		}
		if at.After(since) {
			count[prefix(t.Name)]++
		}
	}
	if len(count) == 0 && newest != nil {
		return prefix(newest.Name)
	}
	best, found := "", false
	for p, n := range count {
		if !found || n > count[best] || n == count[best] && (len(p) < len(best) || len(p) == len(best) && p < best) {
			best, found = p, true
		}
	}
	return best
}

// prefix is the part of a tag before its version, "v" left out: projects add it
// and drop it.
func prefix(tag string) string {
	if i := strings.IndexAny(tag, "0123456789"); i >= 0 {
		tag = tag[:i]
	}
	return strings.TrimSuffix(strings.ToLower(tag), "v")
}
