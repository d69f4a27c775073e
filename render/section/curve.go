package section

import (
	"slices"

	"guette/watch"
)

const (
	// fewestPoints is how many months a trend line needs: less is no trend.
	fewestPoints = 10
	// standsOut is how many points of 100 a month must lie beyond both ends of
	// the line to be named: less is its own noise.
	standsOut = 5
)

// A curve is the monthly score that the repository alone gives, oldest first;
// empty where too few months are known, where all are the same (a flat line says
// nothing that the score does not), and for a project that has stopped: its
// score only tells how much of the old days is still compared with.
type curve []watch.Point

func curveOf(h *watch.Health) curve {
	points := h.History
	flat := !slices.ContainsFunc(points, func(p watch.Point) bool { return p.Value != points[0].Value })
	if len(points) < fewestPoints || flat || h.Class == watch.HealthStopped {
		return nil
	}
	return points
}

// First is the oldest month.
func (c curve) First() watch.Point { return c[0] }

// Last is the newest month.
func (c curve) Last() watch.Point { return c[len(c)-1] }

// Lowest is the newest of the months with the lowest score.
func (c curve) Lowest() watch.Point {
	return c.extreme(func(a, b float64) bool { return a <= b })
}

// Highest is the newest of the months with the highest score.
func (c curve) Highest() watch.Point {
	return c.extreme(func(a, b float64) bool { return a >= b })
}

func (c curve) extreme(beyond func(a, b float64) bool) watch.Point {
	found := c[0]
	for _, p := range c[1:] {
		if beyond(p.Value, found.Value) {
			found = p
		}
	}
	return found
}

// Low is the lowest month where it lies well below both ends; nil where not.
func (c curve) Low() *watch.Point {
	if p := c.Lowest(); p.Value <= min(c.First().Value, c.Last().Value)-standsOut {
		return &p
	}
	return nil
}

// High is the highest month where it lies well above both ends; nil where not.
func (c curve) High() *watch.Point {
	if p := c.Highest(); p.Value >= max(c.First().Value, c.Last().Value)+standsOut {
		return &p
	}
	return nil
}
