package catalog

import (
	"fmt"
	"net/url"
	"regexp"
	"slices"
	"strings"

	"github.com/github/go-spdx/v2/spdxexp"
	"github.com/package-url/packageurl-go"

	"guette/catalog/strict"
	"guette/internal/lazyregexp"
)

var (
	idForm       = lazyregexp.New(`^[a-z0-9]+(-[a-z0-9]+)*$`)
	slugForm     = lazyregexp.New(`^[a-z0-9][a-z0-9._-]*$`)
	debianForm   = lazyregexp.New(`^[a-z0-9][a-z0-9+.-]+$`) // Debian Policy 5.6.1
	wikidataForm = lazyregexp.New(`^Q[1-9][0-9]*$`)
	sillForm     = lazyregexp.New(`^[0-9]+$`)
	notID        = lazyregexp.New(`[^a-z0-9]+`)
)

// ecosystems are those of the OSV schema; a release may follow after a colon.
// Source: ossf.github.io/osv-schema, "Defined ecosystems".
var ecosystems = []string{"AlmaLinux", "Alpaquita", "Alpine", "Android", "Azure Linux", "BellSoft Hardened Containers",
	"Bioconductor", "Bitnami", "Chainguard", "CleanStart", "ConanCenter", "CRAN", "crates.io", "Debian",
	"Docker Hardened Images", "Echo", "GHC", "GIT", "GitHub Actions", "Go", "Hackage", "Hex", "Julia", "Kubernetes",
	"Linux", "Mageia", "Maven", "MinimOS", "npm", "NuGet", "opam", "openEuler", "openSUSE", "OSS-Fuzz", "Packagist",
	"Photon OS", "Pub", "PyPI", "Red Hat", "Rocky Linux", "Root", "RubyGems", "SUSE", "SwiftURL", "TuxCare", "Ubuntu",
	"VSCode", "Wolfi"}

// check looks at each program and at all of them together. It writes short
// CPEs in full.
func check(all []*entry) (problems, warnings strict.Problems) {
	for _, e := range all {
		c := checker{e: e}
		c.names()
		c.addresses()
		c.identifiers()
		problems, warnings = append(problems, c.problems...), append(warnings, c.warnings...)
	}
	problems = append(problems, duplicates(all)...)
	problems = append(problems, successors(all)...)
	warnings = append(warnings, homonyms(all)...)
	return problems, warnings
}

type checker struct {
	e                  *entry
	problems, warnings strict.Problems
}

func (c *checker) fail(key, hint, format string, args ...any) {
	c.problems = append(c.problems, c.e.problem(key, hint, format, args...))
}

func (c *checker) warn(key, hint, format string, args ...any) {
	c.warnings = append(c.warnings, c.e.problem(key, hint, format, args...))
}

func (c *checker) names() {
	p := &c.e.program
	if !idForm.Re().MatchString(p.ID) {
		c.fail("id", fmt.Sprintf("write %q: small letters, digits, single hyphens", makeID(p.ID, p.Name)), "id %q", p.ID)
	}
	if p.Name == "" {
		c.fail("name", "write the name as the project writes it", "no name")
	}
	for _, s := range append([]string{p.Name, p.Category}, p.Aliases...) {
		if !validText(s) {
			c.fail("name", "save the file as UTF-8, and take out control characters", "%q is no plain text", s)
		}
	}
}

// makeID proposes an id.
func makeID(texts ...string) string {
	for _, s := range texts {
		if id := strings.Trim(notID.Re().ReplaceAllString(unaccent(strings.ToLower(s)), "-"), "-"); id != "" {
			return id
		}
	}
	return "name-of-the-program"
}

// unaccent takes the accents off the letters of French.
func unaccent(s string) string {
	return strings.NewReplacer("à", "a", "â", "a", "ä", "a", "ç", "c", "é", "e", "è", "e", "ê", "e", "ë", "e",
		"î", "i", "ï", "i", "ô", "o", "ö", "o", "ù", "u", "û", "u", "ü", "u", "œ", "oe", "æ", "ae").Replace(s)
}

