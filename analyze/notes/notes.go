// Package notes reads release notes: it counts their entries by class, keeps
// the identifiers of vulnerabilities, and quotes. It never paraphrases and never
// guesses: an entry that no rule classifies is "other". Rules are documented in
// docs/method.md.
package notes

import (
	"cmp"
	"slices"
	"strings"

	"guette/internal/lazyregexp"
	"guette/watch"
)

// Classes of entries, in the order of tables.
const (
	Security    = "security"
	Breaking    = "breaking"
	Removed     = "removed"
	Deprecated  = "deprecated"
	Upgrade     = "upgrade"
	Added       = "added"
	Changed     = "changed"
	Fixed       = "fixed"
	Maintenance = "maintenance"
	Other       = "other"
)

var classes = []string{Security, Breaking, Removed, Deprecated, Upgrade, Added, Changed, Fixed, Maintenance, Other}

const (
	maxText    = 64 << 10 // the longest real notes of the corpus have 12 KiB
	maxEntries = 500      // the longest real list of the corpus has 130
	maxQuotes  = 5        // of upgrade steps and of security entries
)

// An Entry is one item of release notes.
type Entry struct {
	Text  string // one line, Markdown and marks at the ends removed
	Class string
	// Marked is set when the entry speaks of security, whatever its class.
	Marked bool
	// Keyword is the word for which it is marked, as the notes write it.
	Keyword string
	// Step is set when the entry asks something of those who upgrade.
	Step bool
	IDs  []string
	// cited is set when the entry ends in an identifier that it repairs.
	cited bool
}

// Read reads release notes in Markdown, reStructuredText or plain text. It
// returns nil where there is no entry at all.
func Read(text string) *watch.Notes {
	cut := len(text) > maxText
	if cut {
		text = text[:maxText]
	}
	entries := Entries(text)
	n := &watch.Notes{Cut: cut, IDs: repaired(entries, text)}
	if len(entries) == 0 && len(n.IDs) == 0 {
		return nil
	}
	lang := Language(text)
	count := map[string]int{}
	for _, e := range entries {
		count[e.Class]++
		if e.Marked {
			n.Marked++
			n.Keyword = cmp.Or(n.Keyword, e.Keyword)
		}
		if e.Marked && len(n.Security) < maxQuotes {
			n.Security = append(n.Security, quote(e, lang))
		}
		if e.Step && len(n.Upgrade) < maxQuotes {
			n.Upgrade = append(n.Upgrade, quote(e, lang))
		}
	}
	for _, c := range classes {
		if count[c] > 0 {
			n.Headings = append(n.Headings, watch.Count{Name: c, N: count[c]})
		}
	}
	n.Quote = worthiest(entries, lang)
	return n
}

// worthiest quotes the first entry of the first class that has one: security,
// breaking, removed, else added. Other classes are not worth a quote.
func worthiest(entries []Entry, lang string) *watch.Quote {
	for _, class := range []string{Security, Breaking, Removed, Added} {
		i := slices.IndexFunc(entries, func(e Entry) bool {
			return e.Class == class && e.Text != "" && (class != Removed || e.Step)
		})
		if i >= 0 {
			q := quote(entries[i], lang)
			return &q
		}
	}
	return nil
}

func quote(e Entry, lang string) watch.Quote {
	return watch.Quote{Text: watch.Shorten(e.Text), Lang: lang, Class: e.Class}
}

// repairs are the words of a text that says to repair what it names: notes also
// name vulnerabilities that they test for, or that do not concern them.
var repairs = lazyregexp.New(`(?i)\b(fix(e[sd]|ing)?|address(es|ed|ing)?|resolv(e|es|ed|ing)|mitigat(e|es|ed|ing|ion)|patch(es|ed|ing)?|correct(s|ed|ing)?|prevent(s|ed|ing)?|protect(s|ed)? against|corrig\w+)\b`)

// spared are the words of a text that names what does not concern the program.
var spared = lazyregexp.New(`(?i)\b(not (be )?(affected|vulnerable|concerned|impacted)|unaffected|(does|do) not affect|not exploitable|false positives?|broken (since|by)|(caused|introduced) by|since (the )?fix|after fix|in light of)\b`)

// aboutID are entries that begin with the identifier that they are about.
var aboutID = lazyregexp.New(`(?i)^[\[(]?(?:(?:fix(?:e[sd])?|address(?:es|ed)?|security:?) )?(?:CVE[- ]\d{4}-\d{4,7}|GHSA-\w{4}-\w{4}-\w{4})\b`)

// cited are entries that end in an identifier: "a crash on STAT (CVE-2026-1)".
var cited = lazyregexp.New(`(?i)[\[(,/ ](?:CVE[- ]\d{4}-\d{4,7}|GHSA(?:-\w{4}){3})[\])_.]*$`)

// detects are the words of a program that looks for vulnerabilities of others.
var detects = lazyregexp.New(`(?i)\b(tests?|tested|checks?|detect\w*|scan\w*|rules?|signatures?|templates?|database|regression|introduced by|in light of)\b`)

// repaired lists the identifiers that notes say to repair: those of entries on
// security or corrections and of those that end in one, those of paragraphs under a heading on security, and
// those of sentences with a word of repair.
func repaired(entries []Entry, text string) []string {
	var ids []string
	add := func(list []string) {
		for _, id := range list {
			if !slices.Contains(ids, id) {
				ids = append(ids, id)
			}
		}
	}
	for _, e := range entries {
		if e.Class == Security || e.Class == Fixed || e.cited {
			add(e.IDs)
		}
	}
	for _, p := range paragraphs(text) {
		for _, s := range strings.SplitAfter(p.text, ". ") {
			if (p.class == Security || repairs.Re().MatchString(s)) && !spared.Re().MatchString(s) {
				add(Identifiers(s))
			}
		}
	}
	return ids
}

var identifier = lazyregexp.New(`(?i)\b(?:CVE[- ]\d{4}-\d{4,7}|GHSA(?:-[23456789cfghjmpqrvwx]{4}){3})\b`)

// Identifiers lists the CVE and GHSA ids in a text, in order, each once, as
// their registries write them.
func Identifiers(text string) []string {
	var ids []string
	for _, id := range identifier.Re().FindAllString(text, -1) {
		id = canonicalID(id)
		if !slices.Contains(ids, id) {
			ids = append(ids, id)
		}
	}
	return ids
}

func canonicalID(id string) string {
	if strings.EqualFold(id[:3], "CVE") {
		return "CVE-" + id[4:]
	}
	return "GHSA" + strings.ToLower(id[4:])
}
