package signal

import (
	"path"
	"slices"
	"strings"

	"guette/analyze/rootfile"
	"guette/internal/lazyregexp"
	"guette/watch"
)

// people follows the files that name who is responsible, how it is decided and
// who pays. Roles are counted, nobody is named; what the files say is not
// interpreted.
func people(s *scene) {
	for _, c := range s.changes {
		if c.Change == watch.ChangePresent || s.in.Day(c.Committed).In() != s.in.Month {
			continue
		}
		switch c.Role {
		case rootfile.Maintainers:
			s.maintainers(c)
		case rootfile.Governance:
			s.governance(c)
		case rootfile.Funding:
			s.funding(c)
		case rootfile.Readme:
			s.maintainerLine(c)
		}
	}
}

// maintainers compares who is listed before and after. AUTHORS and CREDITS are
// left out: a new contributor is no new maintainer.
func (s *scene) maintainers(c rootfile.Change) {
	name := strings.ToLower(path.Base(c.Path))
	if strings.HasPrefix(name, "authors") || strings.HasPrefix(name, "credits") || strings.HasPrefix(name, "contributors") {
		return
	}
	date := s.in.Day(c.Committed)
	d := &watch.SignalDetail{Theme: themeGovernance, Path: c.Path, Commit: c.Commit}
	switch c.Change {
	case watch.ChangeAdded:
		d.Note, d.N = "file-added", len(handles(c.After))
	case watch.ChangeRemoved:
		d.Note, d.Before = "file-removed", len(handles(c.Before))
	default:
		was, now := handles(c.Before), handles(c.After)
		added, gone := minus(now, was), minus(was, now)
		if len(added) == 0 && len(gone) == 0 {
			return
		}
		d.Note, d.N, d.Before, d.From, d.To = "listed", len(now), len(was), itoa(len(gone)), itoa(len(added))
	}
	if moved(s.changes, c) {
		return
	}
	s.raise(watch.FindingMaintainerChange, short(c), date, watch.Certain, d, evidenceOf(c, ""))
}

// moved tells whether the same commit removes or adds the same text elsewhere.
func moved(changes []rootfile.Change, c rootfile.Change) bool {
	text := c.After + c.Before
	return (c.Change == watch.ChangeAdded || c.Change == watch.ChangeRemoved) && slices.ContainsFunc(changes, func(o rootfile.Change) bool {
		return o.Commit == c.Commit && o.Path != c.Path && o.Change != c.Change && o.Role == c.Role && alike(o.Before+o.After, text)
	})
}

// handle is an account of a forge, or the address in angle brackets, by which
// these files name a person or a team. They are compared and never printed.
var handle = lazyregexp.New(`(?:^|[\s(,|\[/])@([A-Za-z0-9][\w./-]{1,60})|<([^<>@\s]+@[^<>\s]+)>|github\.com/([A-Za-z0-9][\w-]{1,40})\)`)

func handles(text string) []string {
	var out []string
	for _, line := range strings.Split(text, "\n") {
		if strings.HasPrefix(strings.TrimSpace(line), "#") && !strings.Contains(line, "@") {
			continue
		}
		for _, m := range handle.Re().FindAllStringSubmatch(line, 20) {
			h := strings.ToLower(m[1] + m[2] + m[3])
			if !slices.Contains(out, h) {
				out = append(out, h)
			}
		}
	}
	return out
}

func minus(a, b []string) (out []string) {
	for _, x := range a {
		if !slices.Contains(b, x) {
			out = append(out, x)
		}
	}
	return out
}

// wordsChanged is the least number of words that must differ in a governance
// file: below, a typing error was mended.
const wordsChanged = 15

func (s *scene) governance(c rootfile.Change) {
	if moved(s.changes, c) {
		return
	}
	d := &watch.SignalDetail{Theme: themeGovernance, Path: c.Path, Commit: c.Commit, Note: "file-" + string(c.Change)}
	if c.Change == watch.ChangeModified && differ(c.Before, c.After) < wordsChanged {
		return
	}
	s.raise(watch.FindingGovernance, short(c), s.in.Day(c.Committed), watch.Certain, d, evidenceOf(c, ""))
}

func differ(a, b string) int {
	count := map[string]int{}
	for _, w := range strings.Fields(a) {
		count[w]++
	}
	n := 0
	for _, w := range strings.Fields(b) {
		if count[w]--; count[w] < 0 {
			n++
		}
	}
	for _, k := range count {
		n += max(k, 0)
	}
	return n
}

func (s *scene) funding(c rootfile.Change) {
	if c.Change != watch.ChangeAdded || moved(s.changes, c) {
		return
	}
	d := &watch.SignalDetail{Theme: themeFunding, Path: c.Path, Commit: c.Commit, Note: "file-added"}
	s.raise(watch.FindingGovernance, short(c), s.in.Day(c.Committed), watch.Certain, d, evidenceOf(c, ""))
}

// maintainer finds the line by which a README names who maintains the project.
var maintainer = lazyregexp.New(`(?im)^\W*(?:(?:current|project|lead)\s+)?(?:maintainers?|maintained\s+by)\s*[:\-]?\s+(?:by\s+)?(\[?[^\n|]{3,80})$`)

func (s *scene) maintainerLine(c rootfile.Change) {
	if c.Change != watch.ChangeModified || c.Cut {
		return
	}
	was, now := maintainer.Re().FindStringSubmatch(c.Before), maintainer.Re().FindStringSubmatch(c.After)
	if was == nil || now == nil || plainName(was[1]) == plainName(now[1]) {
		return
	}
	d := &watch.SignalDetail{Theme: themeGovernance, Path: c.Path, Commit: c.Commit, Note: "readme-line"}
	s.raise(watch.FindingMaintainerChange, short(c), s.in.Day(c.Committed), watch.Probable, d, evidenceOf(c, ""))
}

// nextSentence is where the words after a name begin; "J. Doe" is one name.
var nextSentence = lazyregexp.New(`\pL{3}\. `)

func plainName(s string) string {
	if at := nextSentence.Re().FindStringIndex(s); at != nil {
		s = s[:at[1]-2]
	}
	return strings.ToLower(strings.Join(strings.FieldsFunc(plainText(s), func(r rune) bool { return !('a' <= r && r <= 'z' || 'A' <= r && r <= 'Z' || r > 127) }), " "))
}
