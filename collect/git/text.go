package git

import (
	"bytes"
	"regexp"
	"strings"
	"unicode/utf8"

	"golang.org/x/text/encoding/charmap"
)

// maxText is what a fact keeps of a file or of a message: the longest licence
// in use, the GPL version 3, has 35 KB, of which the first 32 tell all.
const maxText = 32 << 10

// mailAddress finds e-mail addresses in running text. Versions of packages
// (pkg@1.2.3) have digits where a domain has letters.
var mailAddress = regexp.MustCompile(`(?i)[\p{L}\p{N}._%+=~-]{1,64}@([\p{L}\p{N}-]{1,63}(?:\.[\p{L}\p{N}-]{1,63})*\.\p{L}{2,24})`)

// withoutAddresses takes the addresses of people out of a text; which domain
// they were at stays, for it may say who answers for the project.
func withoutAddresses(s string) string {
	if !strings.Contains(s, "@") {
		return s
	}
	return mailAddress.ReplaceAllString(s, "[address at $1]")
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
