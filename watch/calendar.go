package watch

// A Calendar finds the release cycle of a version.
type Calendar struct{ cycles []cycle }

type cycle struct {
	*Lifecycle
	version Version // that its name reads as; the zero Version holds none
}

// NewCalendar reads the names of cycles.
func NewCalendar(cycles []*Lifecycle) Calendar {
	var c Calendar
	for _, l := range cycles {
		v, ok := ParseCycle(l.Cycle)
		if !ok {
			v = Version{}
		}
		c.cycles = append(c.cycles, cycle{l, v})
	}
	return c
}

// Cycle returns the most precise cycle that holds a version, nil for none.
func (c Calendar) Cycle(v Version) *Lifecycle {
	var best cycle
	for _, c := range c.cycles {
		if v.In(c.version) && (best.Lifecycle == nil || c.version.Numbers() > best.version.Numbers()) {
			best = c
		}
	}
	return best.Lifecycle
}

// Declared returns the cycle that an entity uses: that of the branch which it
// names, else that of its version; nil where the calendar has no such cycle.
func (c Calendar) Declared(d Declaration) *Lifecycle {
	for _, c := range c.cycles {
		if d.Branch != "" && c.Cycle == d.Branch {
			return c.Lifecycle
		}
	}
	v, ok := ParseVersion(d.Version)
	if !ok {
		return nil
	}
	return c.Cycle(v)
}

// Branch names the release cycle of a version: that of the calendar, else the
// first two of three numbers or more, else the first.
func (c Calendar) Branch(v Version) string {
	if cycle := c.Cycle(v); cycle != nil {
		return cycle.Cycle
	}
	if v.Numbers() >= 3 {
		return v.Branch(2)
	}
	return v.Branch(1)
}

// Cycle returns the release cycle that an entity uses, see [Calendar.Declared].
// A nil profile has none.
func (p *Profile) Cycle(d Declaration) *Lifecycle {
	if p == nil {
		return nil
	}
	cycles := make([]*Lifecycle, len(p.Cycles))
	for i := range p.Cycles {
		cycles[i] = &p.Cycles[i]
	}
	return NewCalendar(cycles).Declared(d)
}
