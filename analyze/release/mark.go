package release

import (
	"math"
	"strconv"

	"guette/analyze/history"
	"guette/internal/lazyregexp"
	"guette/watch"
)

// mark tells what is odd about a release: "not-a-release" by curation,
// "nightly", "mistaken", "yanked", "re-tagged"; "" for nothing.
func (a *analysis) mark(r *history.Release) string {
	switch {
	case a.curated(r):
		return "not-a-release"
	case r.Version.Nightly():
		return "nightly"
	case a.wrong[r]:
		return "mistaken"
	case r.Yanked:
		return "yanked"
	case r.Moved:
		return "re-tagged"
	}
	return ""
}

func (a *analysis) curated(r *history.Release) bool {
	for _, c := range a.in.Curations {
		if (c.What == "tag" || c.What == "release") && c.Decision == "not-a-release" && (c.Subject == r.Tag && r.Tag != "" || c.Subject == r.Version.String()) {
			return true
		}
	}
	return false
}

// farAway is the distance of leading numbers from which a version is compared
// with what comes after it. GNOME went from 3 to 40 and stayed there.
const farAway = 10

var nines = lazyregexp.New(`^9{2,}(\.9{2,})*$|^9{4,}`)

// A numbered release has what mistakes are told by.
type numbered struct {
	*history.Release
	lead  int64 // first number
	nines bool
}

// mistaken lists the versions that nobody meant, as v99.99.99: far above all
// that came before, and either all nines, or alone up there while later
// releases went on below.
func mistaken(h *history.History) map[*history.Release]bool {
	series := map[string][]numbered{}
	for _, r := range h.Releases {
		if !r.Prerelease && !r.When.IsZero() {
			series[r.Series] = append(series[r.Series], numbered{r, leading(r.Version), nines.Re().MatchString(r.Version.String())})
		}
	}
	list := map[*history.Release]bool{}
	for _, releases := range series {
		for _, r := range releases {
			if r.mistaken(releases) {
				list[r.Release] = true
			}
		}
	}
	return list
}

func (r numbered) mistaken(series []numbered) bool {
	others, far, returned, followed := false, true, false, false
	for _, o := range series {
		if o.Release == r.Release || o.nines {
			continue
		}
		others = true
		away, later := r.lead-o.lead >= farAway, o.When.After(r.When)
		if far = far && (away || later); !far {
			return false
		}
		returned = returned || away && later
		followed = followed || !away
	}
	return others && (r.nines || returned && !followed)
}

// leading is the first number of a version; those too long to count are the
// largest.
func leading(v watch.Version) int64 {
	n, err := strconv.ParseInt(v.Number(0), 10, 64)
	if err != nil {
		return math.MaxInt64
	}
	return n
}
