package notes

import (
	"strings"

	"guette/internal/lazyregexp"
)

// A Component is a program that a release embeds in another version.
type Component struct {
	Name     string // as the notes write it
	From, To string // numbers only; From may be ""
}

var (
	bumpFrom = lazyregexp.New(`(?i)\b(?:bump|update|upgrade)[sd]?\s+([@\w./-]{2,80})\s+from\s+(\S{1,60})\s+to\s+(\S{1,60})`)
	bumpTo   = lazyregexp.New(`(?i)\b(?:bump|update|upgrade)[sd]?\s+([@\w./-]{2,80})(?:\s+version)?\s+to\s+(v?\d\S{0,60})`)
	numbers  = lazyregexp.New(`^[vV=^~]*(\d+(?:\.\d+)+)`)
)

// Bumps lists the components that notes say to have changed: entries of the
// form "Bump X from a to b" or "Bump X to b".
func Bumps(text string) []Component {
	if len(text) > maxText {
		text = text[:maxText]
	}
	var list []Component
	for _, e := range strings.Split(text, "\n") {
		e = clean(e)
		if m := bumpFrom.Re().FindStringSubmatch(e); m != nil {
			if from, to := number(m[2]), number(m[3]); to != "" {
				list = append(list, Component{m[1], from, to})
			}
		} else if m := bumpTo.Re().FindStringSubmatch(e); m != nil {
			if to := number(m[2]); to != "" {
				list = append(list, Component{m[1], "", to})
			}
		}
	}
	return list
}

// number drops what container tags add to a version: 1.31.0-alpine.
func number(s string) string {
	m := numbers.Re().FindStringSubmatch(s)
	if m == nil {
		return ""
	}
	return m[1]
}
