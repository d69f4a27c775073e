// Package french writes correct French: elision, agreement, dates, numbers,
// the order of names, and the typography of the Imprimerie nationale. It also
// finds faults against these rules in text that people wrote. It knows nothing
// of bulletins.
package french

import (
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/collate"
	"golang.org/x/text/language"
	"golang.org/x/text/runes"
	"golang.org/x/text/transform"
	"golang.org/x/text/unicode/norm"
)

// De returns "de nginx", "d'Ansible".
func De(s string) string { return elide("de", s) }

// Que returns "que nginx", "qu'Ansible".
func Que(s string) string { return elide("que", s) }

// Elide joins a word that loses its e before a vowel or a mute h ("de", "que",
// "le", "ne", "se") with what follows.
func elide(word, s string) string {
	if Vowel(s) {
		return word[:len(word)-1] + "’" + s
	}
	return word + " " + s
}

// Vowel tells whether "de" is elided before s.
func Vowel(s string) bool {
	word := fold(firstWord(s))
	if word == "" {
		return false
	}
	first := word[0]
	switch {
	case first == 'y': // "d'Ytterbium", but "de Yarn"
		return len(word) > 1 && !strings.ContainsRune("aeiouy", rune(word[1]))
	case first == 'h':
		return !slices.ContainsFunc(aspirated, func(h string) bool { return strings.HasPrefix(word, h) })
	case !strings.ContainsRune("aeiou", rune(first)):
		return false
	}
	return !notElided[word]
}

// notElided words begin with a vowel that does not elide.
var notElided = map[string]bool{"onze": true, "onzieme": true, "oui": true, "ouistiti": true, "uhlan": true, "ululement": true}

// aspirated are the beginnings of words and names whose h is sounded or, in
// French, aspiré.
var aspirated = []string{
	"hadoop", "hacker", "hangar", "harbor", "haskell", "hash", "haut", "hedge", "helm", "hexo", "hierarchi", "hors", "home",
	"horde", "host", "hub", "hudson", "hugging", "huit", "hyper-v", "heros", "haricot", "hazard", "hasard", "handicap", "halt", "hausse",
}

func firstWord(s string) string {
	s = strings.TrimLeftFunc(s, func(r rune) bool { return r == '*' || r == '[' || r == '`' || r == '«' || unicode.IsSpace(r) })
	if i := strings.IndexFunc(s, func(r rune) bool { return !unicode.IsLetter(r) && r != '-' }); i >= 0 {
		s = s[:i]
	}
	return s
}

// fold drops accents and case.
func fold(s string) string {
	t := transform.Chain(norm.NFD, runes.Remove(runes.In(unicode.Mn)), norm.NFC)
	out, _, err := transform.String(t, s)
	if err != nil || !utf8.ValidString(out) {
		out = s
	}
	return strings.NewReplacer("œ", "oe", "æ", "ae").Replace(strings.ToLower(out))
}

// And returns "a, b et c".
func And(list []string) string { return join(list, " et ") }

// Or returns "a, b ou c".
func Or(list []string) string { return join(list, " ou ") }

func join(list []string, last string) string {
	if len(list) < 2 {
		return strings.Join(list, "")
	}
	return strings.Join(list[:len(list)-1], ", ") + last + list[len(list)-1]
}

// Compare orders names as a French reader expects: É with e, case last.
func Compare(a, b string) int {
	return collate.New(language.French).CompareString(a, b)
}

// SortBy sorts by the name of each element, then keeps the order they had.
func SortBy[E any](list []E, name func(E) string) {
	order := collate.New(language.French)
	slices.SortStableFunc(list, func(a, b E) int { return order.CompareString(name(a), name(b)) })
}
