package catalog

import (
	"strings"

	"guette/catalog/strict"
	"guette/watch"
)

func loadYAML(path string) ([]*entry, strict.Problems, error) {
	doc, root, err := strict.Open(path)
	if err != nil {
		return nil, nil, err
	}
	var all []*entry
	root.Map("the catalogue", strict.Fields{
		"schema": func(n strict.Node) { n.Int("schema", 1, 1) },
		"programs": func(n strict.Node) {
			n.List("programs", func(n strict.Node) { all = append(all, readProgram(n, path)) })
		},
	})
	if doc.Exhausted() {
		all = nil
	}
	return all, doc.Problems, nil
}

// readProgram reads one program of YAML.
func readProgram(n strict.Node, file string) *entry {
	e := &entry{file: file, line: n.Line(), lines: map[string]int{}}
	p := &e.program
	fields := strict.Fields{}
	text := func(key string, to *string) {
		fields[key] = func(n strict.Node) { *to, e.lines[key] = n.Text(key), n.Line() }
	}
	texts := func(key string, to *[]string) {
		fields[key] = func(n strict.Node) { *to, e.lines[key] = n.Texts(key), n.Line() }
	}
	text("id", &p.ID)
	text("name", &p.Name)
	texts("aliases", &p.Aliases)
	text("category", &p.Category)
	text("licence", &p.Licence)
	text("homepage", &p.Homepage)
	texts("repository", &p.Repositories)
	texts("feeds", &p.Feeds)
	text("releases", &p.Releases)
	text("changelog", &p.Changelog)
	text("endoflife", &p.EndOfLife)
	texts("purl", &p.PURLs)
	texts("cpe", &p.CPEs)
	text("debian", &p.Debian)
	fields["osv"] = func(n strict.Node) {
		e.lines["osv"] = n.Line()
		for _, s := range n.Texts("osv") {
			p.OSV = append(p.OSV, parseOSV(s))
		}
	}
	text("wikidata", &p.Wikidata)
	text("sill", &p.SILL)
	text("successor", &p.Successor)
	n.Map("a program", fields)
	return e
}

// parseOSV reads "Bitnami/nginx"; without a slash there is no ecosystem, which
// the checks refuse.
func parseOSV(s string) watch.OSVPackage {
	ecosystem, name, ok := strings.Cut(s, "/")
	if !ok {
		return watch.OSVPackage{Name: s}
	}
	return watch.OSVPackage{Ecosystem: ecosystem, Name: name}
}
