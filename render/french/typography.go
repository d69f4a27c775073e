package french

import (
	"strings"

	"guette/internal/lazyregexp"
)

// A segment is a stretch of a Markdown document. Typography concerns the prose
// only: what is protected is code, addresses, anchors, comments, HTML tags,
// text of another language, and the front matter.
type segment struct {
	text      string
	protected bool
	start     int // offset in the document
}

var (
	frontMatter = lazyregexp.New(`\A\x{FEFF}?---\r?\n(?s:.*?)\n---[ \t]*(\r?\n|\z)`)
	protected   = lazyregexp.New("(?s)" + strings.Join([]string{
		`<!--.*?(?:-->|\z)`,
		"(?m:^)[ ]{0,3}```.*?(?:\n[ ]{0,3}```|\\z)",
		"(?m:^)[ ]{0,3}~~~.*?(?:\n[ ]{0,3}~~~|\\z)",
		"``+[^`].*?[^`]``+",
		"`[^`\n]+`",
		`<span lang="?(?:[a-eg-zA-Z]|f[^r])[^>]*>.*?</span>`,
		`</?[a-zA-Z][^<>\n]*>`,
		`<[a-z][a-z0-9+.-]*:[^<>\s]*>`,
		`\]\([^()\s]*(?:\([^()\s]*\)[^()\s]*)*\)`,
		`\{#[A-Za-z0-9_-]+\}`,
		`https?:\\?//[^\s<>|]+`,
		`(?m:^)[ ]{0,3}\|(?:[ ]*:?-+:?[ ]*\|)+`,
	}, "|"))
)

func segments(doc string) []segment {
	var list []segment
	at := 0
	if m := frontMatter.Re().FindStringIndex(doc); m != nil {
		list = append(list, segment{doc[:m[1]], true, 0})
		at = m[1]
	}
	for _, m := range protected.Re().FindAllStringIndex(doc[at:], -1) {
		start, end := at+m[0], at+m[1]
		if from := next(list); start > from {
			list = append(list, segment{doc[from:start], false, from})
		}
		list = append(list, segment{doc[start:end], true, start})
	}
	if from := next(list); from < len(doc) {
		list = append(list, segment{doc[from:], false, from})
	}
	return list
}

func next(list []segment) int {
	if len(list) == 0 {
		return 0
	}
	last := list[len(list)-1]
	return last.start + len(last.text)
}

// A rewrite is one rule of typography.
type rewrite struct {
	find *lazyregexp.Regexp
	by   string
}

const (
	monthWord = `janvier|février|mars|avril|mai|juin|juillet|août|septembre|octobre|novembre|décembre`
	// What follows a mark that stands by itself; a colon gets its space later.
	ahead    = `(\s|$|[*)\x{A0}»]|:(?:[ \n]|$|\*\*))`
	unitWord = `jours?|mois|ans?|heures?|minutes?|secondes?|Ko|Mo|Go|To|h|min`
)

// rewrites apply in order.
var rewrites = []rewrite{
	{lazyregexp.New(`\.\.\.`), "…"},
	{lazyregexp.New(`([\pL\pN])'([\pL\pN«])`), "$1’$2"},
	{lazyregexp.New(`«[ \x{A0}\x{202F}]*`), "«\u202F"},
	{lazyregexp.New(`[ \x{A0}\x{202F}]*»`), "\u202F»"},
	{lazyregexp.New(`([^\s\x{A0}\x{202F}\\!])[ \x{A0}]*([;?][;!?]*)` + ahead), "$1\u202F$2$3"},
	// A mark glued to a word is part of a name (Joomla!): bulletins exclaim nothing.
	{lazyregexp.New(`([^\s\x{A0}\x{202F}\\])[ \x{A0}]+(![;!?]*)` + ahead), "$1\u202F$2$3"},
	{lazyregexp.New(`([^\s\x{A0}\x{202F}\\|])[ \x{202F}]*:([ \n]|$|\*\*)`), "$1\u00A0:$2"},
	{lazyregexp.New(`\b1er\b`), "1ᵉʳ"},
	{lazyregexp.New(`(\d)[ ]([%€])`), "$1\u00A0$2"},
	{lazyregexp.New(`(\d)[ ](` + unitWord + `)\b`), "$1\u00A0$2"},
	{lazyregexp.New(`\b(\d{1,2}|1ᵉʳ)[ ](` + monthWord + `)\b`), "$1\u00A0$2"},
	{lazyregexp.New(`(^|[^\pL])(` + monthWord + `)[ ](\d{4})\b`), "$1$2\u00A0$3"},
	{lazyregexp.New(`\b(\d+)(?:[eè]me)\b`), "$1ᵉ"},
	{lazyregexp.New(`\bn°[ ]?(\d)`), "nᵒ\u00A0$1"},
}

// Typeset sets spaces, apostrophes, dots and ordinals in the prose of a
// Markdown document, so that templates stay readable. Applying it twice
// changes nothing more.
func Typeset(doc string) string {
	var b strings.Builder
	list := segments(doc)
	for i, s := range list {
		if s.protected {
			b.WriteString(s.text)
			continue
		}
		b.WriteString(typesetProse(s.text, i > 0 && inline(list[i-1]), i+1 < len(list)))
	}
	return b.String()
}

// boundary stands for a protected neighbour, so that rules see that there is
// something before or after: " :" after a link is still " :".
const boundary = "\uE000"

// maxRounds is how often the rules are applied: marks that follow each other
// ("oui ! ? :") see their neighbour set only in the next round.
const maxRounds = 8

func typesetProse(s string, before, after bool) string {
	if before {
		s = boundary + s
	}
	if after {
		s += boundary
	}
	for range maxRounds {
		before := s
		for _, r := range rewrites {
			s = r.find.Re().ReplaceAllString(s, r.by)
		}
		if s == before {
			break
		}
	}
	return strings.ReplaceAll(s, boundary, "")
}

// inline tells whether a protected stretch is part of a line of text.
func inline(s segment) bool { return s.protected && !strings.HasSuffix(s.text, "\n") }

// Prose returns what a reader sees of a Markdown document, less what is in
// another language: the text outside comments, code, addresses and anchors.
func Prose(doc string) string {
	var b strings.Builder
	for _, s := range segments(doc) {
		if !s.protected {
			b.WriteString(s.text)
			continue
		}
		b.WriteByte(' ')
	}
	return b.String()
}
