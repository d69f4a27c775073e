package chart

import (
	"fmt"
	"strconv"
	"time"

	"guette/render/look"
)

// Measures of a calendar. Its rows are lower where it has to give way.
const (
	calendarStep  = 21.0
	calendarLeast = 16.0
	calendarHead  = 26.0
)

// calendar draws ends of support on a line of months: a bar from the day of the
// data to the end, or from an end that is past to that day; its sign by how near
// the end is, the day beside it. A row is a label, a day and a note.
func (v *canvas) calendar(c *Chart) {
	from, to := c.bounds()
	today := from
	if t, err := day(c.Day); err == nil {
		today = t
	}
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
	step := c.rowHeight()
	bottom := calendarHead + float64(len(c.Rows))*step
	v.grid(from, to, x, bottom)
	v.H = bottom + 6
	if c.Day != "" {
		v.line(1.2, v.theme.Primary, Point{x(today), 20}, Point{x(today), bottom})
		v.text(x(today), bottom+11, 8.5, true, Middle, v.theme.Primary, fmt.Sprintf(v.words.asOf, v.words.day(today)))
		v.H = bottom + 16
	}
	for i, r := range c.Rows {
		y, end := calendarHead+float64(i)*step+(step-calendarStep)/2, dayOf(r.At(1))
		v.text(label-10, y+13.6, 10, false, End, look.Ink, v.fit(r.At(0), 10, false, label-12))
		v.end(y, x(end), x(today), nearness(today, end), v.words.day(end))
	}
}

// end draws one end at a place, the day of the data at another.
func (v *canvas) end(y, at, today float64, l look.Level, day string) {
	fill, text, edge := l.Colors()
	switch {
	case at > today+2:
		v.rect(today, y+5.5, at-today, 10, 0, look.Mix(v.theme.Primary, look.White, 0.75))
	case at < today-2:
		v.rect(at, y+5.5, today-at, 10, 0, look.Mix(fill, look.White, 0.55))
	}
	v.Shapes = append(v.Shapes, Shape{Kind: Circle, X: at, Y: y + 10.5, R: 7, Fill: &fill, Stroke: &edge, LineWidth: 0.7})
	v.sign(l, at, y+10.5, 3.1, text)
	after := max(at+9, today)
	if at+9 > today && at < today { // the sign stands on the line
		after = today + 9
	}
	v.rect(after+1, y+5, v.measure(day, 9, true)+5, 11, 0, look.White)
	v.text(after+4, y+13.8, 9, true, Start, look.Ink, day)
}

// nearness is the level of an end by its distance from a day: past, within 3
// months, within 6, later.
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

// Bounds of a calendar without the settings du and au, in months.
const (
	fewestMonths = 4
	mostMonths   = 36
	pastMonths   = 6 // before the day of the data
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
	if t, err := day(c.Day); err == nil {
		if first.After(t) {
			first = t
		} else if early := t.AddDate(0, -pastMonths, 0); first.Before(early) {
			first = early
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
