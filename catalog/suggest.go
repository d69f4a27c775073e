package catalog

import (
	"encoding/json"
	"fmt"
	"net/url"
	"slices"
	"strings"

	"github.com/package-url/packageurl-go"

	"guette/watch"
)

// A Product is an entry of the index of endoflife.date, or one product in full.
// Source: endoflife.date API v1, openapi.yml.
type Product struct {
	Name        string
	Aliases     []string
	Label       string
	Identifiers []struct{ Type, ID string }
}

// maxProducts bounds the index; it had 462 in July 2026.
const maxProducts = 20_000

// ParseProducts reads the index: /api/v1/products.
func ParseProducts(data []byte) ([]Product, error) {
	var index struct{ Result []Product }
	if err := json.Unmarshal(data, &index); err != nil {
		return nil, fmt.Errorf("index of endoflife.date: %w", err)
	}
	if len(index.Result) == 0 || len(index.Result) > maxProducts {
		return nil, fmt.Errorf("index of endoflife.date: %d products", len(index.Result))
	}
	return index.Result, nil
}

// ParseProduct reads one product: /api/v1/products/NAME.
func ParseProduct(data []byte) (Product, error) {
	var one struct{ Result Product }
	if err := json.Unmarshal(data, &one); err != nil {
		return Product{}, fmt.Errorf("product of endoflife.date: %w", err)
	}
	return one.Result, nil
}

// A Suggestion is a key that a program lacks, and what it could hold.
type Suggestion struct {
	Program string
	Key     string
	Value   string
	Because string
}

// ProductOf finds the calendar of a program by its names; ok is false when none
// or several fit.
func ProductOf(p watch.Program, index []Product) (Product, bool) {
	names := map[string]bool{}
	for _, n := range append([]string{p.ID, p.Name, p.EndOfLife}, p.Aliases...) {
		if n != "" {
			names[fold(n)] = true
		}
	}
	var found []Product
	for _, product := range index {
		own := append([]string{product.Name, product.Label}, product.Aliases...)
		if p.EndOfLife == product.Name || p.EndOfLife == "" && slices.ContainsFunc(own, func(n string) bool { return names[fold(n)] }) {
			found = append(found, product)
		}
	}
	if len(found) != 1 {
		return Product{}, false
	}
	return found[0], true
}

// Suggest proposes what a program lacks. product is its calendar in full, nil
// when it has none. Nothing is guessed: each suggestion follows from an
// identifier or an address.
func Suggest(p watch.Program, product *Product) []Suggestion {
	s := suggester{p: p}
	if product != nil {
		s.calendar(*product)
	}
	s.forge()
	for _, u := range s.p.PURLs {
		s.osv(u)
	}
	return s.out
}

type suggester struct {
	p   watch.Program
	out []Suggestion
}

func (s *suggester) add(key, value, because string) {
	s.out = append(s.out, Suggestion{s.p.ID, key, value, because})
}

// calendar proposes the product and the identifiers that it names.
func (s *suggester) calendar(product Product) {
	from := "endoflife.date/" + product.Name
	if s.p.EndOfLife == "" {
		s.add("endoflife", product.Name, fmt.Sprintf("%s is named %q", from, product.Label))
	}
	for _, id := range product.Identifiers {
		switch {
		case id.Type == "purl" && strings.HasPrefix(id.ID, "pkg:deb/debian/"):
			if s.p.Debian == "" {
				s.p.Debian = strings.TrimPrefix(withoutQualifiers(id.ID), "pkg:deb/debian/")
				s.add("debian", s.p.Debian, from)
			}
		case id.Type == "purl" && useful(id.ID) && !hasPURL(s.p.PURLs, id.ID):
			s.p.PURLs = append(s.p.PURLs, id.ID)
			s.add("purl", id.ID, from)
		case id.Type == "cpe" && len(s.p.CPEs) == 0:
			if full, ok := fullCPE(strings.Replace(id.ID, "cpe:/", "cpe:2.3:", 1)); ok {
				s.p.CPEs = append(s.p.CPEs, full)
				s.add("cpe", full, from)
			}
		}
	}
}

// useful tells whether a package URL helps to find releases or records; images
// and distributions do not.
func useful(purl string) bool {
	u, err := packageurl.FromString(purl)
	return err == nil && (u.Type == "github" || ecosystemOf[u.Type] != "")
}

func hasPURL(list []string, purl string) bool {
	return slices.ContainsFunc(list, func(s string) bool { return strings.EqualFold(withoutQualifiers(s), withoutQualifiers(purl)) })
}

func withoutQualifiers(purl string) string {
	purl, _, _ = strings.Cut(purl, "?")
	return purl
}

// forge proposes what follows from the address of a repository on a forge with
// known addresses.
func (s *suggester) forge() {
	if len(s.p.Repositories) == 0 {
		return
	}
	main := strings.TrimSuffix(strings.TrimSuffix(s.p.Repositories[0], "/"), ".git")
	u, err := url.Parse(main)
	if err != nil {
		return
	}
	owner, name, ok := strings.Cut(strings.Trim(u.Path, "/"), "/")
	if u.Host != "github.com" || !ok || strings.Contains(name, "/") {
		return
	}
	if s.p.Releases == "" {
		s.add("releases", main+"/releases.atom", "the repository is on GitHub")
	}
	purl := "pkg:github/" + strings.ToLower(owner+"/"+name)
	if !hasPURL(s.p.PURLs, purl) {
		s.add("purl", purl, "the repository is on GitHub")
	}
}

// ecosystemOf gives the OSV ecosystem of the packages of a package URL type.
// Source: ossf.github.io/osv-schema, "Defined ecosystems".
var ecosystemOf = map[string]string{"pypi": "PyPI", "npm": "npm", "maven": "Maven", "golang": "Go", "gem": "RubyGems", "cargo": "crates.io",
	"nuget": "NuGet", "composer": "Packagist", "hex": "Hex", "pub": "Pub", "bitnami": "Bitnami", "cran": "CRAN", "swift": "SwiftURL"}

// osv proposes the OSV package of a package URL.
func (s *suggester) osv(purl string) {
	u, err := packageurl.FromString(purl)
	if err != nil || ecosystemOf[u.Type] == "" {
		return
	}
	name := u.Name
	if u.Namespace != "" {
		sep := "/"
		if u.Type == "maven" {
			sep = ":"
		}
		name = u.Namespace + sep + name
	}
	o := watch.OSVPackage{Ecosystem: ecosystemOf[u.Type], Name: name}
	if !slices.Contains(s.p.OSV, o) {
		s.p.OSV = append(s.p.OSV, o)
		s.add("osv", o.Ecosystem+"/"+o.Name, purl)
	}
}
