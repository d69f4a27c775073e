package notes

import (
	"strings"
	"unicode"

	"github.com/abadojack/whatlanggo"

	"guette/internal/lazyregexp"
)

var (
	image    = lazyregexp.New(`!\[[^\]]*\]\([^)]*\)`)
	link     = lazyregexp.New(`\[([^\]]+)\]\([^)\s]*\)`)
	rstLink  = lazyregexp.New("`([^`<]+?)\\s*<[^>`]*>`_+")
	rstRole  = lazyregexp.New(":[a-z]+:`[!~]?([^`]+)`")
	tags     = lazyregexp.New(`</?[A-Za-z][^<>]{0,200}>`)
	emphasis = lazyregexp.New("(\\*\\*|__|``?|~~)")
	escaped  = lazyregexp.New(`\\([\\_*\[\]()#+.!-])`)
	scope    = lazyregexp.New(`^(\([\w ./-]{1,40}\)|\[[\w ./-]{1,40}\])\s*`)
	issueAt  = lazyregexp.New(`^(?:(?:[a-zA-Z0-9_-]+/[\w.-]+)?#\d+|#\w+)[:,]?\s*(?:[-–—]\s+)?`)
	// day is the date before an entry of a list that is also a diary.
	day = lazyregexp.New(`^\d{4}-\d{2}-\d{2}: `)
	// What forges add at the end: authors, requests, issues.
	ending = lazyregexp.New(`(?i)[\s,;]*(?:\(?(?:by|credits?:?|thanks to|reported by) @?[\w-]+(?:\[bot\])?(?:,? (?:and )?@[\w-]+)*\)?|\(?in (?:#\d+|https?://\S+)\)?|\(?(?:[\w.-]+/[\w.-]+)?#\d+\)?|\([^()]*#\d+[^()]*\)|https?://\S+|\([0-9a-f]{7,40}\)|@[\w-]+)[.)]*$`)
)

// thanks are the ends of entries that name persons.
var thanks = lazyregexp.New(`(?:[\s.,;]*\(?(?:[Tt]hanks (?:to|goes)|[Tt]hanks|[Ss]ubmitted by|[Pp]atch (?:by|from)|[Rr]eported by|[Ss]uggested by|[Pp]artial credit|[Cc]redit) .*|\s*\(\p{Lu}[\p{L}.'-]+(?: \p{Lu}[\p{L}.'-]+){1,3}(?:(?:,| and| &) \p{Lu}[\p{L}.'-]+(?: \p{Lu}[\p{L}.'-]+){0,3})*\))+$`)

// Plain makes one line of plain text out of a subject or title of a forge:
// markup and pictures at the ends go, words stay.
func Plain(s string) string { return clean(s) }

// clean makes one line of plain text out of a Markdown entry.
func clean(s string) string {
	s = image.Re().ReplaceAllString(s, "")
	s = link.Re().ReplaceAllString(s, "$1")
	s = rstLink.Re().ReplaceAllString(s, "$1")
	s = rstRole.Re().ReplaceAllString(s, "$1")
	s = tags.Re().ReplaceAllString(s, "")
	s = emphasis.Re().ReplaceAllString(s, "")
	s = escaped.Re().ReplaceAllString(s, "$1")
	s = strings.Map(func(r rune) rune {
		if unicode.IsControl(r) || r == '\u200d' || r == '\ufe0f' || r == '\u2028' || r == '\u2029' {
			return ' '
		}
		return r
	}, s)
	return trimPictures(strings.Join(strings.Fields(s), " "))
}

// subject removes at the ends what is no text: pictures, scopes, conventional
// prefixes, issue numbers, authors.
func subject(s string) string {
	if m := conventional.Re().FindStringSubmatch(s); m != nil && conventionalClass[strings.ToLower(m[1])] != "" {
		s = m[4]
	}
	s = day.Re().ReplaceAllString(s, "")
	for range 4 {
		s = trimPictures(s)
		s = scope.Re().ReplaceAllString(s, "")
		s = issueAt.Re().ReplaceAllString(s, "")
	}
	for range 6 {
		short := strings.TrimSpace(thanks.Re().ReplaceAllString(ending.Re().ReplaceAllString(s, ""), ""))
		if short == s || short == "" {
			break
		}
		s = short
	}
	return trimPictures(strings.TrimRight(s, " .;,"))
}

func trimPictures(s string) string {
	return strings.TrimFunc(s, func(r rune) bool {
		return unicode.IsSpace(r) || r > 0x2000 && (unicode.IsSymbol(r) || unicode.Is(unicode.Mn, r))
	})
}

// languages are those that notes are told apart in.
var languages = whatlanggo.Options{Whitelist: map[whatlanggo.Lang]bool{
	whatlanggo.Eng: true, whatlanggo.Fra: true, whatlanggo.Deu: true, whatlanggo.Spa: true, whatlanggo.Cmn: true, whatlanggo.Jpn: true, whatlanggo.Rus: true,
}}

// minText is the length under which the language of a text is not guessed:
// titles alone are right in three of four cases only.
const minText = 60

// Language returns the BCP 47 tag of a text; "en", the language of most notes,
// where the text is too short to tell.
func Language(text string) string {
	text = clean(text)
	if len(text) < minText {
		return "en"
	}
	info := whatlanggo.DetectWithOptions(text, languages)
	if tag := info.Lang.Iso6391(); tag != "" && (info.Confidence > 0.5 || info.Script != unicode.Latin) {
		return tag
	}
	return "en"
}
