package all_test

import (
	"bytes"
	"fmt"
	"regexp"
	"strings"
	"testing"

	"guette/collect"
	"guette/collect/all"
	"guette/fetch"
	"guette/internal/golden"
	"guette/watch"
)

var kebab = regexp.MustCompile(`^[a-z0-9]+(-[a-z0-9]+)*$`)

// everything is a program with one of all that a catalogue may give.
var everything = watch.Program{
	ID: "everything", Repositories: []string{"https://github.com/example/everything"}, Feeds: []string{"https://everything.test/feed"},
	Changelog: "https://everything.test/CHANGES", EndOfLife: "everything", PURLs: []string{"pkg:pypi/everything"}, Debian: "everything",
}

func TestEveryCollectorIsNamedDocumentedAndReadsSomething(t *testing.T) {
	names := map[string]bool{}
	o := collect.Options{News: []string{"https://news.test/feed"}, Tokens: map[string]fetch.Token{"api.github.com": {}}}
	for _, c := range all.Collectors {
		title, text, ok := strings.Cut(c.Doc, "\n\n")
		if !kebab.MatchString(c.Name) || names[c.Name] || !ok || strings.Contains(title, "\n") || len(text) < 100 {
			t.Errorf("collector %q: want a name of its own in kebab-case, and a title, an empty line and a text as its document", c.Name)
		}
		names[c.Name] = true
		var sources []collect.Source
		if c.Sources != nil {
			sources = c.Sources(everything, o)
		}
		if c.Shared != nil {
			sources = append(sources, c.Shared(o)...)
		}
		if len(sources) == 0 || c.Collect == nil {
			t.Errorf("collector %q reads nothing of a program that has everything", c.Name)
		}
	}
}

// TestDocument keeps docs/collectors.md: go test ./collect/all -update writes it.
func TestDocument(t *testing.T) {
	var out bytes.Buffer
	out.WriteString("# Collectors\n\nWritten from the collectors' own documents by `go test ./collect/all -update`: edit them there.\n\n" +
		"A collector turns the answers of one kind of source into facts, each with its evidence. " +
		"The engine reads all sources of a stage in parallel, then those of the next stage, which needs what was found before. " +
		"Each source gives one row of the run report. " +
		"A source that has not changed since its facts were kept is asked conditionally and not read again. " +
		"A day without a time is kept as the first instant of that day in the time zone of the publisher.\n")
	for _, c := range all.Collectors {
		title, text, _ := strings.Cut(c.Doc, "\n\n")
		fmt.Fprintf(&out, "\n## %s\n\n`%s`, stage %d.\n\n%s\n", title, c.Name, c.Stage, strings.TrimSpace(text))
	}
	golden.Equal(t, "../../../docs/collectors.md", out.Bytes())
}
