package release

import (
	"cmp"
	"slices"
	"strconv"

	"guette/analyze/history"
	"guette/watch"
)

// A fix says that a version repairs a vulnerability.
type fix struct {
	version  watch.Version
	ids      []string // primary id first, then aliases
	severity watch.Severity
}

func fixes(findings []watch.Finding) []fix {
	var list []fix
	for f, d := range watch.DetailOf[*watch.VulnerabilityDetail](findings) {
		for _, x := range d.Fixed {
			if v, ok := watch.ParseVersion(x.Version); ok {
				list = append(list, fix{v, append([]string{d.CVE}, d.Aliases...), f.Severity})
			}
		}
	}
	return list
}

// fixed lists the vulnerabilities that a release repairs: those of records
// whose fixed version it is, and the identifiers that its notes or its commits
// repair.
func (a *analysis) fixed(r *history.Release, n *watch.Notes) []string {
	var list []string
	known := map[string]string{}
	for _, f := range a.fixes {
		for _, id := range f.ids {
			known[id] = f.ids[0]
		}
		if a.h.InMain(r) && f.version.Same(r.Version) {
			list = append(list, f.ids[0])
		}
	}
	ids := a.named[r]
	if n != nil {
		ids = append(slices.Clone(ids), n.IDs...)
	}
	for _, id := range ids {
		list = append(list, cmp.Or(known[id], id))
	}
	slices.Sort(list)
	return slices.Compact(list)
}

var severities = []watch.Severity{watch.SeverityCritical, watch.SeverityHigh, watch.SeverityMedium, watch.SeverityLow}

func (a *analysis) severity(ids []string) watch.Severity {
	best := len(severities)
	for _, f := range a.fixes {
		if i := slices.Index(severities, f.severity); i >= 0 && slices.Contains(ids, f.ids[0]) {
			best = min(best, i)
		}
	}
	if best == len(severities) {
		return watch.SeverityUnknown
	}
	return severities[best]
}

func (a *analysis) nature(r *history.Release, d *watch.ReleaseDetail) watch.Nature {
	if !d.Stable {
		return watch.NaturePrerelease
	}
	if len(d.Fixes) > 0 || headed(d.Notes, "security") {
		return watch.NatureSecurity
	}
	if d.Notes != nil && len(d.Notes.Security) > 0 {
		return watch.NatureUnconfirmed
	}
	return a.scheme(r, d)
}

func headed(n *watch.Notes, class string) bool {
	return n != nil && slices.ContainsFunc(n.Headings, func(c watch.Count) bool { return c.Name == class && c.N > 0 })
}

// scheme tells major, minor and patch from the numbers and from the calendar:
// what opens a cycle is major or minor, what a long-term cycle receives is a
// patch. Versions of one number and dates do not tell.
func (a *analysis) scheme(r *history.Release, d *watch.ReleaseDetail) watch.Nature {
	v, cycle := r.Version, a.h.Cycle(r.Version)
	if v.Numbers() == 1 && cycle == nil || dated(v) {
		return watch.NatureOther
	}
	changed := firstChange(v, a.previous(r))
	if cycle != nil {
		c, _ := watch.ParseVersion(cycle.Cycle)
		switch {
		case d.NewBranch && changed == 0:
			return watch.NatureMajor
		case d.NewBranch:
			return watch.NatureMinor
		case cycle.LTS || v.Numbers() == c.Numbers()+1:
			return watch.NaturePatch
		}
	}
	switch changed {
	case 0:
		return watch.NatureMajor
	case 1:
		return watch.NatureMinor
	}
	return watch.NaturePatch
}

// dated tells whether a version is a date, as 2026.07.22 or 20260722.
func dated(v watch.Version) bool {
	n := make([]int, 3)
	for i := range n {
		n[i], _ = strconv.Atoi(v.Number(i))
	}
	return n[0] > 19900000 || n[0] > 1990 && n[0] < 2200 && v.Numbers() >= 3 && n[1] >= 1 && n[1] <= 12 && n[2] >= 1 && n[2] <= 31 && len(v.String()) >= 10
}

// firstChange is the place of the first number that differs; without a version
// before, of the last number that is not zero.
func firstChange(v watch.Version, before *history.Release) int {
	if before == nil {
		at := 0
		for i := range v.Numbers() {
			if v.Number(i) != "0" {
				at = i
			}
		}
		return at
	}
	for i := range v.Numbers() {
		if v.Number(i) != before.Version.Number(i) {
			return i
		}
	}
	return v.Numbers()
}

// previous is the highest stable version below r in its series, nil for none. A
// calendar names the newest version of each branch only: what it knows alone
// does not tell what came just before.
func (a *analysis) previous(r *history.Release) *history.Release {
	if !listed(r) {
		return nil
	}
	var best *history.Release
	for _, o := range a.h.Releases {
		if listed(o) && o.Series == r.Series && o.Stable() && o.Version.Compare(r.Version) < 0 && (o.When.IsZero() || !o.When.After(r.When)) {
			best = o // releases are sorted by version
		}
	}
	return best
}

// listed tells whether a source that lists all versions announces r.
func listed(r *history.Release) bool {
	return slices.ContainsFunc(r.Places, func(p history.Place) bool {
		return p.Origin != watch.OriginLifecycle && p.Origin != watch.OriginDistribution
	})
}

// place tells whether a newer branch was out before the release, and whether
// the release is the first of its branch.
func (a *analysis) place(r *history.Release) (backport, opens bool) {
	if r.Prerelease || a.wrong[r] || r.Version.Nightly() {
		return false, false
	}
	branch := a.h.Branch(r.Version)
	opens = true
	others := false
	for _, o := range a.h.Releases {
		if o == r || o.Series != r.Series || !o.Stable() || o.When.IsZero() || a.wrong[o] {
			continue
		}
		same, before := a.h.Branch(o.Version) == branch, o.When.Before(r.When)
		others = others || !same && before
		backport = backport || !same && before && o.Version.Compare(r.Version) > 0
		opens = opens && !(same && (before || o.Version.Compare(r.Version) < 0))
	}
	if c := a.h.Cycle(r.Version); c != nil && !c.Released.IsZero() {
		return backport, c.Released.DaysUntil(r.Day) <= 3 && opens
	}
	return backport, opens && others
}
