package priority

import (
	"testing"

	"guette/watch"
)

func day(t testing.TB, s string) watch.Date {
	t.Helper()
	d, err := watch.ParseDate(s)
	if err != nil {
		t.Fatal(err)
	}
	return d
}

func TestDeadline(t *testing.T) {
	for _, tt := range []struct {
		name, from string
		delay      watch.Delay
		want       string
	}{
		{"two working days over a weekend", "2026-08-07", watch.Delay{WorkingDays: 2}, "2026-08-11"},
		{"seven days end on a Friday", "2026-08-07", watch.Delay{Days: 7}, "2026-08-14"},
		{"thirty days end on a Sunday and move to Monday", "2026-08-07", watch.Delay{Days: 30}, "2026-09-07"},
		{"the fourteenth of July is a holiday", "2026-07-07", watch.Delay{Days: 7}, "2026-07-15"},
		{"two working days over the first of May", "2026-04-30", watch.Delay{WorkingDays: 2}, "2026-05-05"},
		{"Easter Monday", "2026-03-30", watch.Delay{Days: 7}, "2026-04-07"},
		{"Ascension", "2026-05-07", watch.Delay{Days: 7}, "2026-05-15"},
		{"Whit Monday", "2026-05-18", watch.Delay{Days: 7}, "2026-05-26"},
		{"Christmas on a Friday", "2026-12-18", watch.Delay{Days: 7}, "2026-12-28"},
		{"no delay on a Saturday", "2026-08-08", watch.Delay{}, "2026-08-10"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			if got := Deadline(day(t, tt.from), tt.delay); got != day(t, tt.want) {
				t.Errorf("got %s, want %s", got, tt.want)
			}
		})
	}
}

func TestEaster(t *testing.T) {
	for year, want := range map[int]string{2024: "2024-03-31", 2025: "2025-04-20", 2026: "2026-04-05", 2027: "2027-03-28", 2038: "2038-04-25"} {
		if got := easter(year); got != day(t, want) {
			t.Errorf("%d: got %s, want %s", year, got, want)
		}
	}
}
