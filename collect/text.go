package collect

import (
	"strings"
	"unicode/utf8"

	"guette/internal/lazyregexp"
	"guette/watch"
)

// Clip bounds text to n bytes, at a character, and tells whether it cut. It
// drops what is no UTF-8, and NUL, which no source means.
func Clip(s string, n int) (text string, cut bool) {
	s = strings.ReplaceAll(strings.ToValidUTF8(s, "\ufffd"), "\x00", "")
	if len(s) <= n {
		return s, false
	}
	for n > 0 && !utf8.RuneStart(s[n]) {
		n--
	}
	return s[:n], true
}

// mailAddress finds e-mail addresses in running text. Versions of packages
// (pkg@1.2.3) have digits where a domain has letters; git@host is no person.
var mailAddress = lazyregexp.New(`(?i)([\p{L}\p{N}._%+=~-]{1,64})@([\p{L}\p{N}-]{1,63}(?:\.[\p{L}\p{N}-]{1,63})*\.\p{L}{2,24})`)

// WithoutAddresses takes the e-mail addresses of people out of a text; which
// domain they were at stays, for it may say who answers for the project.
func WithoutAddresses(s string) string {
	if !strings.Contains(s, "@") {
		return s
	}
	return mailAddress.Re().ReplaceAllStringFunc(s, func(address string) string {
		name, domain, _ := strings.Cut(address, "@")
		if name == "git" {
			return address
		}
		return "[address at " + domain + "]"
	})
}

// discreet is a body without e-mail addresses in its running text.
func discreet(body watch.Body) watch.Body {
	switch b := body.(type) {
	case *watch.Release:
		c := *b
		c.Title, c.Notes = WithoutAddresses(b.Title), WithoutAddresses(b.Notes)
		return &c
	case *watch.News:
		c := *b
		c.Title, c.Summary = WithoutAddresses(b.Title), WithoutAddresses(b.Summary)
		return &c
	case *watch.Advisory:
		c := *b
		c.Summary, c.Details = WithoutAddresses(b.Summary), WithoutAddresses(b.Details)
		return &c
	}
	return body
}
