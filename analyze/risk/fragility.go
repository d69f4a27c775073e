package risk

import (
	"slices"

	"guette/watch"
)

const (
	// soonDays is how near the end of support of the branch in use has to be to
	// count, in days.
	soonDays = 180
	// exploitedDays is how long an entry of KEV counts.
	exploitedDays = 365
)

// Names of causes; see [watch.Cause].
const (
	causeStopped   = "stopped"
	causeNotFree   = "not-free"
	causeOver      = "support-over"
	causeHealth    = "health"
	causeEnding    = "support-ending"
	causeExtended  = "extended-only"
	causeExploited = "exploited"
)

// level of each cause: what a new version does not lift is structural.
var causes = map[string]struct {
	level      watch.FragilityLevel
	structural bool
}{
	causeStopped:   {watch.FragilityStrong, true},
	causeNotFree:   {watch.FragilityStrong, true},
	causeOver:      {watch.FragilityStrong, false},
	causeHealth:    {watch.FragilityModerate, false},
	causeEnding:    {watch.FragilityModerate, false},
	causeExtended:  {watch.FragilityModerate, false},
	causeExploited: {watch.FragilityModerate, false},
}

// Fragility judges one entity's use of one program. It is monotone: one more
// cause never lowers the level. What has no source does not count; where there
// is neither health nor a calendar nothing is said.
func Fragility(d watch.Declaration, p *watch.Profile, policy watch.Policy, asOf watch.Date) watch.Fragility {
	f := watch.Fragility{Program: d.Program, Level: watch.FragilityUnknown}
	if p == nil {
		return f
	}
	f.Causes = slices.Concat(structural(p), support(d, p, policy, asOf), others(p, asOf))
	judged := p.Calendar != nil || len(p.Cycles) > 0 || p.Health != nil && p.Health.Class != watch.HealthUnknown
	if judged {
		f.Level = watch.FragilityWeak
	}
	for _, c := range f.Causes {
		k := causes[c.Name]
		f.Structural = f.Structural || k.structural
		if k.level.Rank() > f.Level.Rank() {
			f.Level = k.level
		}
	}
	slices.SortStableFunc(f.Causes, func(a, b watch.Cause) int {
		return causes[b.Name].level.Rank() - causes[a.Name].level.Rank()
	})
	return f
}

// structural are the causes that lie in the project.
func structural(p *watch.Profile) (out []watch.Cause) {
	if p.Health != nil && p.Health.Class == watch.HealthStopped {
		c := watch.Cause{Name: causeStopped}
		if p.Health.Cap != nil {
			c.Finding = p.Health.Cap.Finding
		}
		out = append(out, c)
	}
	if l := p.Licence; l != nil && l.Free != nil && !*l.Free {
		out = append(out, watch.Cause{Name: causeNotFree, Licence: l.ID})
	}
	return out
}

// support judges the branch in use. Support that costs nothing still holds.
func support(d watch.Declaration, p *watch.Profile, policy watch.Policy, asOf watch.Date) []watch.Cause {
	c := p.Cycle(d)
	if c == nil {
		return nil
	}
	cause := watch.Cause{Branch: c.Cycle, Until: c.EOL.Date, Page: c.Page, Upgrade: true}
	if !c.EOL.Date.IsZero() {
		cause.Days = asOf.DaysUntil(c.EOL.Date)
	}
	switch {
	case over(c.EOL, asOf) && slices.Contains(policy.FreeExtendedSupport, c.Product) && c.EOES.State == watch.Dated && c.EOES.Date.After(asOf):
		cause.Name, cause.Until, cause.Days = causeExtended, c.EOES.Date, asOf.DaysUntil(c.EOES.Date)
	case over(c.EOL, asOf):
		cause.Name = causeOver
	case c.EOL.State == watch.Dated && cause.Days <= soonDays:
		cause.Name = causeEnding
	default:
		return nil
	}
	return []watch.Cause{cause}
}

func over(u watch.Until, day watch.Date) bool {
	return u.State == watch.Over || u.State == watch.Dated && !u.Date.After(day)
}

func others(p *watch.Profile, asOf watch.Date) (out []watch.Cause) {
	if h := p.Health; h != nil && (h.Class == watch.HealthPoor || h.Class == watch.HealthWatch) {
		out = append(out, watch.Cause{Name: causeHealth})
	}
	n := 0
	for _, k := range p.Exploited {
		if k.Added.DaysUntil(asOf) <= exploitedDays {
			n++
		}
	}
	if n > 0 {
		out = append(out, watch.Cause{Name: causeExploited, Findings: n, Upgrade: true})
	}
	return out
}
