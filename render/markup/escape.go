package markup

import (
	"net/url"
	"regexp"
	"strings"
	"unicode"
	"unicode/utf8"

	"guette/internal/lazyregexp"
)

// Clean makes one line of foreign text: no control, no invisible character, no
// change of direction, single spaces.
func Clean(s string) string {
	var b strings.Builder
	space := false
	for _, r := range strings.ToValidUTF8(s, "\uFFFD") {
		switch {
		case unicode.IsSpace(r) && r != '\u00A0' && r != '\u202F':
			space = true
		case invisible(r):
		default:
			if space && b.Len() > 0 {
				b.WriteByte(' ')
			}
			space = false
			b.WriteRune(r)
		}
	}
	return strings.Trim(b.String(), "\u00A0\u202F ")
}

// invisible runes carry no meaning for a reader, and may deceive one: controls,
// formats such as the bidirectional overrides of Unicode UAX 9, tags, and
// characters that are not assigned.
func invisible(r rune) bool {
	switch {
	case r == '\u200C' || r == '\u200D': // joiners are part of words in some scripts
		return false
	case r == '\u3164' || r == '\uFFA0' || r == '\u115F' || r == '\u1160' || r == '\u034F':
		return true
	case r >= 0xFE00 && r <= 0xFE0F, r >= 0xE0100 && r <= 0xE01EF: // variation selectors
		return true
	}
	return unicode.In(r, unicode.Cc, unicode.Cf, unicode.Co, unicode.Cs, unicode.Zl, unicode.Zp)
}

// acting finds in cleaned text the characters that act, or may complete markup
// of the template around the value: the first group of each rule.
var acting = []*lazyregexp.Regexp{
	lazyregexp.New("([\\\\`*\\[\\]|~{}$@])"),
	lazyregexp.New(`(?:^|[^\pL\pN])(_)`), lazyregexp.New(`(_)(?:$|[^\pL\pN])`), // inside a word it stresses nothing
	lazyregexp.New(`(<)(?:[A-Za-z/!?]|$)`),              // a tag, a comment, an address
	lazyregexp.New(`(&)[#A-Za-z]`),                      // an entity
	lazyregexp.New(`(?i)(?:https?|ftp|mailto|xmpp)(:)`), // GFM makes links of bare addresses
	lazyregexp.New(`(?i)www(\.)`),                       // likewise
	lazyregexp.New(`(:)[A-Za-z0-9_+-]+:`),               // forges: :smile:
	lazyregexp.New(`([#!])[0-9]`),                       // forges: #12, !12
	lazyregexp.New(`\s(#)`),                             // a heading may end with signs that are not shown
	lazyregexp.New(`^([-+=#>_:])`),                      // a value may stand at the start of a line
	lazyregexp.New(`^[0-9]{1,9}([.)])(?:$|\s)`),         // likewise, an ordered list
}

// Text escapes foreign text: what comes out is read as the cleaned text by a
// Markdown reader, wherever in a line it stands, and nothing in it acts.
func Text(s string) Markdown {
	s = Clean(s)
	escape := map[int]bool{}
	for _, r := range acting {
		rule := r.Re()
		for at := 0; at <= len(s); {
			m := rule.FindStringSubmatchIndex(s[at:])
			if m == nil || at > 0 && anchored(rule) {
				break
			}
			escape[at+m[2]] = true
			at += m[3]
		}
	}
	var b strings.Builder
	for i := range len(s) {
		if escape[i] {
			b.WriteByte('\\')
		}
		b.WriteByte(s[i])
	}
	return Markdown{b.String()}
}

// anchored rules hold at the start of the text only.
func anchored(rule *regexp.Regexp) bool { return rule.String()[0] == '^' }

// maxAddress is the length of the longest address that browsers and PDF
// readers agree on.
const maxAddress = 2000

// Address returns an address that can stand in a link, percent-encoded where
// needed. ok is false unless it is an absolute address of the web, without
// user name or password.
func Address(s string) (address string, ok bool) {
	s = strings.TrimSpace(s)
	if len(s) > maxAddress || !utf8.ValidString(s) {
		return "", false
	}
	u, err := url.Parse(s)
	if err != nil || u.Scheme != "http" && u.Scheme != "https" || u.Host == "" || u.User != nil {
		return "", false
	}
	var b strings.Builder
	for _, c := range []byte(u.String()) {
		if c <= ' ' || c >= 0x7f || strings.IndexByte("()<>[]\\\"'`|{}^*~", c) >= 0 {
			b.WriteString("%" + strings.ToUpper(string("0123456789abcdef"[c>>4])+string("0123456789abcdef"[c&15])))
			continue
		}
		b.WriteByte(c)
	}
	return b.String(), true
}

// Slug makes an anchor: ASCII kebab-case.
func Slug(s string) string {
	var b strings.Builder
	dash := false
	for _, r := range strings.ToLower(s) {
		if r >= 'a' && r <= 'z' || r >= '0' && r <= '9' {
			if dash && b.Len() > 0 {
				b.WriteByte('-')
			}
			dash = false
			b.WriteRune(r)
			continue
		}
		dash = true
	}
	return b.String()
}
