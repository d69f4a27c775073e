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
		class   watch.HealthClass
		want    string // first and last month, lowest and highest; "" is no curve
	}{
		{"nothing is known", nil, watch.HealthPoor, ""},
		{"nine months are too few", history(90, 80, 70, 60, 50, 40, 30, 20, 10), watch.HealthPoor, ""},
		{"ten months are a trend", history(90, 80, 70, 60, 50, 40, 30, 20, 10, 90), watch.HealthPoor, "2025-06 2026-03 low 2026-02"},
		{"a flat line says nothing", history(0, 0, 0, 0, 0, 0, 0, 0, 0, 0), watch.HealthPoor, ""},
		{"the score of a stopped project says nothing", history(3, 3, 4, 4, 5, 10, 10, 11, 11, 11), watch.HealthStopped, ""},
		{"the newest of the lowest months is named", history(90, 10, 70, 60, 50, 40, 30, 20, 10, 20), watch.HealthWatch, "2025-06 2026-03 low 2026-02"},
		{"the highest is named where it tells the fall", history(67, 64, 59, 64, 60, 74, 76, 61, 50, 33), watch.HealthPoor, "2025-06 2026-03 high 2025-12"},
		{"a month close to an end is not named", history(50, 52, 54, 54, 50, 46, 45.5, 48, 50, 50), watch.HealthGood, "2025-06 2026-03"},
		{"both are named", history(50, 60, 50, 50, 50, 40, 50, 50, 50, 50), watch.HealthGood, "2025-06 2026-03 low 2025-11 high 2025-07"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			got := ""
			if c := curveOf(&watch.Health{History: tt.history, Class: tt.class}); c != nil {
				got = c.First().Month.String() + " " + c.Last().Month.String()
				if p := c.Low(); p != nil {
					got += " low " + p.Month.String()
				}
				if p := c.High(); p != nil {
					got += " high " + p.Month.String()
				}
			}
			if got != tt.want {
				t.Errorf("got %q, want %q", got, tt.want)
			}
		})
	}
}
