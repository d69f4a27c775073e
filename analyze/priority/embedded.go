package priority

import (
	"slices"

	"guette/analyze/affected"
	"guette/watch"
)

// A component is another program that the declared version embeds.
type component struct {
	program string
	version string // embedded
	to      string // embedded by the newest release of the month
	release string // id of the release that replaced it first
	hits    []hit
}

// components lists the embedded programs with vulnerabilities that newer
// releases of the month have left behind. What a release embedded before a bump
// is what older ones embed; a bump without the version before tells nothing.
func (p *portfolio) components(s *situation) []component {
	if !s.ok {
		return nil
	}
	var list []component
	for _, f := range s.releases { // oldest version first
		d := f.Detail.(*watch.ReleaseDetail)
		if v, _ := watch.ParseVersion(d.Version); v.Compare(s.version) <= 0 {
			continue
		}
		for _, b := range d.Embedded {
			if i := slices.IndexFunc(list, func(c component) bool { return c.program == b.Program }); i >= 0 {
				list[i].to = b.To
			} else if b.From != "" {
				list = append(list, component{program: b.Program, version: b.From, to: b.To, release: f.ID})
			}
		}
	}
	for i := range list {
		list[i].hits = p.componentHits(list[i])
	}
	return slices.DeleteFunc(list, func(c component) bool { return len(c.hits) == 0 })
}

func (p *portfolio) componentHits(c component) []hit {
	var hits []hit
	for f, d := range watch.DetailOf[*watch.VulnerabilityDetail](p.findings[c.program]) {
		if f.Kind != watch.FindingVulnerability || d.Doubt == "wrong-product" {
			continue
		}
		before, certain := affected.By(d.Affected, c.version)
		after, _ := affected.By(d.Affected, c.to)
		if before == watch.AffectedYes && after != watch.AffectedYes {
			hits = append(hits, hit{finding: f, detail: d, word: before, certain: certain})
		}
	}
	slices.SortStableFunc(hits, func(a, b hit) int { return -1 * compareFloat(number(a.detail), number(b.detail)) })
	return hits
}

func compareFloat(a, b float64) int {
	switch {
	case a < b:
		return -1
	case a > b:
		return 1
	}
	return 0
}
