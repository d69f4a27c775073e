package french

import (
	"cmp"
	"slices"
	"strings"

	"guette/internal/lazyregexp"
)

// A Fault is a place where a text breaks a rule of the editorial guide: T1 to
// T24 are typography and grammar, N1 to N14 what is never written.
type Fault struct {
	Rule string // "T1"
	Line int    // from 1
	Text string // the place, with a few words around
	Hint string // what to write, in French, for the editor
}

// A check finds the faults against one rule in a stretch of prose. The first
// group, if any, is the place; skip tells which finds are none.
type check struct {
	rule, hint string
	find       *lazyregexp.Regexp
	skip       func(prose string, at []int) bool
}

func rule(id, hint, pattern string) check {
	return check{rule: id, hint: hint, find: lazyregexp.New(pattern)}
}

// checks are the rules that a pattern can test.
var checks = []check{
	rule("T1", "espace fine insécable (U+202F) avant ; ! ?", `[^\x{202F}\s\\\x{E000};!?][;?][;!?]*(?:\s|$)|[ \x{A0}][;!?]`),
	rule("T2", "espace insécable (U+00A0) avant :", `[^\x{A0}\\\x{E000}|]:(?:\s|$)`),
	rule("T3", "espaces fines insécables dans les guillemets", `«[^\x{202F}]|[^\x{202F}]»`),
	rule("T4", "guillemets français « »", `["“”]`),
	rule("T5", "apostrophe ’ (U+2019)", `[\pL\pN]'[\pL\pN]`),
	rule("T6", "espace fine insécable dans les milliers", `\d \d{3}\b`),
	rule("T7", "virgule décimale", `CVSS \d\.\d|\d\.\d[ \x{A0}]%`),
	rule("T8", "espace insécable avant % et les unités", `\d [%€]|\d (?:Mo|Go|Ko)\b`),
	rule("T9", "date de la forme 31 juillet 2026, insécable", `\b0\d[ \x{A0}](?:`+monthWord+`)|\d{2}/\d{2}/\d{4}|\b\d{4}-\d{2}-\d{2}\b|\d (?:`+monthWord+`)\b|[\pL,] (?:Janvier|Février|Mars|Avril|Mai|Juin|Juillet|Août|Septembre|Octobre|Novembre|Décembre) \d`),
	rule("T10", "1ᵉʳ, 2ᵉ", `\b1er\b|\b\d+(?:ème|eme|nd)\b`),
	rule("T11", "nᵒ et espace insécable", `n°|\bNo\.? \d`),
	rule("T12", "capitale accentuée", `\bA (?:traiter|planifier|vérifier|surveiller)|\bEtat\b|\bEcole\b|\bEdit`),
	rule("T13", "ligature œ", `\b(?:oeuvre|coeur|noeud|soeur|oeil)`),
	rule("T15", "points de suspension …, aucun après « etc. »", `\.\.\.|etc\. ?…`),
	rule("T16", "« de … à … » ou tiret sans espaces", `[\pL\pN] - [\pL\pN]`),
	rule("T17", "signe moins − (U+2212)", `(?:^|\s)-\d+[ \x{A0}]%`),
	rule("T18", "pas d’espace avant , . ) ni après (", `[^\s|] [,.)](?:\s|$)|\( `),
	rule("T19", "une seule espace", `\S  +\S`),
	rule("T20", "heure de la forme 16 h 30", `\b\d{1,2}:\d{2}\b`),
	rule("T22", "pas de virgule avant « et » dans une énumération", `[^,.;:|]+, [^,.;:| ]+, et [^,.;:| ]+\.`),
	rule("T24", "accord écrit en toutes lettres", `\((?:s|e|es|nt)\)`),
	rule("N1", "aucune cause ni intention qu’une source ne dit", `(?i)par manque de moyens|faute de moyens|pour contrer|afin de rassurer|sous la pression`),
	rule("N2", "ni superlatif ni appréciation de tendance", `(?i)\b(?:leader|incontournables?|révolutionnaires?|très acti(?:f|ve)s?|robustes?|sain|excellente?s?|meilleure?s? du marché)\b`),
	rule("N3", "vulnérabilité, attaquant, correctif, exploitée avant correctif", `(?i)\b(?:failles?|hackers?|patch(?:s|es)?|patchée?s?|zero-?days?|0-days?)\b`),
	rule("N8", "donner la date", `(?i)\b(?:récemment|bientôt|actuellement|ce jour)\b`),
	rule("N12", "ni point d’exclamation, ni emoji, ni mot en capitales", `[^\[\pL]![^\[]|[^\pL]!$|[\x{1F000}-\x{1FAFF}\x{2600}-\x{27BF}\x{2B50}]`),
	rule("N13", "pas de conclusion juridique", `(?i)\best (?:conforme|non conforme|interdite?|illégale?)\b|en violation d`),
	rule("N14", "pas de marque officielle de protection", `(?i)diffusion restreinte|confidentiel défense|secret défense|très secret`),
	{"T23", "élision", lazyregexp.New(`(?i)(?:^|[^\pL\pN’'-])(?:de|le|la|que|ne|se|je|me|te)[ \x{A0}](?:\*\*|\[|\[\*\*)?([\pL][\pL-]*)`), notElidable},
	{"N4", "« observée » ou « enregistrée », et la source", lazyregexp.New(`(?i)aucune vulnérabilité[^.]*\.`), sourced},
	{"N6", "ni nom ni adresse d’une personne", lazyregexp.New(`[\pL\pN._+-]+\\?@[\pL\pN-]+\.[\pL]{2,}`), nil},
	{"N11", "donner la date", lazyregexp.New(`(?i)[^.\n]*à jour[^.\n]*`), datedOrUpdate},
	{"N12", "pas de mot en capitales", lazyregexp.New(`(?:^|[^\pL\pN_/.-])(\p{Lu}{6,})(?:$|[^\pL\pN_/.-])`), acronym},
}

