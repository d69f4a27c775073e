// Package affected tells whether a version lies in what an OSV record says to
// be affected. Versions are compared as their ecosystem does; where its rules
// refuse a version, the order of package watch decides and the answer is
// uncertain.
package affected

import (
	"slices"
	"strings"

	"deps.dev/util/semver"
	debian "github.com/knqyf263/go-deb-version"

	"guette/watch"
)

// Prose is the type of a range that was read in the text of a record.
const Prose = "PROSE"

// By tells whether a version is affected. certain is false where the rules of
// the ecosystem refused a version, or where only a range of prose holds it.
// A record with nothing but git ranges tells nothing of a version.
// Source: OSV schema, "Evaluation".
func By(list []watch.Affected, version string) (word watch.AffectedWord, certain bool) {
	word, certain = watch.AffectedNo, true
	comparable := false
	for _, a := range list {
		c := comparer{ecosystem: base(a.Ecosystem), certain: true}
		if slices.ContainsFunc(a.Versions, func(v string) bool { return c.compare(v, version) == 0 }) {
			return watch.AffectedYes, c.certain
		}
		comparable = comparable || len(a.Versions) > 0
		for _, r := range a.Ranges {
			if r.Type == "GIT" {
				continue
			}
			comparable = true
			if c.holds(r, version) {
				if word == watch.AffectedNo || c.certain && r.Type != Prose {
					word, certain = watch.AffectedYes, c.certain && r.Type != Prose
				}
			}
		}
		certain = certain && c.certain
	}
	if !comparable {
		return watch.AffectedUnknown, false
	}
	return word, certain
}

// Debian keeps the affected packages of the distribution, which alone tell of
// versions that carry repairs of their own.
func Debian(list []watch.Affected) []watch.Affected {
	return slices.DeleteFunc(slices.Clone(list), func(a watch.Affected) bool { return base(a.Ecosystem) != "Debian" })
}

func base(ecosystem string) string {
	ecosystem, _, _ = strings.Cut(ecosystem, ":")
	return ecosystem
}

type comparer struct {
	ecosystem string
	certain   bool
}

// holds evaluates the events of a range in their order.
func (c *comparer) holds(r watch.Range, version string) bool {
	events := slices.Clone(r.Events)
	slices.SortStableFunc(events, func(a, b watch.Event) int { return c.compare(at(a), at(b)) })
	in := false
	for _, e := range events {
		switch {
		case e.Introduced != "":
			if e.Introduced == "0" || c.compare(version, e.Introduced) >= 0 {
				in = true
			}
		case e.Fixed != "":
			if c.compare(version, e.Fixed) >= 0 {
				in = false
			}
		case e.LastAffected != "":
			if c.compare(version, e.LastAffected) > 0 {
				in = false
			}
		case e.Limit != "" && e.Limit != "*":
			if c.compare(version, e.Limit) >= 0 {
				in = false
			}
		}
	}
	return in
}

func at(e watch.Event) string {
	for _, s := range []string{e.Introduced, e.Fixed, e.LastAffected, e.Limit} {
		if s != "" {
			return s
		}
	}
	return ""
}

// systems are the packaging systems of OSV ecosystems. Bitnami numbers are
// semantic versions.
var systems = map[string]semver.System{
	"Bitnami": semver.DefaultSystem, "npm": semver.NPM, "PyPI": semver.PyPI, "Go": semver.Go, "Maven": semver.Maven,
	"RubyGems": semver.RubyGems, "NuGet": semver.NuGet, "crates.io": semver.Cargo, "Packagist": semver.Composer, "": semver.DefaultSystem,
}

// compare orders two versions as the ecosystem does.
func (c *comparer) compare(a, b string) int {
	if a == b {
		return 0
	}
	if a == "0" || b == "0" { // OSV: before every version
		if a == "0" {
			return -1
		}
		return 1
	}
	if c.ecosystem == "Debian" || c.ecosystem == "Ubuntu" {
		x, xerr := debian.NewVersion(a)
		y, yerr := debian.NewVersion(b)
		if xerr == nil && yerr == nil {
			return x.Compare(y)
		}
	} else if sys, ok := systems[c.ecosystem]; ok {
		if n, ok := bySystem(sys, a, b); ok {
			return n
		}
	}
	c.certain = c.certain && plain(a) && plain(b)
	v, _ := watch.ParseVersion(a)
	w, _ := watch.ParseVersion(b)
	return v.Compare(w)
}

// bySystem compares by the rules of a packaging system; ok is false where they
// refuse one of the versions.
func bySystem(sys semver.System, a, b string) (n int, ok bool) {
	if sys == semver.Go { // records leave the v out
		a, b = "v"+strings.TrimPrefix(a, "v"), "v"+strings.TrimPrefix(b, "v")
	} else {
		a, b = strings.TrimPrefix(a, "v"), strings.TrimPrefix(b, "v")
	}
	x, err := sys.Parse(a)
	if err != nil {
		return 0, false
	}
	y, err := sys.Parse(b)
	if err != nil {
		return 0, false
	}
	return x.Compare(y), true
}

// plain tells whether a version is numbers and dots, which every order agrees on.
func plain(s string) bool { return strings.Trim(s, "0123456789.") == "" }
