package priority

import (
	"slices"

	"guette/analyze/lifecycle"
	"guette/internal/lazyregexp"
	"guette/watch"
)

var forensic = lazyregexp.New(`(?i)forensic`)

// action says what to do, for the rule that matched.
func (p *portfolio) action(s *situation, r rule) watch.Action {
	switch r.Name {
	case ruleExploited, ruleSevere, ruleAffected:
		return p.repair(s)
	case ruleEnded:
		return p.leave(s, watch.ActionMigrate)
	case ruleEnding:
		return p.leave(s, watch.ActionPrepare)
	case ruleEmbedded:
		return watch.Action{Kind: watch.ActionUpgrade, Versions: s.newestRelease()}
	case ruleKeyword:
		newest := s.newestRelease()
		switch {
		case !s.ok && len(newest) == 0:
			return watch.Action{Kind: watch.ActionDeclare, Versions: s.announced}
		case !s.ok:
			return watch.Action{Kind: watch.ActionDeclare, Versions: newest}
		case len(newest) == 0:
			return watch.Action{Kind: watch.ActionVerify, Versions: s.announced}
		}
		return watch.Action{Kind: watch.ActionUpgrade, Versions: newest}
	case ruleAnnounced:
		return s.announcedRepair()
	case ruleUndeclared:
		return watch.Action{Kind: watch.ActionDeclare, Versions: s.repairs()}
	case ruleWaived:
		return watch.Action{}
	}
	return watch.Action{Kind: watch.ActionVerify}
}

// repair: the newest version of the declared branch, where it repairs all; the
// newest of the branch to go to as well, where the support of the declared one
// has ended and records name a repair there; else the versions that repair on
// other branches; else nothing repairs.
func (p *portfolio) repair(s *situation) watch.Action {
	a := watch.Action{Kind: watch.ActionUpgrade}
	for _, h := range s.hits {
		if h.affected() && exploited(h.detail) {
			a.Hunt = true
			a.Forensic = a.Forensic || h.detail.KEV != nil && forensic.Re().MatchString(h.detail.KEV.Action)
		}
	}
	own, others := s.fixes()
	if own != "" {
		a.Versions = []string{own}
	} else {
		a.Versions = others
	}
	if s.ended || s.ending {
		then := p.next(s)
		if own != "" && s.ended {
			if v := s.repairedOn(then); v != "" {
				a.Versions = append(a.Versions, v)
				return a
			}
		}
		a.Then = then
	}
	if len(a.Versions) == 0 {
		a.Kind = watch.ActionMitigate
		if s.anyFixed() {
			a.Kind = watch.ActionWait
		}
	}
	return a
}

// fixes returns the version of the declared branch that repairs all that
// affects it, the newest known, and else the lowest repairs on newer branches.
func (s *situation) fixes() (own string, others []string) {
	var need watch.Version
	complete := true
	for _, h := range s.hits {
		if !h.affected() {
			continue
		}
		v, ok := watch.ParseVersion(h.fixed)
		switch {
		case !ok:
			complete = false
		case s.calendar.Branch(v) != s.calendar.Branch(s.version):
			complete = false
			if !slices.Contains(others, h.fixed) {
				others = append(others, h.fixed)
			}
		case v.Compare(need) > 0:
			need = v
		}
	}
	if need.String() == "" {
		return "", highest(others)
	}
	if !complete && len(others) > 0 {
		return "", highest(others)
	}
	if v, ok := watch.ParseVersion(s.newest); ok && v.Compare(need) >= 0 {
		return s.newest, nil
	}
	return need.String(), nil
}

// highest keeps the highest of versions: it repairs all that lower ones do.
func highest(list []string) []string {
	if len(list) == 0 {
		return nil
	}
	return []string{slices.MaxFunc(list, func(a, b string) int {
		v, _ := watch.ParseVersion(a)
		w, _ := watch.ParseVersion(b)
		return v.Compare(w)
	})}
}

func (s *situation) anyFixed() bool {
	return s.any(func(h hit) bool { return h.affected() && len(h.detail.Fixed) > 0 })
}

// repairedOn returns the newest version of a branch to go to on which records
// name the repair of all that affects the declared version; "" for none.
func (s *situation) repairedOn(branches []watch.Cycle) string {
	for _, b := range branches {
		i := slices.IndexFunc(s.cycles, func(c *watch.Lifecycle) bool { return c.Cycle == b.Name })
		if i < 0 || s.cycles[i].Latest == "" {
			continue
		}
		if !s.any(func(h hit) bool {
			return h.affected() && !slices.ContainsFunc(h.detail.Fixed, func(f watch.Fix) bool { return f.Branch == b.Name })
		}) {
			return s.cycles[i].Latest
		}
	}
	return ""
}

// leave: the branches to go to; before the end also the newest version of the
// declared branch.
func (p *portfolio) leave(s *situation, kind watch.ActionKind) watch.Action {
	a := watch.Action{Kind: kind, Then: p.next(s)}
	newest, ok := watch.ParseVersion(s.newest)
	switch {
	case kind == watch.ActionPrepare && ok && newest.Compare(s.version) > 0:
		a.Versions = []string{s.newest}
	case kind == watch.ActionMigrate && len(a.Then) == 1:
		for _, c := range s.cycles {
			if c.Cycle == a.Then[0].Name && c.Latest != "" {
				a.Versions = []string{c.Latest}
			}
		}
	}
	return a
}

// fewBranches is how many maintained branches are all named.
const fewBranches = 2

// next lists the branches to go to: all newer maintained ones where they are
// two at most, else those of the calendar's rule.
func (p *portfolio) next(s *situation) []watch.Cycle {
	target := lifecycle.Target(s.cycles, s.cycle, p.asOf)
	newer := lifecycle.Newer(s.cycles, s.cycle, p.asOf)
	if len(newer) <= fewBranches {
		return newer
	}
	return target
}

// newestRelease is the newest stable release of the month.
func (s *situation) newestRelease() []string {
	if len(s.releases) == 0 {
		return nil
	}
	return []string{s.releases[len(s.releases)-1].Detail.(*watch.ReleaseDetail).Version}
}

// announcedRepair: the newest security release of the declared branch; else
// whether the declared version is affected is to be found out.
func (s *situation) announcedRepair() watch.Action {
	for _, f := range slices.Backward(s.security) {
		version := f.Detail.(*watch.ReleaseDetail).Version
		if v, _ := watch.ParseVersion(version); s.calendar.Branch(v) == s.calendar.Branch(s.version) {
			return watch.Action{Kind: watch.ActionUpgrade, Versions: []string{version}}
		}
	}
	newest := s.security[len(s.security)-1].Detail.(*watch.ReleaseDetail)
	return watch.Action{Kind: watch.ActionVerify, Versions: []string{newest.Version}}
}

// repairs lists the versions that repair all vulnerabilities of the month, one
// a branch, oldest first.
func (s *situation) repairs() []string {
	var current []*watch.VulnerabilityDetail
	for _, h := range s.hits {
		if h.current() {
			current = append(current, h.detail)
		}
	}
	return watch.Repairs(current)
}