func (c *checker) addresses() {
	p := &c.e.program
	for _, a := range []struct {
		key  string
		urls []string
	}{
		{"homepage", []string{p.Homepage}}, {"repository", p.Repositories}, {"feeds", p.Feeds},
		{"releases", []string{p.Releases}}, {"changelog", []string{p.Changelog}},
	} {
		for i, s := range a.urls {
			if s == "" {
				continue
			}
			if why := badAddress(s); why != "" {
				c.fail(a.key, "write a whole address: https://host/path", "%s %q: %s", a.key, s, why)
			} else if strings.HasPrefix(s, "git:") {
				c.warn(a.key, "give an https:// address of the same repository", "%s %q is not read", a.key, s)
			} else if strings.HasPrefix(strings.ToLower(s), "http:") && a.key != "homepage" {
				c.warn(a.key, "use https:// where the site has it", "%s %q is read without encryption", a.key, s)
			}
			if slices.Index(a.urls, s) < i {
				c.fail(a.key, "keep one of them", "%s %q is there twice", a.key, s)
			}
		}
	}
}

// badAddress tells what is wrong with an address to read, "" for nothing.
func badAddress(s string) string {
	u, err := url.Parse(s)
	switch {
	case err != nil:
		return "no address"
	case u.Scheme != "https" && u.Scheme != "http" && u.Scheme != "git":
		return fmt.Sprintf("scheme %q: only https and http are read", u.Scheme)
	case u.Hostname() == "":
		return "no host"
	case u.User != nil:
		return "it holds a user name: a secret belongs in an environment variable, see tokens"
	case strings.ContainsAny(s, " \t"):
		return "it holds a space"
	}
	return ""
}

func (c *checker) identifiers() {
	p := &c.e.program
	if p.Licence != "" {
		if why := badLicence(p.Licence); why != "" {
			c.fail("licence", "write an SPDX expression (spdx.org/licenses), LicenseRef-… for a licence that has no identifier",
				"licence %q: %s", p.Licence, why)
		}
	}
	p.Wikidata = strings.ToUpper(p.Wikidata)
	for _, f := range []struct {
		key, value, hint string
		form             *regexp.Regexp
	}{
		{"endoflife", p.EndOfLife, "write the last part of the address of its calendar: endoflife.date/NAME", slugForm.Re()},
		{"debian", p.Debian, "write the name of the source package", debianForm.Re()},
		{"wikidata", p.Wikidata, "write the number of its page: Q306144", wikidataForm.Re()},
		{"sill", p.SILL, "write its number in the SILL", sillForm.Re()},
		{"successor", p.Successor, "write the id of a program of this catalogue", idForm.Re()},
	} {
		if f.value != "" && !f.form.MatchString(f.value) {
			c.fail(f.key, f.hint, "%s %q", f.key, f.value)
		}
	}
	for _, s := range p.PURLs {
		if u, err := packageurl.FromString(s); err != nil {
			c.fail("purl", "write it as pkg:type/namespace/name (github.com/package-url)", "purl %q: %v", s, err)
		} else if u.Version != "" {
			c.warn("purl", "take out \"@"+u.Version+"\"", "purl %q names one version", s)
		}
	}
	for i, s := range p.CPEs {
		full, ok := fullCPE(s)
		if !ok {
			c.fail("cpe", "write cpe:2.3:a:VENDOR:PRODUCT, or VENDOR:PRODUCT", "cpe %q", s)
			continue
		}
		p.CPEs[i] = full
	}
	for _, o := range p.OSV {
		c.osv(o.Ecosystem, o.Name)
	}
	if len(p.Repositories) == 0 && p.Releases == "" && p.Changelog == "" && len(p.Feeds) == 0 && p.EndOfLife == "" && len(p.OSV) == 0 {
		c.warn("id", "propose some: guette catalog suggest", "nothing to read: no address, no identifier")
	}
}

func (c *checker) osv(ecosystem, name string) {
	base, _, _ := strings.Cut(ecosystem, ":")
	switch {
	case ecosystem == "" || name == "":
		c.fail("osv", "write ECOSYSTEM/PACKAGE, for example Bitnami/nginx", "osv %q", ecosystem+"/"+name)
	case !slices.Contains(ecosystems, base):
		c.fail("osv", strict.OneOf(base, ecosystems), "osv: ecosystem %q is not known", ecosystem)
	}
}

