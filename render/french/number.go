package french

import (
	"strconv"
	"strings"
)

// narrow is the space of thousands and of high punctuation.
const narrow = "\u202F"

// Number writes a count: "1 656", with a narrow no-break space.
func Number(n int) string {
	sign := ""
	if n < 0 {
		sign, n = "\u2212", -n
	}
	s := strconv.Itoa(n)
	for i := len(s) - 3; i > 0; i -= 3 {
		s = s[:i] + narrow + s[i:]
	}
	return sign + s
}

// Decimal writes a measure with the given number of decimals: "9,8".
func Decimal(v float64, decimals int) string {
	s := strings.Replace(strconv.FormatFloat(v, 'f', decimals, 64), ".", ",", 1)
	return strings.Replace(s, "-", "\u2212", 1)
}

// Percent writes a share between 0 and 1: "84 %".
func Percent(share float64) string { return Decimal(share*100, 0) + "\u00A0%" }

// Change writes a relative change with its sign: "+ 25 %", "− 69 %".
func Change(from, to int) string {
	p := 100 * float64(to-from) / float64(from)
	if p < 0 {
		return "\u2212\u00A0" + Decimal(-p, 0) + "\u00A0%"
	}
	return "+\u00A0" + Decimal(p, 0) + "\u00A0%"
}

// Count writes how many there are: "aucune vulnérabilité", "1 vulnérabilité",
// "2 vulnérabilités". noun may give its own plural: "fin de support|fins de
// support".
func Count(n int, noun string, feminine bool) string {
	switch {
	case n == 0 && feminine:
		return "aucune " + Plural(1, noun)
	case n == 0:
		return "aucun " + Plural(1, noun)
	}
	return Number(n) + "\u00A0" + Plural(n, noun)
}

// Plural returns the form of a noun, adjective or participle that agrees with
// n: up to 1 is singular, as French has it. A form of its own follows "|".
func Plural(n int, word string) string {
	one, many, own := strings.Cut(word, "|")
	switch {
	case n < 2 && n > -2:
		return one
	case own:
		return many
	}
	words := strings.Fields(one)
	for i, w := range words {
		if invariable[w] || strings.HasPrefix(w, "d'") || strings.HasPrefix(w, "d’") {
			break
		}
		words[i] = pluralWord(w)
	}
	return strings.Join(words, " ")
}

// A noun is plural up to its first preposition: fins de support.
var invariable = map[string]bool{"de": true, "du": true, "des": true, "à": true, "au": true, "en": true, "sans": true, "par": true, "sous": true, "hors": true}

func pluralWord(w string) string {
	switch {
	case strings.HasSuffix(w, "s"), strings.HasSuffix(w, "x"), strings.HasSuffix(w, "z"):
		return w
	case strings.HasSuffix(w, "eau"), strings.HasSuffix(w, "eu"):
		return w + "x"
	case strings.HasSuffix(w, "al"):
		return strings.TrimSuffix(w, "al") + "aux"
	}
	return w + "s"
}

// Agree makes a participle or adjective agree: "publié", "publiée", "publiés",
// "publiées".
func Agree(n int, word string, feminine bool) string {
	if feminine && !strings.HasSuffix(word, "e") {
		word = feminineOf(word)
	}
	return Plural(n, word)
}

func feminineOf(w string) string {
	switch {
	case strings.HasSuffix(w, "if"):
		return strings.TrimSuffix(w, "f") + "ve"
	case strings.HasSuffix(w, "el"), strings.HasSuffix(w, "ien"), strings.HasSuffix(w, "on"):
		return w + w[len(w)-1:] + "e"
	case strings.HasSuffix(w, "eux"):
		return strings.TrimSuffix(w, "x") + "se"
	}
	return w + "e"
}

// Verb chooses the form of a verb for n subjects: Verb(n, "vise", "visent").
func Verb(n int, one, many string) string {
	if n < 2 {
		return one
	}
	return many
}
