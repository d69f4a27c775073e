package section

import (
	"slices"

	"guette/watch"
)

// fewestPoints is how many months a trend line needs: less is no trend.
const fewestPoints = 10

// A curve is the monthly score that the repository alone gives, oldest first;
// empty where too few months are known, or where all are the same: a flat line
// says nothing that the score does not.
type curve []watch.Point

func curveOf(history []watch.Point) curve {
	flat := !slices.ContainsFunc(history, func(p watch.Point) bool { return p.Value != history[0].Value })
	if len(history) < fewestPoints || flat {
		return nil
	}
	return history
}

// First is the oldest month.
func (c curve) First() watch.Point { return c[0] }

// Last is the newest month.
func (c curve) Last() watch.Point { return c[len(c)-1] }

// Lowest is the newest of the months with the lowest score.
func (c curve) Lowest() watch.Point {
	low := c[0]
	for _, p := range c[1:] {
		if p.Value <= low.Value {
			low = p
		}
	}
	return low
}