// badLicence tells what is wrong with an SPDX expression, "" for nothing.
func badLicence(s string) string {
	_, err := spdxexp.ExtractLicenses(s)
	if err == nil {
		return ""
	}
	why := err.Error()
	for _, op := range []string{" or ", " and ", " with "} {
		if strings.Contains(s, op) {
			why = fmt.Sprintf("write %q in capitals", strings.TrimSpace(op))
		}
	}
	return why
}

// fullCPE writes a CPE in the form of CPE 2.3; VENDOR:PRODUCT names an
// application.
func fullCPE(s string) (string, bool) {
	parts := splitCPE(s)
	if len(parts) == 2 {
		parts = append([]string{"cpe", "2.3", "a"}, parts...)
	}
	if len(parts) < 5 || len(parts) > 13 || parts[0] != "cpe" || parts[1] != "2.3" || !slices.Contains([]string{"a", "o", "h"}, parts[2]) {
		return "", false
	}
	for _, v := range parts[3:5] {
		if v == "" || v == "*" || v == "-" || strings.ContainsAny(v, " /") {
			return "", false
		}
	}
	for len(parts) < 13 {
		parts = append(parts, "*")
	}
	return strings.Join(parts, ":"), true
}

// splitCPE splits at colons that are not escaped.
func splitCPE(s string) (parts []string) {
	start := 0
	for i := 0; i < len(s); i++ {
		switch s[i] {
		case '\\':
			i++
		case ':':
			parts = append(parts, s[start:i])
			start = i + 1
		}
	}
	return append(parts, s[start:])
}

// duplicates finds ids written twice.
func duplicates(all []*entry) (problems strict.Problems) {
	first := map[string]*entry{}
	for _, e := range all {
		if f, twice := first[e.program.ID]; twice && e.program.ID != "" {
			problems = append(problems, e.problem("id", "give it another id, or keep one of them",
				"id %q is already at %s:%d", e.program.ID, f.file, f.line))
			continue
		}
		first[e.program.ID] = e
	}
	return problems
}

// homonyms finds names that two programs have: news and inventories would be
// given to the first.
func homonyms(all []*entry) (warnings strict.Problems) {
	first := map[string]*entry{}
	for _, e := range all {
		for _, name := range append([]string{e.program.ID, e.program.Name}, e.program.Aliases...) {
			f, taken := first[fold(name)]
			if taken && f != e {
				warnings = append(warnings, e.problem("name", "rename one of them, or take out the alias",
					"%q is also a name of %s", name, f.program.ID))
			} else if name != "" {
				first[fold(name)] = e
			}
		}
	}
	return warnings
}

// successors checks that a successor is there, and that none leads back.
func successors(all []*entry) (problems strict.Problems) {
	byID := map[string]*entry{}
	for _, e := range all {
		byID[e.program.ID] = e
	}
	for _, e := range all {
		if e.program.Successor == "" {
			continue
		}
		seen := map[string]bool{e.program.ID: true}
		for at := e; at.program.Successor != ""; {
			next, ok := byID[at.program.Successor]
			if !ok {
				if at == e {
					problems = append(problems, e.problem("successor", strict.OneOf(e.program.Successor, near(byID, e.program.Successor)),
						"successor %q is not in the catalogue", e.program.Successor))
				}
				break
			}
			if seen[next.program.ID] {
				problems = append(problems, e.problem("successor", "take one of them out", "its successors lead back to %s", next.program.ID))
				break
			}
			seen[next.program.ID] = true
			at = next
		}
	}
	return problems
}

// near lists the known id nearest to one, to name it in a hint.
func near(byID map[string]*entry, id string) []string {
	ids := make([]string, 0, len(byID))
	for k := range byID {
		ids = append(ids, k)
	}
	slices.Sort(ids)
	if n := strict.Nearest(id, ids); n != "" {
		return []string{n}
	}
	return []string{fmt.Sprintf("%d ids", len(ids))}
}
