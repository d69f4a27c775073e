package forge

import (
	"time"

	"guette/fetch"
	"guette/watch"
)

// Kinds are the forms that ParseAs reads.
var Kinds = []string{kindGitHubAtom, kindFeed, kindGitHub, kindGitLab, kindGitea, kindBitbucket}

// ParseAs reads an answer of a kind of source.
func ParseAs(kind string, in []byte) ([]watch.Release, error) {
	p := place{kind: kind, host: "forge.test", path: "o/r"}
	var entries []entry
	var err error
	switch kind {
	case kindFeed:
		entries, _, err = parseFeed(place{}, in, nil, "https://forge.test/feed")
	case kindGitHubAtom:
		entries, _, err = parseFeed(p, in, nil, "https://forge.test/feed")
	default:
		_, _ = parseState(p, in, time.Unix(0, 0))
		_, _ = parseIssues(in, time.Time{}, time.Unix(1<<40, 0))
		entries, _, _, err = parseAPI(p, in, nil)
	}
	var releases []watch.Release
	for _, e := range entries {
		releases = append(releases, e.release)
	}
	return releases, err
}

// MonthOf counts a month in a page of tickets, and reads the same bytes as the
// answers to each.
func MonthOf(in []byte, from, to, now time.Time) (*watch.Issues, error) {
	resp := &fetch.Response{Body: in}
	list, err := parseTickets(resp, now)
	c := tickets{list: list}.in(from, to)
	var hours []float64
	for _, k := range append(c.opened, ticket{Created: from, Author: &account{ID: 1}}) {
		if k.author().nobody() {
			continue
		}
		if at, err := parseAnswer(resp, k, now); err == nil && !at.IsZero() {
			hours = append(hours, at.Sub(k.Created).Hours())
		}
	}
	return &watch.Issues{Opened: len(c.opened), Closed: c.done, Backlog: c.backlog, FirstResponse: medianOf(hours)}, err
}
