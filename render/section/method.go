package section

import (
	"cmp"

	"guette/render"
	"guette/watch"
)

// methodView holds the thresholds and deadlines really used.
type methodView struct {
	General    bool
	Immediate  watch.Delay
	Urgent     watch.Delay
	Plan       watch.Delay
	Check      watch.Delay
	UrgentCVSS float64
	UrgentEPSS float64
	SoonDays   int
	Horizons   []int
	Free       []string // products whose extended support costs nothing
}

// The defaults of the editorial guide, for a policy that leaves them out.
const (
	defaultUrgentCVSS = 9.0
	defaultUrgentEPSS = 0.5
	defaultSoonDays   = 90
)

func method(b *render.Bulletin) any {
	p := b.Policy
	delay := func(l watch.Level, d watch.Delay) watch.Delay {
		if own, ok := p.Deadlines[l]; ok {
			return own
		}
		return d
	}
	horizons := p.HorizonsMonths
	if len(horizons) == 0 {
		horizons = []int{3, 6, 12}
	}
	return methodView{
		General:    b.General(),
		Immediate:  delay(watch.Immediate, watch.Delay{WorkingDays: 2}),
		Urgent:     delay(watch.Urgent, watch.Delay{Days: 7}),
		Plan:       delay(watch.Plan, watch.Delay{Days: 30}),
		Check:      delay(watch.Check, watch.Delay{Days: 30}),
		UrgentCVSS: cmp.Or(p.UrgentCVSS, defaultUrgentCVSS),
		UrgentEPSS: cmp.Or(p.UrgentEPSS, defaultUrgentEPSS),
		SoonDays:   cmp.Or(p.SoonDays, defaultSoonDays),
		Horizons:   horizons,
		Free:       p.FreeExtendedSupport,
	}
}
