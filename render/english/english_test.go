package english

import (
	"strings"
	"testing"
	"time"

	"guette/watch"
)

func TestWords(t *testing.T) {
	plain := strings.NewReplacer("\u00A0", " ", "\u202F", " ")
	d := func(y int, m time.Month, day int) watch.Date { return watch.Date{Year: y, Month: m, Day: day} }
	for _, tt := range []struct{ got, want string }{
		{Count(0, "vulnerability"), "no vulnerabilities"}, {Count(1, "vulnerability"), "1 vulnerability"}, {Count(2, "vulnerability"), "2 vulnerabilities"},
		{Count(2, "branch in use|branches in use"), "2 branches in use"}, {Count(3, "fix"), "3 fixes"}, {Count(2, "day"), "2 days"}, {Count(1656, "entry"), "1 656 entries"},
		{Verb(0, "is", "are"), "are"}, {Verb(1, "is", "are"), "is"}, {Decimal(9.8, 1), "9.8"}, {Percent(0.84), "84%"}, {Change(83, 26), "−69%"}, {Change(100, 125), "+25%"},
		{Date(d(2026, 7, 31)), "31 July 2026"}, {DayMonth(d(2026, 7, 1)), "1 July"}, {Date(watch.Date{}), "n/a"}, {Month(watch.Month{Year: 2026, Month: 7}), "July 2026"},
		{Period(d(2026, 7, 1), d(2026, 7, 31)), "from 1 to 31 July 2026"}, {Period(d(2025, 12, 30), d(2026, 1, 2)), "from 30 December 2025 to 2 January 2026"},
		{Upper("état"), "État"}, {Number(-1234), "−1 234"},
	} {
		if got := plain.Replace(tt.got); got != tt.want {
			t.Errorf("got %q, want %q", got, tt.want)
		}
	}
}
