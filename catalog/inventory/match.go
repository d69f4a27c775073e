package inventory

import (
	"cmp"
	"slices"
	"strings"

	"github.com/package-url/packageurl-go"

	"guette/catalog"
	"guette/internal/lazyregexp"
	"guette/watch"
)

// A Confidence tells how sure a match is.
type Confidence string

// The confidences, from the highest.
const (
	Certain  Confidence = "certain"  // a package URL, a CPE or a Debian source package
	Probable Confidence = "probable" // the package that its advisories are of, the very name, or an alias
	Possible Confidence = "possible" // the name without words like "server", or a part like a client or a library
)

func (c Confidence) rank() int {
	return slices.Index([]Confidence{Possible, Probable, Certain}, c)
}

// A Match is an item with the program that it names.
type Match struct {
	Item       Item
	Program    string // id
	Confidence Confidence
	By         string // purl, osv, cpe, debian, name, alias, words
	Also       []Item // of the same program with other versions
}

// Find finds the programs of items. Each item is in one of the two lists, in
// the order of the items.
func Find(items []Item, programs *catalog.Catalog) (found []Match, unmatched []Item) {
	x := newIndex(programs)
	for _, i := range items {
		if m, ok := x.find(i); ok {
			found = append(found, m)
		} else {
			unmatched = append(unmatched, i)
		}
	}
	return found, unmatched
}

// Best keeps one match for each program, by id: the surest, then the one with a
// version, then the lowest version: what is most behind decides. The others are
// told.
func Best(found []Match) []Match {
	best := map[string]Match{}
	for _, m := range found {
		old, there := best[m.Program]
		if !there || before(m, old) {
			best[m.Program] = m
		}
	}
	out := make([]Match, 0, len(best))
	for _, m := range best {
		m.Also = others(found, m)
		out = append(out, m)
	}
	slices.SortFunc(out, func(a, b Match) int { return cmp.Compare(a.Program, b.Program) })
	return out
}

// others lists the items of a program with another version than its best match
// has, each version once.
func others(found []Match, best Match) (list []Item) {
	for _, m := range found {
		v := m.Item.Version
		if m.Program == best.Program && v != "" && v != best.Item.Version && !slices.ContainsFunc(list, func(i Item) bool { return i.Version == v }) {
			list = append(list, m.Item)
		}
	}
	return list
}

func before(a, b Match) bool {
	if c := cmp.Compare(b.Confidence.rank(), a.Confidence.rank()); c != 0 {
		return c < 0
	}
	va, oka := watch.ParseVersion(a.Item.Version)
	vb, okb := watch.ParseVersion(b.Item.Version)
	if oka != okb {
		return oka
	}
	return oka && va.Compare(vb) < 0
}

// An index finds programs by their identifiers.
type index struct {
	programs *catalog.Catalog
	purl     map[string]string
	osv      map[string]string
	cpe      map[string]string
	debian   map[string]string
}

func newIndex(programs *catalog.Catalog) *index {
	x := &index{programs: programs, purl: map[string]string{}, osv: map[string]string{}, cpe: map[string]string{}, debian: map[string]string{}}
	for _, p := range programs.All() {
		for _, s := range p.PURLs {
			put(x.purl, purlKey(s), p.ID)
		}
		for _, o := range p.OSV {
			put(x.osv, osvKey(o), p.ID)
		}
		for _, s := range p.CPEs {
			put(x.cpe, cpeKey(s), p.ID)
		}
		put(x.debian, p.Debian, p.ID)
	}
	return x
}

func put(m map[string]string, key, id string) {
	if _, taken := m[key]; key != "" && !taken {
		m[key] = id
	}
}

// purlKey is a package URL without version, qualifiers and subpath.
func purlKey(s string) string {
	u, err := packageurl.FromString(s)
	if err != nil {
		return ""
	}
	return strings.ToLower(u.Type + "/" + u.Namespace + "/" + u.Name)
}

// osvTypes are the types of package URLs by OSV ecosystem.
// Source: the purl types of the package-url specification.
var osvTypes = map[string]string{"Bitnami": "bitnami", "CRAN": "cran", "crates.io": "cargo", "Go": "golang", "Hex": "hex", "Maven": "maven",
	"npm": "npm", "NuGet": "nuget", "Packagist": "composer", "Pub": "pub", "PyPI": "pypi", "RubyGems": "gem"}

