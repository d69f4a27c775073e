// Package history unites what sources say of the releases of a program: one
// version is one release, whatever the number of places that announce it. It
// promises that every tag that names a version is in exactly one release, and
// it never invents a date.
package history

import (
	"cmp"
	"slices"
	"strings"
	"time"

	"guette/analyze"
	"guette/watch"
)

// A Release is a version of a program with all the places that announce it.
type Release struct {
	Version    watch.Version
	Series     string // "" is the main series
	Tag        string // "" where no tag is known
	Repository string
	// When decides the month. With a tag it is the date of the tag, as git
	// tells it; else the first of forge, feed, changelog and calendar that has
	// one. Zero is no date.
	When       time.Time
	Day        watch.Date   // for people: publication by the forge, else When
	Dates      []watch.Date // set where sources disagree
	Prerelease bool         // the version or the forge says so
	Yanked     bool         // withdrawn, or its tag was deleted
	Moved      bool         // its tag was made again
	Opening    bool         // only known as the opening of a cycle of the calendar
	Places     []Place      // tag first
}

// A Place is one announcement of a release.
type Place struct {
	Origin   watch.Origin // "" is a git tag
	Fact     watch.Fact
	At       time.Time // zero is no date
	DayOnly  bool
	Notes    string
	Cut      bool
	Link     string
	priority int
}

// Stable tells whether the release is final and still there.
func (r *Release) Stable() bool { return !r.Prerelease && !r.Yanked }

// A History lists the releases of a program, oldest version first.
type History struct {
	Releases []*Release
	Main     string // name of the main series
	watch.Calendar
}

// Of reads the history out of the facts. Facts of any month are read: rules
// choose by date.
func Of(in *analyze.Input) *History {
	b := builder{in: in, names: names(in.Program), byTag: map[string]*Release{}, byKey: map[string][]*Release{}}
	cycles := Cycles(in)
	h := &History{Calendar: watch.NewCalendar(cycles)}
	b.tags()
	b.announcements()
	b.calendar(cycles)
	h.Releases = b.releases
	h.setMain(in)
	for _, r := range h.Releases {
		r.decideDates(in)
	}
	slices.SortStableFunc(h.Releases, func(a, b *Release) int {
		return cmp.Or(cmp.Compare(a.Series, b.Series), a.Version.Compare(b.Version), cmp.Compare(a.Version.String(), b.Version.String()),
			a.When.Compare(b.When), cmp.Compare(a.Repository, b.Repository), cmp.Compare(a.Tag, b.Tag))
	})
	return h
}

// names lists the names by which tags may call the program itself.
func names(p watch.Program) []string {
	list := append([]string{p.ID, p.Name, p.EndOfLife, p.Debian}, p.Aliases...)
	for _, r := range p.Repositories {
		list = append(list, Base(r))
	}
	for _, purl := range p.PURLs {
		purl, _, _ = strings.Cut(purl, "?")
		list = append(list, Base(purl))
	}
	return list
}

// Base is the last element of an address, without ".git".
func Base(address string) string {
	address = strings.TrimSuffix(strings.TrimRight(address, "/"), ".git")
	return address[strings.LastIndexByte(address, '/')+1:]
}

type builder struct {
	in       *analyze.Input
	names    []string
	releases []*Release
	byTag    map[string]*Release   // repository and tag
	byKey    map[string][]*Release // series and version
}

func (b *builder) series(v watch.Version, repository string) string {
	s := v.Series(b.names...)
	repos := b.in.Program.Repositories
	if len(repos) > 1 && repository != "" && !sameAddress(repository, repos[0]) {
		s = strings.Trim(strings.ToLower(Base(repository))+"-"+s, "-")
	}
	return s
}

// sameAddress compares addresses of repositories as forges do: without case,
// scheme and ".git".
func sameAddress(a, b string) bool { return normal(a) == normal(b) }

func normal(address string) string {
	if _, rest, ok := strings.Cut(address, "://"); ok {
		address = rest
	}
	return strings.ToLower(strings.TrimSuffix(strings.TrimRight(address, "/"), ".git"))
}

// tags makes one release of each tag that names a version. Two tags of one
// commit that write the same version (v1.2 and 1.2) are one release.
func (b *builder) tags() {
	for f, t := range watch.Of[*watch.Tag](b.in.Facts) {
		v, ok := watch.ParseVersion(t.Name)
		if !ok {
			continue
		}
		series := b.series(v, t.Repository)
		key := series + " " + v.Key()
		place := Place{Fact: f, At: t.When(), Notes: t.Message}
		if twin := b.twin(key, v, t); twin != nil {
			twin.Places = append(twin.Places, place)
			b.byTag[normal(t.Repository)+" "+t.Name] = twin
			continue
		}
		r := &Release{Version: v, Series: series, Tag: t.Name, Repository: t.Repository, Prerelease: v.Prerelease(),
			Yanked: t.State == watch.TagDeleted, Moved: t.State == watch.TagMoved, Places: []Place{place}}
		b.add(r)
		b.byTag[normal(t.Repository)+" "+t.Name] = r
	}
}

