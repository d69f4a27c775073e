package watch

import "testing"

func TestCalendar(t *testing.T) {
	calendar := NewCalendar([]*Lifecycle{{Cycle: "1"}, {Cycle: "1.30"}, {Cycle: "3.x"}, {Cycle: "Longhorn"}, {Cycle: "8-esr"}})
	for _, tt := range []struct{ version, cycle, branch string }{
		{"1.30.4", "1.30", "1.30"}, // the most precise cycle
		{"1.31.0", "1", "1"},
		{"3.7", "3.x", "3.x"},
		{"2.4.1", "", "2.4"}, // no cycle: the first two of three numbers
		{"25.01", "", "25"},
	} {
		v, _ := ParseVersion(tt.version)
		got := ""
		if c := calendar.Cycle(v); c != nil {
			got = c.Cycle
		}
		if branch := calendar.Branch(v); got != tt.cycle || branch != tt.branch {
			t.Errorf("%s: got cycle %q, branch %q; want %q, %q", tt.version, got, branch, tt.cycle, tt.branch)
		}
	}
}

func TestDeclaredCycle(t *testing.T) {
	p := &Profile{Cycles: []Lifecycle{{Cycle: "1.30"}, {Cycle: "Longhorn"}}}
	for _, tt := range []struct {
		declaration Declaration
		want        *Lifecycle
	}{
		{Declaration{Version: "1.30.1"}, &p.Cycles[0]},
		{Declaration{Version: "1.30.1", Branch: "Longhorn"}, &p.Cycles[1]}, // the branch has the last word
		{Declaration{Version: "1.30.1", Branch: "other"}, &p.Cycles[0]},
		{Declaration{Version: "assets"}, nil},
		{Declaration{}, nil},
	} {
		if got := p.Cycle(tt.declaration); got != tt.want {
			t.Errorf("%+v: got %v, want %v", tt.declaration, got, tt.want)
		}
	}
	if got := (*Profile)(nil).Cycle(Declaration{Version: "1"}); got != nil {
		t.Errorf("no profile: got %v", got)
	}
}
