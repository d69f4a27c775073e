package section

import (
	"regexp"
	"strings"
	"unicode"
	"unicode/utf8"

	"guette/render"
	"guette/render/french"
)

// A term has its explanation in the template.
type term struct {
	Key   string
	Label string
	find  *regexp.Regexp
}

// acronym is a term that is the same in all languages.
func acronym(label string) term { return word(label, label, regexp.QuoteMeta(label)) }

// word is a term with its label, and the pattern of its forms.
func word(key, label, pattern string) term {
	return term{Key: strings.ToLower(key), Label: label, find: regexp.MustCompile(pattern)}
}

// in tells whether a text has the term as a word of its own.
func (t term) in(text string) bool {
	for _, at := range t.find.FindAllStringIndex(text, -1) {
		before, _ := utf8.DecodeLastRuneInString(text[:at[0]])
		after, _ := utf8.DecodeRuneInString(text[at[1]:])
		if !wordRune(before) && !wordRune(after) {
			return true
		}
	}
	return false
}

func wordRune(r rune) bool { return unicode.IsLetter(r) || unicode.IsNumber(r) }

// acronymTerms are those of the technical bulletin.
var acronymTerms = []term{
	acronym("CERT-FR"), acronym("CHAOSS"), acronym("CISA"), acronym("CSRF"), acronym("CVE"), acronym("CVSS"), acronym("ELTS"), acronym("EPSS"),
	acronym("ESR"), acronym("FIRST"), acronym("GHSA"), acronym("KEV"), acronym("LTS"), acronym("OSV"), acronym("SQL"), acronym("SQLi"),
	acronym("SSRF"), acronym("SSVC"), acronym("XSS"),
}

// glossaryTerms are those of the strategic bulletin, by language.
var glossaryTerms = map[string][]term{
	"fr": append(commonTerms(),
		word("bifurcation", "Bifurcation", "[Bb]ifurcations?"), word("branche", "Branche", "[Bb]ranches?"), word("commit", "Commit", "[Cc]ommits?"),
		word("depot", "Dépôt", "[Dd]épôts?"), word("elephant", "Facteur éléphant", "[Ff]acteur éléphant"), word("etiquette", "Étiquette", "[Éé]tiquettes?"),
		word("absence", "Facteur d’absence", "[Ff]acteurs? d['’]absence"), word("forge", "Forge", "[Ff]orges?"), word("mainteneur", "Mainteneur", "[Mm]ainteneurs?")),
	"en": append(commonTerms(),
		word("bifurcation", "Fork", "[Ff]orks?"), word("branche", "Branch", "[Bb]ranch(?:es)?"), word("commit", "Commit", "[Cc]ommits?"),
		word("depot", "Repository", "[Rr]epositor(?:y|ies)"), word("elephant", "Elephant factor", "[Ee]lephant factor"), word("etiquette", "Tag", "[Tt]ags?"),
		word("absence", "Contributor absence factor", "[Aa]bsence factor"), word("forge", "Forge", "[Ff]orges?"), word("mainteneur", "Maintainer", "[Mm]aintainers?")),
}

func commonTerms() []term {
	return []term{
		acronym("CHAOSS"), acronym("CVE"), acronym("CVSS"), acronym("EPSS"), acronym("ESR"), word("fsl", "FSL", "FSL[-0-9.A-Za-z]*"), acronym("KEV"),
		acronym("LTS"), acronym("OSV"), word("osi", "OSI", "OSI|Open Source Initiative"), acronym("SILL"), acronym("SPDX"),
	}
}

// glossView lists the terms that occur, in alphabetical order.
type glossView struct{ Terms []term }

func acronyms(_ *render.Bulletin, text string) any { return occurring(acronymTerms, text) }

func glossary(b *render.Bulletin, text string) any { return occurring(glossaryTerms[b.Language], text) }

// occurring returns nil when no term occurs: the section is dropped.
func occurring(terms []term, text string) any {
	text = french.Prose(text)
	var v glossView
	for _, t := range terms {
		if t.in(text) {
			v.Terms = append(v.Terms, t)
		}
	}
	if len(v.Terms) == 0 {
		return nil
	}
	french.SortBy(v.Terms, func(t term) string { return t.Label })
	return v
}