func (b *builder) twin(key string, v watch.Version, t *watch.Tag) *Release {
	for _, r := range b.byKey[key] {
		other := r.Places[0].Fact.Body.(*watch.Tag)
		if r.Version.String() == v.String() && t.Commit != "" && other.Commit == t.Commit && other.Repository == t.Repository && other.When().Equal(t.When()) {
			return r
		}
	}
	return nil
}

func (b *builder) add(r *Release) {
	b.releases = append(b.releases, r)
	key := r.Series + " " + r.Version.Key()
	b.byKey[key] = append(b.byKey[key], r)
}

// announcements joins the releases of forges, feeds, changelogs and
// distributions to those of tags.
func (b *builder) announcements() {
	_, calendar := State(b.in)
	for f, rel := range watch.Of[*watch.Release](b.in.Facts) {
		if rel.Origin == watch.OriginLifecycle && calendar {
			continue // read from the states of the calendar
		}
		v, ok := watch.ParseVersion(rel.Version)
		if !ok {
			if v, ok = watch.ParseVersion(rel.Tag); !ok {
				continue
			}
		}
		place := Place{Origin: rel.Origin, Fact: f, At: rel.Published, DayOnly: rel.DayOnly, Notes: rel.Notes, Cut: rel.Cut,
			Link: f.Evidence.URL, priority: order[rel.Origin]}
		r := b.find(v, rel)
		if r == nil {
			r = &Release{Version: v, Series: b.series(v, rel.Repository), Tag: rel.Tag, Repository: rel.Repository, Prerelease: v.Prerelease()}
			b.add(r)
			if rel.Tag != "" {
				b.byTag[normal(rel.Repository)+" "+rel.Tag] = r
			}
		}
		r.Places = append(r.Places, place)
		r.Prerelease = r.Prerelease || rel.Prerelease
		r.Yanked = r.Yanked || rel.Yanked
	}
}

// order ranks places: what decides a date where there is no tag, and whose
// notes are read.
var order = map[watch.Origin]int{
	"": 0, watch.OriginForge: 1, watch.OriginFeed: 2, watch.OriginChangelog: 3, watch.OriginLifecycle: 4, watch.OriginDistribution: 5,
}

// find returns the release that an announcement is about: by tag, else by
// version in the same series, the same spelling first.
func (b *builder) find(v watch.Version, rel *watch.Release) *Release {
	for _, name := range []string{rel.Tag, rel.Version} {
		if name == "" {
			continue
		}
		if r := b.byTag[normal(rel.Repository)+" "+name]; r != nil {
			return r
		}
		for _, repo := range b.in.Program.Repositories {
			if r := b.byTag[normal(repo)+" "+name]; r != nil && rel.Repository == "" {
				return r
			}
		}
	}
	return b.byVersion(b.series(v, rel.Repository), v)
}

func (b *builder) byVersion(series string, v watch.Version) *Release {
	list := b.byKey[series+" "+v.Key()]
	for _, r := range list {
		if r.Version.String() == v.String() {
			return r
		}
	}
	if len(list) > 0 {
		return list[0]
	}
	return nil
}

// setMain chooses the main series: the one without a name where it has a
// release in the two years before the end of the month or nothing else has;
// else the largest.
func (h *History) setMain(in *analyze.Input) {
	recent, all := map[string]int{}, map[string]int{}
	since := in.Month.Add(-24).Start(in.Zone)
	for _, r := range h.Releases {
		all[r.Series]++
		if at := r.newest(); !at.Before(since) && in.Past(at) {
			recent[r.Series]++
		}
	}
	counts := recent
	if len(recent) == 0 {
		counts = all
	}
	if counts[""] > 0 {
		return
	}
	for _, r := range h.Releases {
		if c := cmp.Compare(counts[r.Series], counts[h.Main]); c > 0 || c == 0 && counts[h.Main] > 0 && r.Series < h.Main {
			h.Main = r.Series
		}
	}
}

func (r *Release) newest() time.Time {
	var at time.Time
	for _, p := range r.Places {
		if p.At.After(at) {
			at = p.At
		}
	}
	return at
}

// InMain tells whether a release is of the main series.
func (h *History) InMain(r *Release) bool { return r.Series == h.Main }

// Find returns the release of the main series with a version, and whether
// there is one.
func (h *History) Find(v watch.Version) (*Release, bool) {
	for _, r := range h.Releases {
		if h.InMain(r) && r.Version.Same(v) {
			return r, true
		}
	}
	return nil, false
}
