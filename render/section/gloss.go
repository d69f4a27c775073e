package section

import (
	"regexp"

	"guette/render"
	"guette/render/french"
)

// A term has its explanation in the template.
type term struct {
	Key   string
	Label string
	find  *regexp.Regexp
}

func word(key, label, pattern string) term {
	return term{Key: key, Label: label, find: regexp.MustCompile(`(^|[^\pL\pN])(` + pattern + `)($|[^\pL\pN])`)}
}

// acronymTerms are those of the technical bulletin.
var acronymTerms = []term{
	word("cert-fr", "CERT-FR", "CERT-FR"), word("chaoss", "CHAOSS", "CHAOSS"), word("cisa", "CISA", "CISA"),
	word("csrf", "CSRF", "CSRF"), word("cve", "CVE", "CVE"), word("cvss", "CVSS", "CVSS"), word("elts", "ELTS", "ELTS"),
	word("epss", "EPSS", "EPSS"), word("esr", "ESR", "ESR"), word("first", "FIRST", "FIRST"), word("ghsa", "GHSA", "GHSA"),
	word("kev", "KEV", "KEV"), word("lts", "LTS", "LTS"), word("osv", "OSV", "OSV"), word("sql", "SQL", "SQL"),
	word("ssrf", "SSRF", "SSRF"), word("sqli", "SQLi", "SQLi"), word("ssvc", "SSVC", "SSVC"), word("xss", "XSS", "XSS"),
}

// glossaryTerms are those of the strategic bulletin.
var glossaryTerms = []term{
	word("bifurcation", "Bifurcation", "[Bb]ifurcations?"), word("branche", "Branche", "[Bb]ranches?"),
	word("chaoss", "CHAOSS", "CHAOSS"), word("commit", "Commit", "[Cc]ommits?"), word("cve", "CVE", "CVE"), word("cvss", "CVSS", "CVSS"),
	word("depot", "Dépôt", "[Dd]épôts?"), word("elephant", "Facteur éléphant", "[Ff]acteur éléphant"), word("epss", "EPSS", "EPSS"), word("esr", "ESR", "ESR"),
	word("etiquette", "Étiquette", "[Éé]tiquettes?"), word("absence", "Facteur d’absence", "[Ff]acteurs? d['’]absence"),
	word("forge", "Forge", "[Ff]orges?"), word("fsl", "FSL", "FSL[-0-9.A-Za-z]*"), word("kev", "KEV", "KEV"), word("lts", "LTS", "LTS"),
	word("mainteneur", "Mainteneur", "[Mm]ainteneurs?"), word("osv", "OSV", "OSV"), word("osi", "OSI", "OSI|Open Source Initiative"),
	word("sill", "SILL", "SILL"), word("spdx", "SPDX", "SPDX"),
}

// glossView lists the terms that occur, in alphabetical order.
type glossView struct{ Terms []term }

func acronyms(_ *render.Bulletin, text string) any { return occurring(acronymTerms, text) }

func glossary(_ *render.Bulletin, text string) any { return occurring(glossaryTerms, text) }

// occurring returns nil when no term occurs: the section is dropped.
func occurring(terms []term, text string) any {
	text = french.Prose(text)
	var v glossView
	for _, t := range terms {
		if t.find.MatchString(text) {
			v.Terms = append(v.Terms, t)
		}
	}
	if len(v.Terms) == 0 {
		return nil
	}
	french.SortBy(v.Terms, func(t term) string { return t.Label })
	return v
}
