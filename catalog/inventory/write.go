package inventory

import (
	"fmt"
	"slices"
	"strings"

	"guette/catalog"
	"guette/internal/lazyregexp"
	"guette/watch"
)

// Portfolio writes the matches as a portfolio of one entity, ready to be
// completed: what the inventory does not say is not guessed.
func Portfolio(entity, name, from string, best []Match) []byte {
	var b strings.Builder
	fmt.Fprintf(&b, "# Imported from %s. Complete: roles, criticality, exposure, owner.\n", comment(from))
	b.WriteString("schema: 1\nkind: production\nentities:\n")
	fmt.Fprintf(&b, "  - id: %s\n    name: %s\n    programs:\n", entity, catalog.Quote(name))
	for _, m := range best {
		fields := []string{"program: " + m.Program, "version: " + version(m.Item.Version)}
		for _, f := range closed {
			if v := strings.ToLower(m.Item.Fields[f.key]); slices.Contains(f.words, v) {
				fields = append(fields, f.key+": "+v)
			} else if w, ok := f.french[plainLetters(v)]; ok {
				fields = append(fields, f.key+": "+w)
			} else if f.key == "packaging" && strings.HasPrefix(m.Item.PURL, "pkg:deb/debian/") {
				fields = append(fields, "packaging: debian")
			}
		}
		fmt.Fprintf(&b, "      - {%s} # %s\n", strings.Join(fields, ", "), comment(why(m)))
	}
	if len(best) == 0 {
		b.WriteString("      []\n")
	}
	return []byte(b.String())
}

// closed are the columns with a closed list of words, and what French
// spreadsheets write.
var closed = []struct {
	key    string
	words  []string
	french map[string]string
}{
	{"criticality", []string{"vital", "high", "medium", "low"},
		map[string]string{"vitale": "vital", "forte": "high", "elevee": "high", "haute": "high", "moyenne": "medium", "faible": "low", "basse": "low"}},
	{"exposure", []string{"internet", "internal", "isolated", "unknown"},
		map[string]string{"interne": "internal", "isole": "isolated", "isolee": "isolated", "inconnue": "unknown", "externe": "internet"}},
	{"packaging", []string{"upstream", "debian", "container", "other"},
		map[string]string{"conteneur": "container", "autre": "other"}},
}

// version writes a version, or null where it is none.
func version(s string) string {
	if _, ok := watch.ParseVersion(s); !ok || strings.ContainsAny(s, "*xX<>=~^ ") {
		return "null"
	}
	return catalog.Quote(s)
}

func why(m Match) string {
	s := fmt.Sprintf("%s, by %s: %s", m.Confidence, m.By, m.Item.Label())
	if m.Item.Line > 0 {
		s += fmt.Sprintf(", line %d", m.Item.Line)
	}
	if also := m.Versions(); also != "" {
		s += "; also " + also
	}
	return s
}

// maxAlso bounds the versions that are told beside the one that was kept.
const maxAlso = 10

// Versions lists the versions of the inventory that a portfolio, which has one
// line a program, leaves out; "" for none.
func (m Match) Versions() string {
	var list []string
	for i, item := range m.Also {
		if i == maxAlso {
			list = append(list, fmt.Sprintf("%d more", len(m.Also)-maxAlso))
			break
		}
		if list = append(list, item.Version); item.Line > 0 {
			list[i] += fmt.Sprintf(" (line %d)", item.Line)
		}
	}
	return strings.Join(list, ", ")
}

// Label names an item for people.
func (i Item) Label() string {
	name := i.Name
	if name == "" {
		name = i.PURL
	}
	return strings.TrimSpace(name + " " + i.Version)
}

// comment makes a text fit for a comment of YAML.
func comment(s string) string {
	return strings.Map(func(r rune) rune {
		if r < ' ' || r == 0x7f || r == 0x85 || r == '\u2028' || r == '\u2029' {
			return ' '
		}
		return r
	}, strings.ToValidUTF8(s, "\uFFFD"))
}

var sillNumber = lazyregexp.New(`^[0-9]+$`)

// Programs makes catalogue entries of the items that are not in the catalogue:
// the way from the SILL, or from any list of programs, to a first catalogue.
func Programs(items []Item, known *catalog.Catalog) []watch.Program {
	taken := map[string]bool{}
	for _, p := range known.All() {
		taken[p.ID] = true
	}
	var out []watch.Program
	for _, i := range items {
		p := watch.Program{ID: catalog.MakeID(i.Fields["id"], i.Name), Name: i.Name, Category: i.Fields["category"],
			Homepage: address(i.Fields["homepage"]), Wikidata: wikidata(i.Fields["wikidata"])}
		if sillNumber.Re().MatchString(i.Fields["id"]) { // the number of the SILL is in its column "id"
			p.ID = catalog.MakeID(i.Name)
			i.Fields["sill"] = i.Fields["id"]
		}
		if taken[p.ID] || p.Name == "" {
			continue
		}
		taken[p.ID] = true
		if sillNumber.Re().MatchString(i.Fields["sill"]) {
			p.SILL = i.Fields["sill"]
		}
		if catalog.ValidLicence(i.Fields["licence"]) {
			p.Licence = i.Fields["licence"]
		}
		if u := address(i.Fields["repository"]); u != "" {
			p.Repositories = []string{strings.TrimSuffix(u, ".git")}
		}
		if i.PURL != "" {
			p.PURLs = []string{withoutVersion(i.PURL)}
		}
		out = append(out, p)
	}
	return out
}

// withoutVersion takes the version and qualifiers off a package URL.
func withoutVersion(s string) string {
	s, _, _ = strings.Cut(s, "?")
	s, _, _ = strings.Cut(s, "#")
	if at := strings.LastIndexByte(s, '@'); at > strings.LastIndexByte(s, '/') {
		s = s[:at]
	}
	return s
}

func address(s string) string {
	s = strings.TrimSpace(s)
	if !strings.HasPrefix(s, "https://") && !strings.HasPrefix(s, "http://") || strings.ContainsAny(s, " \t") {
		return ""
	}
	return s
}

var wikidataNumber = lazyregexp.New(`Q[1-9][0-9]*`)

func wikidata(s string) string { return wikidataNumber.Re().FindString(s) }
