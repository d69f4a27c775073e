package watch

import (
	"fmt"
	"time"
)

// A Month is a calendar month, half-open, in the publisher's time zone.
type Month struct {
	Year  int
	Month time.Month
}

// ParseMonth reads "2026-07".
func ParseMonth(s string) (Month, error) {
	t, err := time.Parse("2006-01", s)
	if err != nil {
		return Month{}, fmt.Errorf("month %q: want YYYY-MM", s)
	}
	return Month{t.Year(), t.Month()}, nil
}

// MonthOf returns the month that t falls in, in zone.
func MonthOf(t time.Time, zone *time.Location) Month {
	t = t.In(zone)
	return Month{t.Year(), t.Month()}
}

// String returns the month as "2026-07".
func (m Month) String() string { return fmt.Sprintf("%04d-%02d", m.Year, m.Month) }

// MarshalText and UnmarshalText keep the form of String in files.
func (m Month) MarshalText() ([]byte, error) { return []byte(m.String()), nil }

// UnmarshalText reads the form of String.
func (m *Month) UnmarshalText(b []byte) (err error) {
	*m, err = ParseMonth(string(b))
	return err
}

// Start is the first instant of the month in zone.
func (m Month) Start(zone *time.Location) time.Time {
	return time.Date(m.Year, m.Month, 1, 0, 0, 0, 0, zone)
}

// End is the first instant after the month in zone.
func (m Month) End(zone *time.Location) time.Time { return m.Add(1).Start(zone) }

// Contains tells whether t falls in the month, in zone. A zero time does not.
func (m Month) Contains(t time.Time, zone *time.Location) bool {
	return !t.IsZero() && !t.Before(m.Start(zone)) && t.Before(m.End(zone))
}

// Add returns the month n months later.
func (m Month) Add(n int) Month {
	t := time.Date(m.Year, m.Month+time.Month(n), 1, 0, 0, 0, 0, time.UTC)
	return Month{t.Year(), t.Month()}
}

// Before tells whether m comes before o.
func (m Month) Before(o Month) bool {
	return m.Year < o.Year || m.Year == o.Year && m.Month < o.Month
}

// LastDay is the last calendar day of the month.
func (m Month) LastDay() Date {
	return DateOf(time.Date(m.Year, m.Month+1, 0, 0, 0, 0, 0, time.UTC))
}

// FirstDay is the first calendar day of the month.
func (m Month) FirstDay() Date { return Date{m.Year, m.Month, 1} }
