package markdown

import (
	"strings"
	"unicode"
)

// Spaces of French typography.
const (
	narrowSpace = '\u202f' // before ; ! ? and inside « »
	fixedSpace  = '\u00a0' // before : and %, between a number and its noun
)

// Typeset applies the spaces, apostrophes and points of the language to a run of
// text. It is idempotent: what a draft set already stays. Only French has rules.
func Typeset(lang, s string) string {
	if !strings.HasPrefix(strings.ToLower(lang), "fr") {
		return s
	}
	t := typesetter{in: []rune(strings.ReplaceAll(s, "...", "…"))}
	t.out = make([]rune, 0, len(t.in)+8)
	for i, r := range t.in {
		t.put(i, r)
	}
	return string(t.out)
}

type typesetter struct{ in, out []rune }

func space(r rune) bool { return r == ' ' || r == fixedSpace || r == narrowSpace }

// at is a rune of the input, or 0 outside of it.
func (t *typesetter) at(i int) rune {
	if i < 0 || i >= len(t.in) {
		return 0
	}
	return t.in[i]
}

// last is the rune written k places before, or 0.
func (t *typesetter) last(k int) rune {
	if len(t.out) < k {
		return 0
	}
	return t.out[len(t.out)-k]
}

// before makes the space before a mark, replacing the one that stands there.
func (t *typesetter) before(sp rune) {
	switch {
	case len(t.out) == 0:
	case space(t.last(1)):
		t.out[len(t.out)-1] = sp
	default:
		t.out = append(t.out, sp)
	}
}

func (t *typesetter) put(i int, r rune) {
	prev, next := t.at(i-1), t.at(i+1)
	closes := next == 0 || space(next) || strings.ContainsRune(")»,.", next)
	switch r {
	case ';', '!', '?':
		if prev != 0 && !strings.ContainsRune("!?(…&", prev) && (space(prev) || closes && unicode.IsLetter(prev)) {
			t.before(narrowSpace)
		}
	case ':':
		if space(prev) && closes {
			t.before(fixedSpace)
		}
	case '%', '€':
		if space(prev) && unicode.IsDigit(t.last(2)) {
			t.before(fixedSpace)
		}
	case '»':
		t.before(narrowSpace)
	case '«':
		t.out = append(t.out, r)
		if !space(next) && next != 0 {
			t.out = append(t.out, narrowSpace)
		}
		return
	case '\'':
		if unicode.IsLetter(prev) && unicode.IsLetter(next) {
			r = '’'
		}
	case ' ', fixedSpace:
		r = t.space(i, r)
	}
	t.out = append(t.out, r)
}

// space chooses the space that stands after what was written.
func (t *typesetter) space(i int, r rune) rune {
	prev, next := t.last(1), t.at(i+1)
	switch {
	case prev == '«':
		return narrowSpace
	case unicode.IsDigit(prev) && t.thousands(i):
		return narrowSpace
	case (prev == '°' || prev == 'ᵒ') && unicode.IsDigit(next):
		return fixedSpace
	case unicode.IsDigit(prev) && unicode.IsLower(next) && t.short(i+1):
		return fixedSpace
	}
	return r
}

// thousands tells whether the space at i parts a number in groups of three.
func (t *typesetter) thousands(i int) bool {
	for k := 1; k <= 3; k++ {
		if !unicode.IsDigit(t.at(i + k)) {
			return false
		}
	}
	return !unicode.IsDigit(t.at(i+4)) && !unicode.IsDigit(t.at(i-4))
}

// linkWords follow a number without belonging to it.
var linkWords = map[string]bool{
	"et": true, "ou": true, "à": true, "de": true, "en": true, "au": true, "aux": true, "du": true, "des": true, "par": true, "sur": true,
	"dont": true, "mais": true, "pour": true, "dans": true, "avec": true, "est": true, "sont": true, "le": true, "la": true, "les": true,
	"que": true, "qui": true, "puis": true, "ne": true, "se": true, "sans": true, "si": true, "car": true,
}

// longestUnit is the letters of the longest word that stays with its number: a
// longer one would leave ragged lines.
const longestUnit = 14

// short tells whether the word at i is one that stays with its number: a unit, a
// month, a common noun.
func (t *typesetter) short(i int) bool {
	n := 0
	for unicode.IsLetter(t.at(i + n)) {
		n++
	}
	return n > 0 && n <= longestUnit && !linkWords[string(t.in[i:i+n])]
}
