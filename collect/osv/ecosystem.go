package osv

import (
	"slices"
	"strings"

	"github.com/package-url/packageurl-go"

	"guette/watch"
)

// ecosystems maps types of package URLs to OSV ecosystems where the name needs
// only its namespace. Sources: OSV schema, "Defined ecosystems"; purl types.
var ecosystems = map[string]string{
	"bitnami":   "Bitnami",
	"cargo":     "crates.io",
	"composer":  "Packagist",
	"cran":      "CRAN",
	"gem":       "RubyGems",
	"generic":   "OSS-Fuzz", // OSS-Fuzz records carry pkg:generic/PROJECT
	"golang":    "Go",
	"hackage":   "Hackage",
	"hex":       "Hex",
	"npm":       "npm",
	"nuget":     "NuGet",
	"pub":       "Pub",
	"pypi":      "PyPI",
	"swift":     "SwiftURL",
	"bitbucket": "GIT",
	"github":    "GIT",
	"gitlab":    "GIT",
}

// forges are the hosts of package URLs that name a repository.
var forges = map[string]string{"bitbucket": "bitbucket.org", "github": "github.com", "gitlab": "gitlab.com"}

// Packages lists what to ask for: the OSV packages of a program, then those
// that its package URLs name, each once. A package URL of a type that OSV does
// not know is left out.
func Packages(p watch.Program) []watch.OSVPackage {
	list := slices.Clone(p.OSV)
	for _, text := range p.PURLs {
		if pkg, ok := fromPURL(text); ok && !slices.ContainsFunc(list, func(o watch.OSVPackage) bool { return same(o, pkg) }) {
			list = append(list, pkg)
		}
	}
	return list
}

func fromPURL(text string) (watch.OSVPackage, bool) {
	u, err := packageurl.FromString(text)
	if err != nil {
		return watch.OSVPackage{}, false
	}
	name := u.Name
	if u.Namespace != "" {
		name = u.Namespace + "/" + u.Name
	}
	switch u.Type {
	case "maven":
		return watch.OSVPackage{Ecosystem: "Maven", Name: u.Namespace + ":" + u.Name}, true
	case "deb":
		if u.Namespace == "debian" {
			return watch.OSVPackage{Ecosystem: "Debian", Name: u.Name}, true
		}
	}
	ecosystem, ok := ecosystems[u.Type]
	if ecosystem == "GIT" {
		name = "https://" + forges[u.Type] + "/" + name
	}
	return watch.OSVPackage{Ecosystem: ecosystem, Name: name}, ok
}

// same tells whether two packages are one: ecosystems may carry a release
// ("Debian:12"), PyPI does not tell case and separators apart, and neither do
// repositories their case and ".git".
func same(a, b watch.OSVPackage) bool {
	return base(a.Ecosystem) == base(b.Ecosystem) && canonical(a) == canonical(b)
}

func base(ecosystem string) string {
	ecosystem, _, _ = strings.Cut(ecosystem, ":")
	return ecosystem
}

var pythonName = strings.NewReplacer("_", "-", ".", "-")

func canonical(p watch.OSVPackage) string {
	switch base(p.Ecosystem) {
	case "PyPI":
		return pythonName.Replace(strings.ToLower(p.Name))
	case "GIT":
		return repository(p.Name)
	case "Packagist":
		return strings.ToLower(p.Name)
	}
	return p.Name
}

// repository is an address without what does not tell repositories apart.
func repository(address string) string {
	if _, rest, ok := strings.Cut(address, "://"); ok {
		address = rest
	}
	return strings.ToLower(strings.TrimSuffix(strings.TrimSuffix(address, "/"), ".git"))
}
