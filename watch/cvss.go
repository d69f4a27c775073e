package watch

import "strings"

// Metrics reads the metrics of a CVSS vector: "AV" of "CVSS:3.1/AV:N/…" is "N".
// The version is under "CVSS" where the vector writes it.
func (c CVSS) Metrics() map[string]string {
	m := map[string]string{}
	for part := range strings.SplitSeq(strings.Trim(c.Vector, "()"), "/") {
		if k, v, ok := strings.Cut(part, ":"); ok {
			m[k] = v
		}
	}
	return m
}

// maxQuote bounds a quote, in words. Source: guide, section 9.
const maxQuote = 15

// Shorten keeps the first 15 words at most of a text, for a quote; a cut is
// shown as "[…]".
func Shorten(text string) string {
	words := strings.Fields(text)
	if len(words) <= maxQuote {
		return strings.Join(words, " ")
	}
	if i := strings.Index(text, ". "); i > 0 {
		if n := len(strings.Fields(text[:i])); n >= 4 && n <= maxQuote {
			return strings.Join(strings.Fields(text[:i]), " ")
		}
	}
	return strings.TrimRight(strings.Join(words[:maxQuote-1], " "), ",;:(") + " […]"
}
