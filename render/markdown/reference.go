package markdown

import (
	"html"
	"strings"
)

const punctuation = "!\"#$%&'()*+,-./:;<=>?@[\\]^_`{|}~"

// maxReference bounds "&name;": the longest name of HTML has 31 letters.
const maxReference = 33

// unescape undoes backslash escapes and character references, in one pass: what
// an escape gave is never read as a reference.
func unescape(s string) string {
	if !strings.ContainsAny(s, `\&`) {
		return s
	}
	var b strings.Builder
	for i := 0; i < len(s); i++ {
		switch {
		case s[i] == '\\' && i+1 < len(s) && strings.IndexByte(punctuation, s[i+1]) >= 0:
			i++
			b.WriteByte(s[i])
		case s[i] == '&':
			ref, n := reference(s[i:])
			b.WriteString(ref)
			i += n - 1
		default:
			b.WriteByte(s[i])
		}
	}
	return b.String()
}

// reference reads a character reference at the head of s: its text and length.
func reference(s string) (string, int) {
	end := strings.IndexByte(s[:min(len(s), maxReference)], ';')
	if end < 2 {
		return s[:1], 1
	}
	// A name without its own meaning may begin with one that has ("&nothing;").
	if out := html.UnescapeString(s[:end+1]); out != s[:end+1] && (!strings.HasSuffix(out, ";") || out == ";") {
		return strings.ReplaceAll(out, "\x00", "\ufffd"), end + 1
	}
	return s[:1], 1
}

// Destination is the address of a link or of an image, references undone.
func Destination(raw []byte) string { return strings.TrimSpace(unescape(string(raw))) }
