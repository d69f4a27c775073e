package history

import (
	"cmp"
	"slices"
	"strings"
	"time"

	"guette/analyze"
	"guette/internal/lazyregexp"
	"guette/watch"
)

// State returns the day of the calendar's state that a bulletin reads: the
// newest not later than the edition date, else the oldest later one. ok is
// false when no calendar was collected.
func State(in *analyze.Input) (day watch.Date, ok bool) {
	var before, after watch.Date
	for _, c := range watch.Of[*watch.Lifecycle](in.Facts) {
		switch {
		case !c.AsOf.After(in.Edition):
			if before.IsZero() || c.AsOf.After(before) {
				before = c.AsOf
			}
		case after.IsZero() || c.AsOf.Before(after):
			after = c.AsOf
		}
	}
	if before.IsZero() {
		return after, !after.IsZero()
	}
	return before, true
}

// Cycles lists the cycles of the calendar in its current state, newest first.
func Cycles(in *analyze.Input) []*watch.Lifecycle {
	day, ok := State(in)
	if !ok {
		return nil
	}
	return CyclesOn(in, day)
}

// CyclesOn lists the cycles of the state of a day, newest first, each name once.
func CyclesOn(in *analyze.Input, day watch.Date) []*watch.Lifecycle {
	var list []*watch.Lifecycle
	for _, c := range watch.Of[*watch.Lifecycle](in.Facts) {
		if c.AsOf == day && concerns(in.Program, c) {
			list = append(list, c)
		}
	}
	slices.SortStableFunc(list, func(a, b *watch.Lifecycle) int {
		return cmp.Or(cmp.Compare(a.Order, b.Order), b.Released.Compare(a.Released), cmp.Compare(a.Cycle, b.Cycle))
	})
	seen := map[string]bool{}
	return slices.DeleteFunc(list, func(c *watch.Lifecycle) bool {
		key := strings.ToLower(c.Cycle)
		twice := seen[key]
		seen[key] = true
		return twice
	})
}

// longTerm are the words of a program's name that make it the long-term edition
// of a product: of the calendar of Firefox, Firefox ESR has some cycles only.
var longTerm = lazyregexp.New(`(?i)\b(LTS|ESR)\b`)

func concerns(p watch.Program, c *watch.Lifecycle) bool {
	return c.LTS || !longTerm.Re().MatchString(p.Name) && !longTerm.Re().MatchString(p.ID)
}

// calendar joins the newest version of each cycle, in every state not later
// than the current one, and the opening of cycles that have no first version.
func (b *builder) calendar(current []*watch.Lifecycle) {
	state, _ := State(b.in)
	for f, c := range watch.Of[*watch.Lifecycle](b.in.Facts) {
		if c.AsOf.After(state) || !concerns(b.in.Program, c) {
			continue
		}
		v, ok := watch.ParseVersion(c.Latest)
		if !ok {
			continue
		}
		r := b.byVersion("", v)
		if r == nil {
			r = &Release{Version: v, Prerelease: v.Prerelease()}
			b.add(r)
		}
		r.addCalendar(b.in, f, c, c.LatestDate)
	}
	for f, c := range watch.Of[*watch.Lifecycle](b.in.Facts) {
		if c.AsOf == state && slices.Contains(current, c) {
			b.opening(f, c)
		}
	}
}

// addCalendar adds a place once for each date that the states give.
func (r *Release) addCalendar(in *analyze.Input, f watch.Fact, c *watch.Lifecycle, day watch.Date) {
	place := Place{Origin: watch.OriginLifecycle, Fact: f, DayOnly: true, Link: c.LatestLink, priority: order[watch.OriginLifecycle]}
	if !day.IsZero() {
		place.At = day.Time(in.Zone)
	}
	for i, p := range r.Places {
		if p.Origin == watch.OriginLifecycle && p.At.Equal(place.At) {
			if r.Places[i].Link == "" || place.Link != "" {
				r.Places[i] = place // the newest state has the best link
			}
			return
		}
	}
	r.Places = append(r.Places, place)
}

// near is how far the first version of a cycle may be from the day on which
// the calendar opens it: sources differ by a day or two (GitLab 19.2.0).
const near = 3 * 24 * time.Hour

// opening makes a release of a cycle whose first version no source names: it
// is called as the cycle. Where a version of the cycle is known from about that
// day or from before, there is nothing to add.
func (b *builder) opening(f watch.Fact, c *watch.Lifecycle) {
	v, ok := watch.ParseVersion(c.Cycle)
	if !ok || c.Released.IsZero() || v.Prerelease() {
		return
	}
	day := c.Released.Time(b.in.Zone)
	for _, r := range b.releases {
		if r.Series == "" && !r.Prerelease && r.Version.In(v) {
			if at := r.oldest(); !at.IsZero() && at.Before(day.Add(near)) {
				if r.Version.Same(v) {
					r.addCalendar(b.in, f, c, c.Released)
				}
				return
			}
		}
	}
	if r := b.byVersion("", v); r != nil {
		return
	}
	r := &Release{Version: v, Opening: true}
	r.addCalendar(b.in, f, c, c.Released)
	r.Places[0].Link = ""
	b.add(r)
}

func (r *Release) oldest() time.Time {
	var at time.Time
	for _, p := range r.Places {
		if !p.At.IsZero() && (at.IsZero() || p.At.Before(at)) {
			at = p.At
		}
	}
	return at
}
