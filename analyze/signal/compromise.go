package signal

import (
	"strings"

	"guette/internal/lazyregexp"
	"guette/watch"
)

var malicious = lazyregexp.New(`(?i)\b(?:malicious\s+(?:code|version|release|package)|backdoor(?:ed)?|supply[\s-]chain\s+(?:attack|compromise)|(?:release|package|tarball|repository|infrastructure)s?\s+(?:\S+\s+){0,3}?(?:was|were|has\s+been|have\s+been)\s+compromised|embedded\s+malicious)\b`)

// compromises says that a release was tampered with: a record of malicious
// packages, or an advisory on the program that says so in its title.
func compromises(s *scene) {
	for f, a := range watch.Of[*watch.Advisory](s.in.Facts) {
		date := s.in.Day(a.Published)
		if date.In() != s.in.Month && s.in.Day(a.Withdrawn).In() != s.in.Month {
			continue
		}
		title, _, _ := strings.Cut(strings.TrimSpace(a.Details), "\n")
		if !strings.HasPrefix(a.ID, "MAL-") && !malicious.Re().MatchString(a.Summary) && (a.Summary != "" || !malicious.Re().MatchString(title)) {
			continue
		}
		d := &watch.SignalDetail{Theme: themeSecurity, Note: "advisory", Other: a.ID, Quote: quoteOf(firstOf(a.Summary, title))}
		ev := f.Evidence
		if d.Quote != nil {
			ev.Quote = d.Quote.Text
		}
		if !a.Withdrawn.IsZero() && s.in.Past(a.Withdrawn) {
			d.Note, d.Cancels = "withdrawn", s.in.Program.ID+":"+string(watch.FindingCompromise)+":"+a.ID
			s.raise(watch.FindingReversal, "compromise:"+a.ID, s.in.Day(a.Withdrawn), watch.Certain, d, ev)
			continue
		}
		s.raise(watch.FindingCompromise, a.ID, date, watch.Certain, d, ev)
	}
}

func firstOf(a, b string) string {
	if a != "" {
		return a
	}
	return b
}
