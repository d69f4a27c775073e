package catalog

import (
	"encoding/json"
	"fmt"
	"strings"

	"guette/watch"
)

// Write writes programs in the form that Load reads.
func Write(programs []watch.Program) []byte {
	var b strings.Builder
	b.WriteString("programs:\n")
	for _, p := range programs {
		b.WriteString("  - id: " + p.ID + "\n")
		for _, line := range Lines(p) {
			b.WriteString("    " + line + "\n")
		}
		b.WriteString("\n")
	}
	return []byte(strings.TrimSuffix(b.String(), "\n"))
}

// Lines writes the keys of a program that are set, but its id, one a line.
func Lines(p watch.Program) (lines []string) {
	one := func(key, value string) {
		if value != "" {
			lines = append(lines, key+": "+Quote(value))
		}
	}
	list := func(key string, values []string) {
		if len(values) == 0 {
			return
		}
		quoted := make([]string, len(values))
		for i, v := range values {
			quoted[i] = Quote(v)
		}
		lines = append(lines, fmt.Sprintf("%s: [%s]", key, strings.Join(quoted, ", ")))
	}
	one("name", p.Name)
	list("aliases", p.Aliases)
	one("category", p.Category)
	one("licence", p.Licence)
	one("homepage", p.Homepage)
	list("repository", p.Repositories)
	list("feeds", p.Feeds)
	one("releases", p.Releases)
	one("changelog", p.Changelog)
	one("endoflife", p.EndOfLife)
	list("purl", p.PURLs)
	list("cpe", p.CPEs)
	one("debian", p.Debian)
	var osv []string
	for _, o := range p.OSV {
		osv = append(osv, o.Ecosystem+"/"+o.Name)
	}
	list("osv", osv)
	one("wikidata", p.Wikidata)
	one("sill", p.SILL)
	one("successor", p.Successor)
	return lines
}

// Quote writes a text in double quotes: a JSON string is a YAML one.
func Quote(s string) string {
	data, err := json.Marshal(s)
	if err != nil {
		return `""` // a string is always written
	}
	return strings.NewReplacer(`\u003c`, "<", `\u003e`, ">", `\u0026`, "&").Replace(string(data))
}

// MakeID proposes the id of a program out of the first text that has letters.
func MakeID(texts ...string) string { return makeID(texts...) }

// ValidLicence tells whether a text is an SPDX expression.
func ValidLicence(s string) bool { return s != "" && badLicence(s) == "" }
