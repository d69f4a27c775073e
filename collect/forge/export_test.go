package forge

import (
	"time"

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