// notElidable words follow "de" or "le" as they are.
func notElidable(prose string, at []int) bool {
	w := prose[at[2]:at[3]]
	capitals := strings.ToUpper(w) == w && len(w) > 1
	article := strings.ToLower(strings.TrimLeft(prose[at[0]:at[2]], " \u00A0\n(|*[«\u202F"))
	la := strings.HasPrefix(article, "la")
	return !Vowel(w) || capitals || la && (strings.HasPrefix(w, "y") || w == "une")
}

var sourcedWord = lazyregexp.New(`(?i)observée|enregistrée|collectée|relevée|n['’]entre`)

func sourced(prose string, at []int) bool {
	return sourcedWord.Re().MatchString(prose[at[0]:at[1]])
}

var (
	update = lazyregexp.New(`(?i)(?:mis|mise|mises|mettre|mettez|remettre|remise|mettant) à jour`)
	year   = lazyregexp.New(`\b20\d\d\b`)
)

func datedOrUpdate(prose string, at []int) bool {
	s := prose[at[0]:at[1]]
	return year.Re().MatchString(s) || !strings.Contains(strings.ToLower(update.Re().ReplaceAllString(s, "")), "à jour")
}

// acronyms of six letters or more.
var acronyms = []string{"CHAOSS", "CERTFR", "LIBRARY", "LICENSE", "COPYING", "README", "CHANGELOG"}

func acronym(prose string, at []int) bool { return slices.Contains(acronyms, prose[at[2]:at[3]]) }

// Faults lists the faults of a Markdown document in French, in the order of
// the text. What typography leaves alone is not looked at: front matter,
// comments, code, addresses, anchors, text of another language.
func Faults(doc string) []Fault {
	doc = strings.ReplaceAll(doc, "\r\n", "\n")
	var list []Fault
	prose := masked(doc)
	for i, line := range strings.Split(prose, "\n") {
		for _, c := range checks {
			list = append(list, c.run(line, i+1)...)
		}
		list = append(list, headingFaults(line, i+1)...)
	}
	slices.SortStableFunc(list, func(a, b Fault) int { return cmp.Compare(a.Line, b.Line) })
	return list
}

// masked is the document with each protected stretch replaced by a character
// that no rule knows, on as many lines.
func masked(doc string) string {
	var b strings.Builder
	for _, s := range segments(doc) {
		if !s.protected {
			b.WriteString(s.text)
			continue
		}
		b.WriteString(boundary + strings.Repeat("\n"+boundary, strings.Count(strings.TrimSuffix(s.text, "\n"), "\n")))
		if strings.HasSuffix(s.text, "\n") {
			b.WriteByte('\n')
		}
	}
	return b.String()
}

func (c check) run(line string, number int) []Fault {
	var list []Fault
	for _, m := range c.find.Re().FindAllStringSubmatchIndex(line, -1) {
		if c.skip != nil && c.skip(line, m) {
			continue
		}
		list = append(list, Fault{c.rule, number, excerpt(line, m[0], m[1]), c.hint})
	}
	return list
}

var headingEnd = lazyregexp.New(`^#{1,6}\s.*\.\s*\x{E000}?\s*$`)

func headingFaults(line string, number int) []Fault {
	if !headingEnd.Re().MatchString(line) {
		return nil
	}
	return []Fault{{"T14", number, strings.ReplaceAll(line, boundary, ""), "pas de point à la fin d’un titre"}}
}

// around is how many characters of context an excerpt has on each side.
const around = 12

func excerpt(line string, from, to int) string {
	r := []rune(line)
	a, b := len([]rune(line[:from])), len([]rune(line[:to]))
	return strings.TrimSpace(strings.ReplaceAll(string(r[max(0, a-around):min(len(r), b+around)]), boundary, "·"))
}
