package merge

import (
	"strings"

	"golang.org/x/text/unicode/norm"

	"guette/internal/lazyregexp"
)

// What editors' tools change without being asked is no edit: line breaks,
// spaces, quotation marks, apostrophes, dashes, escapes, marks of emphasis and of
// lists, the padding of tables, the composition of accents.
var sameSigns = strings.NewReplacer(
	"\u00A0", " ", "\u202F", " ", "\u2009", " ", "\u2060", "", "\u00AD", "",
	"’", "'", "‘", "'", "“", `"`, "”", `"`, "„", `"`, "«", `"`, "»", `"`,
	"…", "...", "–", "-", "—", "-", "−", "-", "‐", "-", "‑", "-",
	"__", "**", `\`, "", "&amp;", "&", "&lt;", "<", "&gt;", ">", "&nbsp;", " ", "ᵉʳ", "er", "&quot;", `"`,
)

var (
	spaces      = lazyregexp.New(`\s+`)
	aroundPipe  = lazyregexp.New(`\s*\|\s*`)
	dashes      = lazyregexp.New(`-{2,}`)
	itemSign    = lazyregexp.New(`^(?:[-*+]|[0-9]+[.)])\s+`)
	quoteSpace  = lazyregexp.New(`\s*"\s*`)
	beforeSigns = lazyregexp.New(`\s+([;:!?%])`)
	hardBreak   = lazyregexp.New(`(?m)<br\s*/?>\s*$`)
)

// normal is the text as far as it says something.
func normal(s string) string {
	s = norm.NFC.String(normalizeLines(s))
	s = hardBreak.Re().ReplaceAllString(s, "")
	s = sameSigns.Replace(s)
	s = strings.TrimSpace(spaces.Re().ReplaceAllString(s, " "))
	s = itemSign.Re().ReplaceAllString(s, "- ")
	s = dashes.Re().ReplaceAllString(s, "-")
	s = quoteSpace.Re().ReplaceAllString(s, `"`)
	s = beforeSigns.Re().ReplaceAllString(s, "$1")
	if strings.Contains(s, "|") {
		s = strings.Trim(aroundPipe.Re().ReplaceAllString(s, "|"), "|")
	}
	return s
}

// same tells whether two texts say the same.
func same(a, b string) bool { return a == b || normal(a) == normal(b) }
