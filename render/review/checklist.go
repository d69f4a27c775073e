package review

import (
	"fmt"
	"regexp"
	"strings"

	"guette/render/markup"
	"guette/render/merge"
)

var checklist = regexp.MustCompile(`(?s)\n*<!-- guette:review\n.*?-->\n`)

// Checklist puts the items into a comment at the head of the draft, in place of
// the one that was there; without items it only takes that away. The text of
// the draft stays as it is.
func Checklist(doc []byte, items []Item) []byte {
	text := checklist.ReplaceAllString(string(doc), "\n")
	if len(items) == 0 {
		return []byte(text)
	}
	var b strings.Builder
	fmt.Fprintf(&b, "\n<!-- guette:review\nÀ relire, numéros de ligne comptés sans cette liste :\n\n")
	for _, i := range items {
		fmt.Fprintf(&b, "- [ ] %s\n", inComment(i.String()))
	}
	b.WriteString("-->\n")
	at := 0
	if _, end, ok := merge.Front(text); ok {
		at = end + strings.IndexByte(text[end:]+"\n", '\n') + 1
		at = min(at, len(text))
	}
	return []byte(text[:at] + b.String() + text[at:])
}

// inComment makes text that cannot end a comment.
func inComment(s string) string {
	s = markup.Attribute(s)
	return strings.ReplaceAll(s[1:len(s)-1], "\n", " ")
}
