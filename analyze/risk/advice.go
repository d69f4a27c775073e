package risk

import (
	"cmp"
	"slices"

	"guette/analyze/lifecycle"
	"guette/watch"
)

// Horizons of the strategic bulletin where the policy has none, in months.
var horizons = []int{3, 6, 12}

// Advise judges the fragility of each program of an entity and says what to do.
// legal, support are the roles of the entity that are asked, where it has them.
func Advise(e watch.Entity, profiles []watch.Profile, findings []watch.Finding, policy watch.Policy, month watch.Month) ([]watch.Fragility, []watch.Recommendation) {
	a := adviser{entity: e, policy: policy, asOf: month.LastDay(), profiles: map[string]*watch.Profile{}}
	a.near, a.middle, a.far = horizonsOf(policy)
	a.month = month
	for i := range profiles {
		a.profiles[profiles[i].Program.ID] = &profiles[i]
	}
	for _, d := range e.Programs {
		a.out = append(a.out, Fragility(d, a.profiles[d.Program], policy, a.asOf))
	}
	return a.out, a.recommend(findings)
}

func horizonsOf(p watch.Policy) (near, middle, far int) {
	h := p.HorizonsMonths
	if len(h) < 3 {
		h = horizons
	}
	return h[0], h[1], h[2]
}

type adviser struct {
	entity            watch.Entity
	policy            watch.Policy
	month             watch.Month
	asOf              watch.Date
	profiles          map[string]*watch.Profile
	near, middle, far int
	out               []watch.Fragility
}

// due is the last day of the nth month after the period.
func (a *adviser) due(months int) watch.Date { return a.month.Add(months).LastDay() }

// recommend makes one recommendation of each kind, its programs by date, then
// criticality.
func (a *adviser) recommend(findings []watch.Finding) []watch.Recommendation {
	var list []watch.Recommendation
	add := func(kind watch.AdviceKind, months int, owners []string, items []watch.Advised) {
		if len(items) == 0 {
			return
		}
		r := watch.Recommendation{Kind: kind, Horizon: months, Owners: owners, Items: items}
		if months > 0 {
			r.Due = a.due(months)
		}
		for _, i := range items {
			if !i.Event.IsZero() && i.Event.After(a.asOf) && (r.Due.IsZero() || i.Event.Before(r.Due)) {
				r.Due = i.Event
			}
		}
		list = append(list, r)
	}
	ahead := a.with(causeEnding)
	slices.SortStableFunc(ahead, func(x, y watch.Advised) int { return x.Event.Compare(y.Event) })
	add(watch.AdviceAhead, 0, a.owners(ahead), ahead)
	leave := a.with(causeOver)
	add(watch.AdviceLeave, a.near, a.owners(leave), leave)
	legal := a.with(causeNotFree)
	add(watch.AdviceLegal, a.near, a.role(legal, "juridique"), legal)
	replace := a.with(causeStopped)
	add(watch.AdviceReplace, a.middle, []string{a.entity.ContactRole}, replace)
	poor := a.poor()
	add(watch.AdviceContribute, a.middle, a.role(poor, "libre"), poor)
	extended := a.with(causeExtended)
	add(watch.AdvicePlan, a.far, a.owners(extended), extended)
	add(watch.AdviceComplete, a.far, nil, a.incomplete(findings))
	return list
}

// with lists the programs that have a cause.
func (a *adviser) with(name string) []watch.Advised {
	var items []watch.Advised
	for _, f := range a.out {
		for _, c := range f.Causes {
			if c.Name != name {
				continue
			}
			item := watch.Advised{Program: f.Program, Branch: c.Branch, Days: c.Days}
			if name == causeEnding || name == causeExtended {
				item.Event = c.Until
			}
			item.Target = a.target(f.Program, c.Branch)
			items = append(items, item)
		}
	}
	a.sort(items)
	return items
}

// target is the newest maintained branch; "" where there is none.
func (a *adviser) target(program, branch string) string {
	p := a.profiles[program]
	if p == nil || branch == "" {
		return ""
	}
	var cycles []*watch.Lifecycle
	var from *watch.Lifecycle
	for i := range p.Cycles {
		cycles = append(cycles, &p.Cycles[i])
		if p.Cycles[i].Cycle == branch {
			from = &p.Cycles[i]
		}
	}
	if from == nil {
		return ""
	}
	if t := lifecycle.Target(cycles, from, a.asOf); len(t) > 0 {
		return t[len(t)-1].Name
	}
	return ""
}

// poor lists the programs in poor health that have not stopped.
func (a *adviser) poor() []watch.Advised {
	var items []watch.Advised
	for _, f := range a.out {
		if p := a.profiles[f.Program]; p != nil && p.Health != nil && p.Health.Class == watch.HealthPoor {
			items = append(items, watch.Advised{Program: f.Program})
		}
	}
	a.sortByName(items)
	return items
}

// incomplete lists the programs whose sources disagree or do not tell enough.
func (a *adviser) incomplete(findings []watch.Finding) []watch.Advised {
	var items []watch.Advised
	for _, f := range a.out {
		p := a.profiles[f.Program]
		doubt := slices.ContainsFunc(findings, func(x watch.Finding) bool {
			d, ok := x.Detail.(*watch.SignalDetail)
			return ok && x.Program == f.Program && (d.Note == "conflict" || d.Note == "untagged-version")
		})
		if doubt || f.Level == watch.FragilityUnknown || p != nil && p.Health != nil && p.Health.Class == watch.HealthUnknown && p.Activity != nil {
			items = append(items, watch.Advised{Program: f.Program})
		}
	}
	a.sortByName(items)
	return items
}

func (a *adviser) name(program string) string {
	d, _ := a.entity.Declaration(program)
	if d.Label != "" {
		return d.Label
	}
	if p := a.profiles[program]; p != nil {
		return p.Program.Name
	}
	return program
}

func (a *adviser) sort(items []watch.Advised) {
	a.sortByName(items)
}

func (a *adviser) sortByName(items []watch.Advised) {
	slices.SortStableFunc(items, func(x, y watch.Advised) int {
		return cmp.Or(cmp.Compare(fold(a.name(x.Program)), fold(a.name(y.Program))), cmp.Compare(x.Program, y.Program))
	})
}

// owners are the roles that own the programs; more than two become the contact.
func (a *adviser) owners(items []watch.Advised) []string {
	var roles []string
	for _, i := range items {
		d, _ := a.entity.Declaration(i.Program)
		if d.Owner != "" && !slices.Contains(roles, d.Owner) {
			roles = append(roles, d.Owner)
		}
	}
	if len(roles) > 2 || len(roles) == 0 {
		return []string{a.entity.ContactRole}
	}
	return roles
}

// role asks a role of the entity by its usual id; else the owners.
func (a *adviser) role(items []watch.Advised, id string) []string {
	if slices.ContainsFunc(a.entity.Roles, func(r watch.Role) bool { return r.ID == id }) {
		return []string{id}
	}
	return a.owners(items)
}
