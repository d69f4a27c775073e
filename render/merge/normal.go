package merge

import (
	"regexp"
	"strings"

	"golang.org/x/text/unicode/norm"
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
	spaces      = regexp.MustCompile(`\s+`)
	aroundPipe  = regexp.MustCompile(`\s*\|\s*`)
	dashes      = regexp.MustCompile(`-{2,}`)
	itemSign    = regexp.MustCompile(`^(?:[-*+]|[0-9]+[.)])\s+`)
	quoteSpace  = regexp.MustCompile(`\s*"\s*`)
	beforeSigns = regexp.MustCompile(`\s+([;:!?%])`)
	hardBreak   = regexp.MustCompile(`(?m)<br\s*/?>\s*$`)
)

// normal is the text as far as it says something.
func normal(s string) string {
	s = norm.NFC.String(normalizeLines(s))
	s = hardBreak.ReplaceAllString(s, "")
	s = sameSigns.Replace(s)
	s = strings.TrimSpace(spaces.ReplaceAllString(s, " "))
	s = itemSign.ReplaceAllString(s, "- ")
	s = dashes.ReplaceAllString(s, "-")
	s = quoteSpace.ReplaceAllString(s, `"`)
	s = beforeSigns.ReplaceAllString(s, "$1")
	if strings.Contains(s, "|") {
		s = strings.Trim(aroundPipe.ReplaceAllString(s, "|"), "|")
	}
	return s
}

// same tells whether two texts say the same.
func same(a, b string) bool { return a == b || normal(a) == normal(b) }
