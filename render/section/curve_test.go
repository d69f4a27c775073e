package section

import (
	"testing"

	"guette/watch"
)

func history(values ...float64) []watch.Point {
	m := watch.Month{Year: 2025, Month: 6}
	var out []watch.Point
	for i, v := range values {
		out = append(out, watch.Point{Month: m.Add(i), Value: v})
	}
	return out
}

func TestCurve(t *testing.T) {
	tests := []struct {
		name    string
		history []watch.Point
		want    string // first, lowest, last month; "" is no curve
	}{
		{"nothing is known", nil, ""},
		{"nine months are too few", history(9, 8, 7, 6, 5, 4, 3, 2, 1), ""},
		{"ten months are a trend", history(9, 8, 7, 6, 5, 4, 3, 2, 1, 9), "2025-06 2026-02 2026-03"},
		{"a flat line says nothing", history(0, 0, 0, 0, 0, 0, 0, 0, 0, 0), ""},
		{"the newest of the lowest months is named", history(9, 1, 7, 6, 5, 4, 3, 2, 1, 2), "2025-06 2026-02 2026-03"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			got := ""
			if c := curveOf(tt.history); c != nil {
				got = c.First().Month.String() + " " + c.Lowest().Month.String() + " " + c.Last().Month.String()
			}
			if got != tt.want {
				t.Errorf("got %q, want %q", got, tt.want)
			}
		})
	}
}
