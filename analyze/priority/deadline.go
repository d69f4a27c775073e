package priority

import (
	"time"

	"guette/watch"
)

// defaultDelays are the delays of the guide, section 4, where a policy has none.
var defaultDelays = map[watch.Level]watch.Delay{
	watch.Immediate: {WorkingDays: 2}, watch.Urgent: {Days: 7}, watch.Plan: {Days: 30}, watch.Check: {Days: 30},
}

// deadline counts the delay of a level from the edition date and moves it to
// the next working day; no date for a level without delay.
func (p *portfolio) deadline(level watch.Level) watch.Date {
	delay, ok := p.policy.Deadlines[level]
	if !ok {
		if delay, ok = defaultDelays[level]; !ok {
			return watch.Date{}
		}
	}
	return Deadline(p.edition, delay)
}

// Deadline adds a delay to a day: working days are counted one by one, calendar
// days end on the next working day.
func Deadline(from watch.Date, delay watch.Delay) watch.Date {
	day := from.AddDays(delay.Days)
	for range delay.WorkingDays {
		day = workingDay(day.AddDays(1))
	}
	return workingDay(day)
}

// workingDay is day itself or the next day that is neither Saturday, Sunday nor
// a public holiday of metropolitan France.
func workingDay(day watch.Date) watch.Date {
	for !Working(day) {
		day = day.AddDays(1)
	}
	return day
}

// Working tells whether people work on a day in metropolitan France.
// Source: Code du travail, article L3133-1.
func Working(day watch.Date) bool {
	w := day.Time(time.UTC).Weekday()
	if w == time.Saturday || w == time.Sunday {
		return false
	}
	for _, fixed := range [][2]int{{1, 1}, {5, 1}, {5, 8}, {7, 14}, {8, 15}, {11, 1}, {11, 11}, {12, 25}} {
		if int(day.Month) == fixed[0] && day.Day == fixed[1] {
			return false
		}
	}
	for _, after := range []int{1, 39, 50} { // Easter Monday, Ascension, Whit Monday
		if easter(day.Year).AddDays(after) == day {
			return false
		}
	}
	return true
}

// easter is Easter Sunday of a year of the Gregorian calendar.
// Source: the anonymous algorithm printed in Nature, 20 April 1876.
func easter(year int) watch.Date {
	a, b, c := year%19, year/100, year%100
	d, e := b/4, b%4
	g := (b - (b+8)/25 + 1) / 3
	h := (19*a + b - d - g + 15) % 30
	i, k := c/4, c%4
	l := (32 + 2*e + 2*i - h - k) % 7
	m := (a + 11*h + 22*l) / 451
	n := h + l - 7*m + 114
	return watch.Date{Year: year, Month: time.Month(n / 31), Day: n%31 + 1}
}
