// Package priority decides what one entity should do about each of its
// programs: the level, the action, the deadline and who. Decisions follow an
// ordered list of named rules, the first that matches; they are monotone: a
// worse input never gives a lower level. Source: guide, section 4.
package priority

import (
	"cmp"
	"slices"
	"strings"

	"guette/watch"
)

// Thresholds where the policy has none. Sources: guide, section 4; CVSS v3.1,
// "critical" from 9.0.
const (
	defaultCVSS = 9.0
	defaultEPSS = 0.5
	defaultSoon = 90
)

// Decide returns what an entity should do, in the order of the bulletin, and
// whether each vulnerability affects what it declares. Findings and profiles
// are those of all programs; edition is the day that deadlines are counted
// from, asOf the last day of the data.
func Decide(entity watch.Entity, policy watch.Policy, domains []watch.Domain, findings []watch.Finding,
	profiles []watch.Profile, curations []watch.Curation, edition, asOf watch.Date) watch.EntityDecisions {
	out := watch.EntityDecisions{Entity: entity.ID}
	p := portfolio{entity: entity, policy: withDefaults(policy), findings: byProgram(findings), profiles: map[string]*watch.Profile{},
		curations: curations, edition: edition, asOf: asOf}
	for i := range profiles {
		p.profiles[profiles[i].Program.ID] = &profiles[i]
	}
	for _, d := range entity.Programs {
		out.Declared = append(out.Declared, d.Program)
		s := p.situation(d)
		out.Verdicts = append(out.Verdicts, s.verdicts...)
		if decision, ok := p.decide(s); ok {
			out.Decisions = append(out.Decisions, decision)
		}
	}
	p.sort(out.Decisions)
	slices.Sort(out.Declared)
	return out
}

func withDefaults(p watch.Policy) watch.Policy {
	p.UrgentCVSS = cmp.Or(p.UrgentCVSS, defaultCVSS)
	p.UrgentEPSS = cmp.Or(p.UrgentEPSS, defaultEPSS)
	p.SoonDays = cmp.Or(p.SoonDays, defaultSoon)
	return p
}

func byProgram(findings []watch.Finding) map[string][]watch.Finding {
	m := map[string][]watch.Finding{}
	for _, f := range findings {
		m[f.Program] = append(m[f.Program], f)
	}
	return m
}

// A portfolio is all that the decisions of one entity rest on.
type portfolio struct {
	entity    watch.Entity
	policy    watch.Policy
	findings  map[string][]watch.Finding
	profiles  map[string]*watch.Profile
	curations []watch.Curation
	edition   watch.Date
	asOf      watch.Date
}

// decide applies the rules to what is known of a declared program.
func (p *portfolio) decide(s *situation) (watch.Decision, bool) {
	for _, r := range rules {
		if !r.matches(p, s) {
			continue
		}
		d := watch.Decision{Program: s.decl.Program, Version: s.decl.Version, Level: r.level, Rule: r.Name, Score: s.score(),
			Deadline: p.deadline(r.level), Owners: p.owners(s.decl, r.level), Findings: s.ids(), Waiver: strings.Join(s.waivers, " ; "),
			Embedded: r.Name == ruleEmbedded}
		d.Action = p.action(s, r)
		d.SSVC = ssvc(s)
		return d, true
	}
	return watch.Decision{}, false
}

func (p *portfolio) owners(d watch.Declaration, level watch.Level) []string {
	owners := []string{cmp.Or(d.Owner, p.entity.ContactRole)}
	if level == watch.Immediate && p.entity.SecurityRole != "" && !slices.Contains(owners, p.entity.SecurityRole) {
		owners = append(owners, p.entity.SecurityRole)
	}
	return owners
}

// sort puts decisions in the order of the table: level, score (those without
// after), embedded components last, criticality, name.
func (p *portfolio) sort(list []watch.Decision) {
	score := func(d watch.Decision) float64 {
		if d.Score == nil || d.Embedded {
			return -1
		}
		return *d.Score
	}
	embedded := func(d watch.Decision) int {
		if d.Embedded {
			return 1
		}
		return 0
	}
	slices.SortStableFunc(list, func(a, b watch.Decision) int {
		x, _ := p.entity.Declaration(a.Program)
		y, _ := p.entity.Declaration(b.Program)
		return cmp.Or(cmp.Compare(b.Level.Rank(), a.Level.Rank()), cmp.Compare(score(b), score(a)), cmp.Compare(embedded(a), embedded(b)),
			cmp.Compare(y.Criticality.Rank(), x.Criticality.Rank()), cmp.Compare(p.name(x), p.name(y)), cmp.Compare(a.Program, b.Program))
	})
}

// name is what the bulletin calls a program, in lower case, for its order.
func (p *portfolio) name(d watch.Declaration) string {
	name := d.Label
	if profile := p.profiles[d.Program]; profile != nil {
		name = cmp.Or(name, profile.Program.Name)
	}
	return strings.ToLower(cmp.Or(name, d.Program))
}
