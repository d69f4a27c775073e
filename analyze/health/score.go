package health

import (
	"math"

	"guette/watch"
)

// The nine calibrated indicators share 80 of the 100 points; responsiveness and
// governance, set by experts and not calibrated, have 10 each.
const calibratedShare = 80

// A part is one line of the score before missing data are shared out.
type part struct {
	watch.Contribution
	worst float64 // points that the missing data could cost, at most Max
	best  float64 // points that they could cost at least
}

// gitParts turns a forecast into points.
func gitParts(f Forecast) []part {
	var total float64
	for i := range Indicators {
		total += Indicators[i].Max()
	}
	scale := calibratedShare / total
	var out []part
	for _, t := range f.Terms {
		p := part{Contribution: watch.Contribution{
			Indicator: t.Indicator.Name, Dimension: t.Indicator.Dimension,
			Value: format(t), Lost: t.Loss * scale, Max: t.Indicator.Max() * scale, Known: t.Value.OK,
		}}
		p.best, p.worst = t.Low*scale, t.High*scale
		if !t.Value.OK {
			p.Lost, p.best, p.worst = 0, 0, p.Max
		}
		out = append(out, p)
	}
	return out
}

// A score is HEALTH with its interval.
type score struct {
	value, low, high float64
	lines            []watch.Contribution // what each cost of 100; they sum to 100 - value
	missing          float64              // share of the points that no datum covers, 0 to 1
}

// total sums parts: 100 minus the points lost over what was observed, maxima
// rescaled to 100. The interval is over the full 100, with each missing or
// shortened part at its worst and at its best: a missing datum widens it and
// never costs points. ok is false when nothing was observed.
func total(parts []part) (s score, ok bool) {
	var known, worst, best float64
	for _, p := range parts {
		if p.Known {
			known += p.Max
		}
		worst, best = worst+p.worst, best+p.best
	}
	if known == 0 {
		return score{low: 0, high: 100, missing: 1}, false
	}
	s.value, s.low, s.high, s.missing = 100, 100-worst, 100-best, 1-known/100
	for _, p := range parts {
		c := p.Contribution
		if c.Known {
			c.Lost, c.Max = c.Lost*100/known, c.Max*100/known
			s.value -= c.Lost
		} else {
			c.Lost, c.Max = 0, 0
		}
		s.lines = append(s.lines, c)
	}
	s.value = min(max(s.value, 0), 100)
	s.low, s.high = max(min(s.low, s.value), 0), min(max(s.high, s.value), 100)
	return s, true
}

// caps limit the score by a fact: the notice replaces the forecast.
var caps = map[watch.FindingKind]float64{
	watch.FindingAbandonment:     10,
	watch.FindingEndOfLife:       10,
	watch.FindingDeprecation:     25,
	watch.FindingMaintenanceMode: 60,
}

// limit adds the line of a cap, so that the sum stays exact.
func (s *score) limit(c watch.Cap) {
	if s.value <= c.Max {
		return
	}
	s.lines = append(s.lines, watch.Contribution{Indicator: "notice", Dimension: "notice", Value: string(c.Kind),
		Lost: s.value - c.Max, Max: s.value - c.Max, Known: true})
	s.value = c.Max
	s.low, s.high = min(s.low, c.Max), c.Max
}

// round1 rounds to one decimal by largest remainder, so that the lines of a
// score still sum to 100 minus the value printed.
func round1(lines []watch.Contribution, value float64) []watch.Contribution {
	want := int(math.Round(10 * (100 - value)))
	out := make([]watch.Contribution, len(lines))
	rest := make([]float64, len(lines))
	sum := 0
	for i, c := range lines {
		units := math.Floor(c.Lost*10 + 1e-9)
		rest[i] = c.Lost*10 - units
		sum += int(units)
		c.Lost, c.Max = units/10, math.Round(c.Max*10)/10
		out[i] = c
	}
	for ; sum < want; sum++ {
		best := 0
		for i := range rest {
			if rest[i] > rest[best]+1e-9 {
				best = i
			}
		}
		rest[best] = -1
		out[best].Lost = math.Round(out[best].Lost*10+1) / 10
		out[best].Max = max(out[best].Max, out[best].Lost)
	}
	return out
}

// Band is the word of a score.
func Band(value float64) watch.HealthClass {
	switch {
	case value >= 80:
		return watch.HealthGood
	case value >= 60:
		return watch.HealthFair
	case value >= 40:
		return watch.HealthWatch
	case value >= 20:
		return watch.HealthPoor
	}
	return watch.HealthCritical
}
