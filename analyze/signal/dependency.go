package signal

import (
	"regexp"
	"slices"
	"strings"
	"unicode"

	"guette/watch"
)

const themeDependency = "dependency"

// shortName is the length under which the name of a program may be any word.
const shortName = 4

// dependencies says that a commit of the month replaces another program of the
// catalogue: what a reader runs beside may change with the next version.
func dependencies(s *scene) {
	for f, c := range watch.Of[*watch.Commit](s.in.Facts) {
		if !c.Says(watch.CommitReplace) || !s.in.In(c.Committed) {
			continue
		}
		other := s.named(c.Subject)
		if other == "" {
			continue
		}
		d := &watch.SignalDetail{Theme: themeDependency, Note: "replacement", Other: other, Commit: c.Hash, Quote: quoteOf(issue.ReplaceAllString(c.Subject, ""))}
		if v := s.firstVersionOf(c.Repository, c.Committed); v != "" {
			d.Version = v
		}
		ev := f.Evidence
		ev.Quote = c.Subject
		s.raise(watch.FindingDistribution, "replacement:"+c.Hash[:min(12, len(c.Hash))], s.in.Day(c.Committed), watch.Uncertain, d, ev)
	}
}

// issue is the number of a request at the end of a subject: no part of a quote.
var issue = regexp.MustCompile(`\s*\(#\d+\)$`)

// named is the id of another program of the catalogue that a subject names as a
// whole word.
func (s *scene) named(subject string) string {
	if s.in.Programs == nil {
		return ""
	}
	words := strings.FieldsFunc(strings.ToLower(subject), func(r rune) bool { return !unicode.IsLetter(r) && !unicode.IsDigit(r) && r != '-' && r != '.' })
	for _, p := range s.in.Programs.All() {
		if p.ID == s.in.Program.ID {
			continue
		}
		for _, name := range append([]string{p.Name, p.ID}, p.Aliases...) {
			if len(name) >= shortName && slices.Contains(words, strings.ToLower(name)) {
				return p.ID
			}
		}
	}
	return ""
}
