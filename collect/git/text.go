package git

import (
	"bytes"
	"strings"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/encoding/charmap"
)

// maxText is what a fact keeps of a file or of a message: the longest licence
// in use, the GPL version 3, has 35 KB, of which the first 32 tell all.
const maxText = 32 << 10

// withoutAddresses takes the e-mail addresses of people out of a text; which
// domain they were at stays, for it may say who answers for the project.
func withoutAddresses(s string) string {
	var b strings.Builder
	for {
		at := strings.IndexByte(s, '@')
		if at < 0 {
			break
		}
		start, end := localPart(s[:at]), at+1+domainPart(s[at+1:])
		if start == at || end == at+1 {
			b.WriteString(s[:at+1])
			s = s[at+1:]
			continue
		}
		b.WriteString(s[:start])
		b.WriteString("[address at " + s[at+1:end] + "]")
		s = s[end:]
	}
	if b.Len() == 0 {
		return s
	}
	b.WriteString(s)
	return b.String()
}

const (
	maxLocal  = 64  // of an address. Source: RFC 5321, 4.5.3.1
	maxDomain = 253 // of a name. Source: RFC 1035, 2.3.4
)

// localPart tells where the part of an address before its @ begins at the end
// of a text.
func localPart(s string) int {
	start := len(s)
	for range maxLocal {
		r, n := utf8.DecodeLastRuneInString(s[:start])
		if n == 0 || r == utf8.RuneError || !unicode.IsLetter(r) && !unicode.IsDigit(r) && !strings.ContainsRune("._%+=~-", r) {
			break
		}
		start -= n
	}
	return start
}

// domainPart tells how long the domain at the start of a text is; 0 is none.
// The versions of packages (pkg@1.2.3) have digits where a domain has letters.
func domainPart(s string) int {
	s = s[:min(len(s), maxDomain)]
	if i := strings.IndexFunc(s, func(r rune) bool { return !unicode.IsLetter(r) && !unicode.IsDigit(r) && r != '-' && r != '.' }); i >= 0 {
		s = s[:i]
	}
	if i := strings.Index(s, ".."); i >= 0 {
		s = s[:i]
	}
	for s = strings.TrimRight(s, ".-"); s != "" && s[0] != '.' && s[0] != '-'; {
		dot := strings.LastIndexByte(s, '.')
		if dot <= 0 {
			return 0
		}
		last := s[dot+1:]
		if n := utf8.RuneCountInString(last); n > 1 && !strings.ContainsFunc(last, func(r rune) bool { return !unicode.IsLetter(r) }) {
			return len(s)
		}
		s = s[:dot]
	}
	return 0
}

// plainText makes the text of a fact out of the bytes of a file: valid UTF-8,
// no addresses, at most maxText bytes. ok is false for what is not text.
func plainText(data []byte, whole bool) (text string, cut, ok bool) {
	data = bytes.TrimPrefix(data, []byte("\xef\xbb\xbf"))
	if bytes.IndexByte(data[:min(len(data), 8000)], 0) >= 0 {
		return "", false, false // the rule of git itself
	}
	if cut = !whole || len(data) > maxText; cut {
		data = data[:min(len(data), maxText)]
		for i := 0; i < utf8.UTFMax && len(data) > 0 && !utf8.RuneStart(data[len(data)-1]); i++ {
			data = data[:len(data)-1]
		}
		if n := len(data); n > 0 && data[n-1] >= utf8.RuneSelf {
			data = data[:n-1]
		}
	}
	text = string(data)
	if !utf8.Valid(data) {
		// Old files are in Latin-1 far more often than in anything else.
		text, _ = charmap.Windows1252.NewDecoder().String(text)
		text = strings.ToValidUTF8(text, "�")
	}
	return withoutAddresses(strings.ReplaceAll(text, "\r\n", "\n")), cut, true
}
