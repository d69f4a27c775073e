package layout

import (
	"fmt"
	"strings"
	"unicode/utf16"
)

// maxString bounds a string of the file: PDF/A allows 32,767 bytes, and a
// character may take two or four.
const maxString = 8000

var literal = strings.NewReplacer(`\`, `\\`, "(", `\(`, ")", `\)`)

// PDFText writes a text string of PDF: ASCII as a literal, all else as UTF-16.
func PDFText(s string) string {
	if len(s) > maxString {
		if r := []rune(s); len(r) > maxString {
			s = string(r[:maxString]) + "…"
		}
	}
	ascii := true
	for i := range len(s) {
		ascii = ascii && s[i] >= 32 && s[i] <= 126
	}
	if ascii {
		return "(" + literal.Replace(s) + ")"
	}
	var b strings.Builder
	b.WriteString("<FEFF")
	for _, u := range utf16.Encode([]rune(s)) {
		fmt.Fprintf(&b, "%04X", u)
	}
	b.WriteByte('>')
	return b.String()
}
