package month

import (
	"bytes"
	"fmt"
	"strings"
	"unicode"
	"unicode/utf8"
)

// Plain makes text from outside fit for a line of a terminal, a log or a cell:
// no control character, nothing invisible, nothing that turns the direction of
// the text around it. What is taken out is shown as U+FFFD where it could act.
func Plain(s string) string {
	if utf8.ValidString(s) && !strings.ContainsFunc(s, acts) {
		return s
	}
	return strings.Map(func(r rune) rune {
		switch {
		case r == '\n' || r == '\t' || r == '\r' || r == '\u2028' || r == '\u2029':
			return ' '
		case r == utf8.RuneError || acts(r):
			return '\uFFFD'
		}
		return r
	}, s)
}

// acts tells whether a character does something instead of being read. The
// zero-width joiners and the soft hyphen stay: honest words hold them.
func acts(r rune) bool {
	switch r {
	case '\u200C', '\u200D', '\u00AD':
		return false
	}
	return unicode.IsControl(r) || unicode.Is(unicode.Cf, r) || r == '\u2028' || r == '\u2029' ||
		r >= 0xE0000 && r <= 0xE007F
}

// Cell makes text from outside fit for a cell of a spreadsheet: a text that a
// spreadsheet would take for a formula begins with an apostrophe.
// Source: OWASP, "CSV Injection".
func Cell(s string) string {
	s = Plain(s)
	if strings.HasPrefix(strings.TrimLeft(s, " "), "=") || s != "" && strings.ContainsRune("+-@\t\r", rune(s[0])) {
		return "'" + s
	}
	return s
}

// escapeInvisible writes the characters that act as JSON escapes, so that a
// file looked at in a terminal or an editor does nothing. It is the same JSON.
func escapeInvisible(data []byte) []byte {
	if !bytes.ContainsFunc(data, func(r rune) bool { return r != '\n' && acts(r) }) {
		return data
	}
	var b bytes.Buffer
	for _, r := range string(data) {
		switch {
		case r == '\n' || !acts(r):
			b.WriteRune(r)
		case r > 0xFFFF:
			r -= 0x10000
			fmt.Fprintf(&b, `\u%04x\u%04x`, 0xD800+r>>10, 0xDC00+r&0x3FF)
		default:
			fmt.Fprintf(&b, `\u%04x`, r)
		}
	}
	return b.Bytes()
}
