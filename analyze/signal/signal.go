// Package signal raises the signals of the strategic bulletin: what changed in
// the ground that a program stands on. Each signal is dated and proved by a
// quote, a commit or an address. A signal that is not sure is not raised: the
// bulletin must be right more often than complete.
package signal

import (
	"fmt"
	"strings"

	"guette/analyze"
	"guette/analyze/rootfile"
	"guette/watch"
)

// Analyzer raises all signals of a program. It runs before the analyzer of
// health, which reads its notices.
var Analyzer = &analyze.Analyzer{
	Name: "signal",
	Doc: `Signals

Notices of the project about itself (end, deprecation, maintenance mode, move,
fork, search for maintainers, source-only distribution, compromise), licence,
state of the repository, maintainers and governance files, tags moved or
deleted, and the project's own rhythm (silence, late release, one person,
suspected abandonment). Each has a quote, a commit or an address. Rules and
thresholds: docs/method.md.`,
	Run: run,
}

// Themes of the strategic bulletin.
const (
	themeLicence     = "licence"
	themeGovernance  = "governance"
	themeStop        = "stop"
	themePublication = "publication"
	themeRepository  = "repository"
	themeFunding     = "funding"
	themeSecurity    = "security"
)

// rules lists the families of signals, in the order of the bulletin.
var rules = []func(*scene){
	notices,
	licences,
	repositories,
	people,
	tags,
	compromises,
	rhythm,
	untagged,
	dependencies,
}

func run(in *analyze.Input, out *analyze.Output) error {
	s := &scene{in: in, out: out, seen: map[string]bool{}, roots: map[string]map[string][]*notice{}}
	s.changes = rootfile.Changes(in.Facts, in.Month.End(in.Zone))
	for _, rule := range rules {
		rule(s)
	}
	return nil
}

// A scene is what the rules read and where they write.
type scene struct {
	in      *analyze.Input
	out     *analyze.Output
	changes []rootfile.Change
	seen    map[string]bool                 // ids raised
	roots   map[string]map[string][]*notice // claims of each file, by repository
}

// raise adds a finding once. A finding without evidence does not exist.
func (s *scene) raise(kind watch.FindingKind, key string, date watch.Date, confidence watch.Confidence, d *watch.SignalDetail, ev ...watch.Evidence) string {
	id := fmt.Sprintf("%s:%s:%s", s.in.Program.ID, kind, key)
	if s.seen[id] || len(ev) == 0 || ev[0].URL == "" {
		return id
	}
	s.seen[id] = true
	d.New = date.In() == s.in.Month
	s.out.Findings = append(s.out.Findings, watch.Finding{
		ID: id, Program: s.in.Program.ID, Kind: kind, Date: date, Severity: severityOf(kind, d), Confidence: confidence,
		Detail: d, Evidence: ev,
	})
	return id
}

// todo marks the last finding for a person.
func (s *scene) todo(id, reason string) {
	for i := range s.out.Findings {
		if s.out.Findings[i].ID == id {
			s.out.Findings[i].Todo = reason
		}
	}
}

func severityOf(kind watch.FindingKind, d *watch.SignalDetail) watch.Severity {
	switch kind {
	case watch.FindingCompromise:
		return watch.SeverityCritical
	case watch.FindingAbandonment, watch.FindingEndOfLife:
		return watch.SeverityHigh
	case watch.FindingLicenceChange:
		if d.Free != nil && !*d.Free {
			return watch.SeverityHigh
		}
		return watch.SeverityMedium
	case watch.FindingDeprecation, watch.FindingSilence:
		return watch.SeverityMedium
	case watch.FindingReversal, watch.FindingRename:
		return watch.SeverityNone
	}
	return watch.SeverityLow
}

// quoteOf is at most fifteen words of a source; a cut in the middle or at the
// end is not marked: the words are exact.
func quoteOf(text string) *watch.Quote {
	words := strings.Fields(text)
	if len(words) > quoteWords {
		words = words[:quoteWords]
	}
	if len(words) == 0 {
		return nil
	}
	return &watch.Quote{Text: strings.TrimRight(strings.Join(words, " "), ",;:"), Lang: "en"}
}

// quoteWords is the most that a bulletin quotes.
const quoteWords = 15

// evidenceOf is the evidence of a change with the words that prove it.
func evidenceOf(c rootfile.Change, quote string) watch.Evidence {
	ev := c.Evidence
	ev.Path = c.Path
	if ev.Commit == "" {
		ev.Commit = c.Commit
	}
	ev.Quote = quote
	return ev
}

// short is the start of a commit, or the month where it is not known.
func short(c rootfile.Change) string {
	if len(c.Commit) >= 12 {
		return c.Commit[:12]
	}
	return c.Month.String() + "-" + strings.ToLower(c.Path)
}
