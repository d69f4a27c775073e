// Package news chooses the news of the month: which items of feeds speak of
// which program, of what theme, once each story, in a documented order. Titles
// are quoted, never rewritten.
package news

import (
	"cmp"
	"hash/fnv"
	"slices"
	"strconv"
	"strings"

	"guette/analyze"
	"guette/watch"
)

// Analyzer finds the news of a program.
var Analyzer = &analyze.Analyzer{
	Name: "news",
	Doc: `News of the month

Items of the program's own feeds, and items of general feeds that name it in
their title or link to its site, dated in the month. An item without a date is
no news of any month. The same story is told once: titles alike within ten
days, or alike in part with the same versions or CVE. Rank: theme, own feed,
number of sources, name in the title; see docs/method.md.`,
	Run: run,
}

func run(in *analyze.Input, out *analyze.Output) error {
	var items []item
	for f, n := range watch.Of[*watch.News](in.Facts) {
		if in.In(n.Published) {
			items = append(items, newItem(in, f, n, []string{in.Program.ID}, true))
		}
	}
	if in.Shared != nil {
		for _, f := range in.Shared.News {
			n, ok := f.Body.(*watch.News)
			if !ok || !in.In(n.Published) {
				continue
			}
			// One finding an item, whatever the number of programs: that of the
			// first of them.
			if programs := named(in.Programs, n); len(programs) > 0 && programs[0] == in.Program.ID {
				items = append(items, newItem(in, f, n, programs, false))
			}
		}
	}
	for _, it := range unite(items) {
		out.Findings = append(out.Findings, it.finding(in.Program.ID))
	}
	return nil
}

// General finds the news of general feeds that name no program of the
// catalogue: the title has a theme (governance, law and policy, funding), and the
// item speaks of free software.
func General(shared *analyze.Shared, in *analyze.Input) []watch.Finding {
	var items []item
	for _, f := range shared.News {
		n, ok := f.Body.(*watch.News)
		if !ok || !in.In(n.Published) || len(named(in.Programs, n)) > 0 {
			continue
		}
		if weight[ThemeOf(n.Title, "")] >= weight[Funding] && free.Re().MatchString(n.Title+" "+n.Summary) {
			items = append(items, newItem(in, f, n, nil, false))
		}
	}
	var out []watch.Finding
	for _, it := range unite(items) {
		out = append(out, it.finding(""))
	}
	return out
}

// An item is one item of a feed on its way to a finding.
type item struct {
	*watch.News
	fact     watch.Fact
	date     watch.Date
	programs []string
	own      bool // of a feed of the program
	theme    Theme
	marks    []string // versions and CVE that it names
	grams    map[string]bool
	others   []string
}

func newItem(in *analyze.Input, f watch.Fact, n *watch.News, programs []string, own bool) item {
	text := n.Title + " " + n.Summary
	return item{News: n, fact: f, date: in.Day(n.Published), programs: programs, own: own, theme: ThemeOf(n.Title, n.Summary),
		marks: marks(text), grams: trigrams(n.Title)}
}

// rank is the place of a story: the higher, the earlier.
func (it item) rank() int {
	r := 10 * weight[it.theme]
	if it.own {
		r += 5
	}
	r += min(len(it.others), 4)
	if len(it.programs) > 0 && strings.Contains(strings.ToLower(it.Title), strings.ToLower(it.programs[0])) {
		r += 2
	}
	return r
}

func (it item) finding(program string) watch.Finding {
	ev := it.fact.Evidence
	if it.Link != "" {
		ev.URL = it.Link
	}
	ev.Title = it.Title
	programs := slices.Clone(it.programs)
	return watch.Finding{
		ID: "news:" + cmp.Or(program, "general") + ":" + it.key(), Program: program, Kind: watch.FindingNews, Date: it.date,
		Severity: watch.SeverityNone, Confidence: watch.Certain,
		Detail: &watch.NewsDetail{Title: it.Title, Lang: language(it.News), Feed: it.Feed, Theme: string(it.theme), Programs: programs,
			Others: it.others, Rank: it.rank()},
		Evidence: []watch.Evidence{ev},
	}
}

// key names a story by its address, else by its feed and id.
func (it item) key() string {
	h := fnv.New64a()
	h.Write([]byte(cmp.Or(it.Link, it.FeedLink+" "+it.News.ID)))
	return strconv.FormatUint(h.Sum64(), 36)
}