// osvKey is the key of the package URL of an OSV package.
func osvKey(o watch.OSVPackage) string {
	t, ok := osvTypes[o.Ecosystem]
	if !ok {
		return ""
	}
	return purlKey("pkg:" + t + "/" + strings.NewReplacer("@", "%40", ":", "/").Replace(o.Name))
}

// cpeKey is vendor and product of a CPE 2.3 or of a CPE 2.2 URI.
func cpeKey(s string) string {
	s = strings.ToLower(s)
	if rest, ok := strings.CutPrefix(s, "cpe:/"); ok {
		s = "cpe:2.3:" + rest
	}
	parts := strings.Split(s, ":")
	if len(parts) < 5 || parts[3] == "" || parts[4] == "" || parts[4] == "*" {
		return ""
	}
	return parts[3] + ":" + parts[4]
}

func (x *index) find(i Item) (Match, bool) {
	match := func(id string, c Confidence, by string) (Match, bool) {
		return Match{Item: i, Program: id, Confidence: c, By: by}, true
	}
	if id, ok := x.purl[purlKey(i.PURL)]; ok {
		return match(id, Certain, "purl")
	}
	if id, ok := x.osv[purlKey(i.PURL)]; ok {
		if embedded(i.PURL) {
			return match(id, Possible, "osv")
		}
		return match(id, Probable, "osv")
	}
	if library(i.PURL) {
		// A library that is named as a program is not that program, and the
		// CPEs that scanners give it are made of its name.
		return Match{}, false
	}
	if id, ok := x.debian[debianSource(i.PURL)]; ok {
		if part.Re().MatchString(i.Name) {
			return match(id, Possible, "debian")
		}
		return match(id, Certain, "debian")
	}
	for _, cpe := range i.CPEs {
		if id, ok := x.cpe[cpeKey(cpe)]; ok {
			return match(id, Certain, "cpe")
		}
	}
	if id, ok := x.programs.Named(i.Fields["id"]); ok {
		return match(id, Probable, "id")
	}
	if id, ok := x.programs.Named(i.Name); ok {
		by := "alias"
		if p, _ := x.programs.Program(id); strings.EqualFold(p.Name, i.Name) {
			by = "name"
		}
		return match(id, Probable, by)
	}
	if id, ok := x.programs.Named(stripped(i.Name)); ok {
		return match(id, Possible, "words")
	}
	return Match{}, false
}

// part matches binary packages that are installed where the program itself is
// not: PostgreSQL does not run on each machine that has libpq5.
var part = lazyregexp.New(`^lib|-(client|common|data|dev|doc|docs|dbg|dbgsym|l10n|locales?)\b`)

// debianSource is the source package of a Debian package URL: its upstream
// qualifier, else its name.
func debianSource(s string) string {
	u, err := packageurl.FromString(s)
	if err != nil || u.Type != "deb" {
		return ""
	}
	if up := u.Qualifiers.Map()["upstream"]; up != "" {
		name, _, _ := strings.Cut(up, "@")
		return name
	}
	return u.Name
}

// embedded tells whether a package may be code of a program inside another
// one: Go modules and Java archives are, without the program running there.
func embedded(s string) bool {
	return strings.HasPrefix(s, "pkg:golang/") || strings.HasPrefix(s, "pkg:maven/")
}

// library tells whether a package URL is of a registry of libraries.
func library(s string) bool {
	u, err := packageurl.FromString(s)
	return err == nil && slices.Contains([]string{"npm", "pypi", "maven", "golang", "gem", "cargo", "nuget", "composer", "hex", "pub"}, u.Type)
}

var (
	versionAtEnd = lazyregexp.New(`(?i)[\s_-]+v?\d[\w.+~-]*$`)
	parentheses  = lazyregexp.New(`\s*\([^)]*\)`)
)

// noise are words that inventories add to the name of a program.
var noise = map[string]bool{"server": true, "serveur": true, "community": true, "edition": true, "ce": true, "ee": true, "client": true,
	"enterprise": true, "the": true, "apache": true, "open": true, "source": true, "x64": true, "x86": true, "64-bit": true, "lts": true, "esr": true}

// stripped is a name without its version, parentheses and noise: "PostgreSQL
// Server 14" is "PostgreSQL".
func stripped(name string) string {
	name = parentheses.Re().ReplaceAllString(name, "")
	name = versionAtEnd.Re().ReplaceAllString(name, "")
	var words []string
	for _, w := range strings.Fields(name) {
		if !noise[strings.ToLower(w)] {
			words = append(words, w)
		}
	}
	return strings.Join(words, " ")
}
