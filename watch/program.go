package watch

// A Program is one free program of the catalogue.
type Program struct {
	ID           string // kebab-case, stable
	Name         string // as the project writes it
	Aliases      []string
	Category     string
	Licence      string // SPDX expression; "" is not known
	Homepage     string
	Repositories []string // any forge or bare git server; the first is the main one
	Feeds        []string // news
	Releases     string   // address of a list of releases (feed or forge API)
	Changelog    string   // file or page
	EndOfLife    string   // endoflife.date product
	PURLs        []string // package URLs
	CPEs         []string // CPE 2.3 prefixes, vendor and product at least
	Debian       string   // source package
	OSV          []OSVPackage
	Wikidata     string
	SILL         string
	Successor    string // id of the program that replaces this one
}

// An OSVPackage names a package in an OSV ecosystem.
// Source: OSV schema, affected[].package.
type OSVPackage struct {
	Ecosystem string `json:"ecosystem"`
	Name      string `json:"name"`
}
