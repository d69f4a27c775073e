package chart

import (
	"strconv"
	"time"

	"guette/render/look"
)

// calendar draws ends of support on a line of months: a bar from the first day to
// the end, its sign by how near the end is, the day beside it. A row is a label,
// a day and a note.
func (v *canvas) calendar(c *Chart) {
	const step, head = 21.0, 26.0
	from, to := c.bounds()
	label := 0.0
	for _, r := range c.Rows {
		label = max(label, v.measure(r.At(0), 10, false))
	}
	label = min(label+14, v.W*0.3)
	right := v.W - 104
	span := to.Sub(from).Hours()
	x := func(t time.Time) float64 {
		return label + (right-label)*min(max(t.Sub(from).Hours()/span, 0), 1)
	}
	bottom := head + float64(len(c.Rows))*step
	v.grid(from, to, x, bottom)
	for i, r := range c.Rows {
		y, end := head+float64(i)*step, dayOf(r.At(1))
		l := nearness(from, end)
		fill, text, edge := l.Colors()
		v.text(label-10, y+13.6, 10, false, End, look.Ink, v.fit(r.At(0), 10, false, label-12))
		at := x(end)
		if at > label+2 {
			v.rect(label, y+5.5, at-label, 10, 0, look.Mix(v.theme.Primary, look.White, 0.75))
		}
		v.Shapes = append(v.Shapes, Shape{Kind: Circle, X: at, Y: y + 10.5, R: 7, Fill: &fill, Stroke: &edge, LineWidth: 0.7})
		v.sign(l, at, y+10.5, 3.1, text)
		v.rect(at+9, y+5, v.measure(v.words.day(end), 9, true)+6, 11, 0, look.White)
		v.text(at+12, y+13.8, 9, true, Start, look.Ink, v.words.day(end))
	}
	v.H = bottom + 6
}

// nearness is the level of an end by its distance from the start of the calendar:
// past, within 3 months, within 6, later.
func nearness(from, end time.Time) look.Level {
	switch {
	case end.Before(from):
		return look.LevelHigh
	case end.Before(from.AddDate(0, 3, 0)):
		return look.LevelUp
	case end.Before(from.AddDate(0, 6, 0)):
		return look.LevelMid
	}
	return look.LevelLow
}

// Bounds of a calendar without the setting au, in months.
const (
	fewestMonths = 4
	mostMonths   = 36
)

// bounds are the days where the calendar begins and ends: the settings du and au,
// else from the month of the first end to the month after the last.
func (c *Chart) bounds() (from, to time.Time) {
	first, last := dayOf(c.Rows[0].At(1)), dayOf(c.Rows[0].At(1))
	for _, r := range c.Rows {
		d := dayOf(r.At(1))
		if d.Before(first) {
			first = d
		}
		if d.After(last) {
			last = d
		}
	}
	from = time.Date(first.Year(), first.Month(), 1, 0, 0, 0, 0, time.UTC)
	if t, err := day(c.From); err == nil {
		from = t
	}
	if t, err := day(c.To); err == nil && t.After(from) {
		return from, t
	}
	to = time.Date(last.Year(), last.Month()+1, 1, 0, 0, 0, 0, time.UTC)
	if low := from.AddDate(0, fewestMonths, 0); to.Before(low) {
		to = low
	}
	if high := from.AddDate(0, mostMonths, 0); to.After(high) {
		to = high
	}
	return from, to
}

// grid draws the months, and the years under January.
func (v *canvas) grid(from, to time.Time, x func(time.Time) float64, bottom float64) {
	months := 0
	for t := from; t.Before(to); t = t.AddDate(0, 1, 0) {
		months++
	}
	every := 1 + months/14
	k := 0
	for t := time.Date(from.Year(), from.Month(), 1, 0, 0, 0, 0, time.UTC); !t.After(to); t = t.AddDate(0, 1, 0) {
		if !t.Before(from) {
			v.line(0.5, look.Rule, Point{x(t), 20}, Point{x(t), bottom})
			if t.Before(to) && (k == 0 || t.Month() == time.January) {
				v.text(x(t)+1, 6, 8.5, true, Start, look.Grey, strconv.Itoa(t.Year()))
			}
			if t.Before(to) && k%every == 0 {
				v.text(x(t)+1, 16, 8.5, false, Start, look.Grey, v.words.abbreviated[t.Month()-1])
			}
			k++
		}
	}
}
