package section

import (
	"cmp"
	"slices"

	"guette/render"
	"guette/watch"
)

// maxPackages is the number of rows of the table. Source: guide, section 5.
const maxPackages = 40

// debianView is the section on the distribution: its releases, and the packages
// of the perimeter in each.
type debianView struct {
	Month    watch.Month
	AsOf     watch.Date
	Releases []debianRelease
	Ending   []debianRelease // extended support ends within three months
	Columns  []string        // releases that packages are known of, oldest first
	Packages []debianPackage
	More     int
	Read     watch.Date
	Late     bool // read after the edition
	Page     string
}

type debianRelease struct {
	Version, Codename string
	Declared          bool
	Latest            string
	LatestDate        watch.Date
	Security, LTS     watch.Until
	SecurityOver      bool
	LTSOver           bool
	LTSDays           int
	Finding           string
}

type debianPackage struct {
	render.Covered
	Source   string
	Versions []string // in the order of the columns; "" is none
	Fixed    []string // upstream versions that repair the month's vulnerabilities
	Findings []string
}

func debian(b *render.Bulletin) any {
	v := debianView{Month: b.Month, AsOf: b.AsOf}
	v.releases(b)
	v.packages(b)
	return v
}

// debianReleases is how many releases are shown: those that still have some
// support, three at most.
const debianReleases = 3

func (v *debianView) releases(b *render.Bulletin) {
	for _, c := range b.Covered() {
		if c.Profile == nil || len(c.Profile.Cycles) == 0 || c.Profile.Cycles[0].Product != "debian" {
			continue
		}
		v.Page = c.Profile.Cycles[0].Page
		for _, cycle := range c.Profile.Cycles[:min(debianReleases, len(c.Profile.Cycles))] {
			r := debianRelease{Version: cycle.Cycle, Codename: cycle.Codename, Latest: cycle.Latest, LatestDate: cycle.LatestDate, Security: cycle.EOL, LTS: cycle.EOES}
			r.SecurityOver = over(cycle.EOL, b.AsOf)
			r.LTSOver = over(cycle.EOES, b.AsOf)
			if c.Declaration != nil {
				d := c.Profile.Cycle(*c.Declaration)
				r.Declared = d != nil && d.Cycle == cycle.Cycle
			}
			if cycle.EOES.State == watch.Dated {
				r.LTSDays = b.AsOf.DaysUntil(cycle.EOES.Date)
				if r.LTSDays >= 0 && r.LTSDays <= 92 {
					v.Ending = append(v.Ending, r)
				}
			}
			v.Releases = append(v.Releases, r)
		}
	}
}

func over(u watch.Until, day watch.Date) bool {
	return u.State == watch.Over || u.State == watch.Dated && !u.Date.After(day)
}

// suites orders the releases of Debian, oldest first.
var suites = []string{"bullseye", "bullseye-security", "bookworm", "bookworm-security", "trixie", "trixie-security", "forky", "sid"}

func (v *debianView) packages(b *render.Bulletin) {
	m := newMonth(b)
	for _, c := range b.Covered() {
		if c.Profile == nil {
			continue
		}
		for _, p := range c.Profile.Packages {
			if p.Distribution == "debian" && !slices.Contains(v.Columns, p.Release) {
				v.Columns = append(v.Columns, p.Release)
			}
			if p.AsOf.After(v.Read) {
				v.Read = p.AsOf
			}
		}
	}
	slices.SortFunc(v.Columns, func(x, y string) int {
		return cmp.Or(cmp.Compare(slices.Index(suites, x), slices.Index(suites, y)), cmp.Compare(x, y))
	})
	if n := len(v.Columns); n > 4 {
		v.Columns = v.Columns[n-4:] // a table has seven columns at most
	}
	v.Late = v.Read.After(b.Edition)
	for _, c := range b.Covered() {
		if c.Profile != nil {
			v.addPackages(m, c)
		}
	}
	if len(v.Packages) > maxPackages {
		v.Packages, v.More = v.Packages[:maxPackages], len(v.Packages)-maxPackages
	}
}

func (v *debianView) addPackages(m *month, c render.Covered) {
	var sources []string
	for _, p := range c.Profile.Packages {
		if p.Distribution == "debian" && !slices.Contains(sources, p.Source) {
			sources = append(sources, p.Source)
		}
	}
	for _, s := range sources {
		row := debianPackage{Covered: c, Source: s, Versions: make([]string, len(v.Columns)), Fixed: m.fixedOf(c.Program.ID)}
		for _, p := range c.Profile.Packages {
			if i := slices.Index(v.Columns, p.Release); i >= 0 && p.Source == s && p.Distribution == "debian" {
				row.Versions[i] = p.Version
			}
		}
		for _, x := range m.recorded {
			if x.Program.ID == c.Program.ID {
				row.Findings = append(row.Findings, x.Finding.ID)
			}
		}
		v.Packages = append(v.Packages, row)
	}
}
