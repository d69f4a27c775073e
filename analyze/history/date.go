package history

import (
	"cmp"
	"slices"
	"time"

	"guette/analyze"
	"guette/watch"
)

// decideDates sets When, Day and Dates.
func (r *Release) decideDates(in *analyze.Input) {
	slices.SortStableFunc(r.Places, func(a, b Place) int { return cmp.Compare(a.priority, b.priority) })
	for _, p := range r.Places {
		if !p.At.IsZero() {
			r.When = p.At
			break
		}
	}
	if r.When.IsZero() {
		return
	}
	r.Day = in.Day(r.When)
	month := watch.MonthOf(r.When, in.Zone)
	for _, p := range r.Places {
		if p.Origin == watch.OriginForge && month.Contains(p.At, in.Zone) {
			r.Day = in.Day(p.At)
			break
		}
	}
	r.Dates = r.disagreement(in)
}

// disagreement lists the days of publication where sources that date a
// publication differ by more than a time zone. Tags are dated by other clocks
// and are no publication.
func (r *Release) disagreement(in *analyze.Input) []watch.Date {
	var dated []Place
	for _, p := range r.Places {
		if !p.At.IsZero() && p.Origin != "" && p.Origin != watch.OriginDistribution {
			dated = append(dated, p)
		}
	}
	var days []watch.Date
	for i, p := range dated {
		if !slices.ContainsFunc(dated[:i], func(q Place) bool { return agree(p, q, in.Zone) }) {
			days = append(days, in.Day(p.At))
		}
	}
	if len(days) < 2 {
		return nil
	}
	slices.SortFunc(days, watch.Date.Compare)
	return slices.Compact(days)
}

// agree tells whether two places can mean the same day somewhere on Earth, from
// UTC-12 to UTC+14.
func agree(a, b Place, zone *time.Location) bool {
	switch {
	case a.DayOnly && b.DayOnly:
		return watch.DateIn(a.At, zone) == watch.DateIn(b.At, zone)
	case a.DayOnly:
		return agree(b, a, zone)
	case b.DayOnly:
		day := watch.DateIn(b.At, zone)
		first, last := watch.DateIn(a.At.Add(-12*time.Hour), time.UTC), watch.DateIn(a.At.Add(14*time.Hour), time.UTC)
		return !day.Before(first) && !day.After(last)
	}
	return a.At.Sub(b.At).Abs() < 24*time.Hour
}
