package main

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"time"

	"github.com/spf13/cobra"

	"guette/collect"
	collectors "guette/collect/all"
	"guette/collect/feed"
	"guette/collect/git"
	"guette/fetch"
	"guette/month"
	"guette/store"
	"guette/watch"
)

// A reading is what Guette reads from one address.
type reading struct {
	URL     string        `json:"url"`
	Kind    string        `json:"kind"`
	Outcome watch.Outcome `json:"outcome"`
	Reason  string        `json:"reason"`
	Message string        `json:"message"`
	Hint    string        `json:"hint,omitempty"`
	Title   string        `json:"title"`
	Link    string        `json:"link"`
	Items   []readItem    `json:"items"`
	// Git describes a repository; its items are the tags.
	Git *git.Description `json:"git,omitempty"`
}

// A readItem is one thing read; a date that is not known is null.
type readItem struct {
	ID        string     `json:"id"`
	Title     string     `json:"title"`
	Link      string     `json:"link"`
	Author    string     `json:"author"`
	Published *time.Time `json:"published"`
	Updated   *time.Time `json:"updated"`
	Summary   string     `json:"summary"`
	Content   string     `json:"content"`
}

func (a *app) sourceCommand() *cobra.Command {
	c := &cobra.Command{Use: "source", Short: "Try a source before it enters the catalogue", Args: cobra.NoArgs,
		RunE: func(c *cobra.Command, _ []string) error { return c.Help() }}
	c.AddCommand(a.sourceTest())
	return c
}

func (a *app) sourceTest() *cobra.Command {
	var kind string
	c := &cobra.Command{
		Use: "test URL…", Short: "Tell what is read from an address, item by item, and why it is refused",
		Long: `Tell what is read from an address, item by item, and why it is refused.

Without --kind the address is read as a feed. Kinds: feed, git, forge, changelog.
With --json, one object a line for each address. Nothing is kept.`,
		Args: cobra.MinimumNArgs(1),
	}
	c.Flags().StringVar(&kind, "kind", "feed", "feed, git, forge or changelog")
	c.Flags().BoolVar(&a.json, "json", false, "print the result as JSON, one object a line")
	c.RunE = func(c *cobra.Command, args []string) error {
		config, err := a.load(c)
		if err != nil {
			return err
		}
		config.Cache = "" // what is tried today must not look unchanged tomorrow
		client, err := a.client(config, nil)
		if err != nil {
			return err
		}
		defer client.Close()
		read, err := a.reader(config, client, kind)
		if err != nil {
			return err
		}
		return a.readAll(c.Context(), args, read)
	}
	return c
}

// errRefused says that an address gave nothing.
var errRefused = errors.New("refused")

func (a *app) readAll(ctx context.Context, urls []string, read func(context.Context, string) (reading, error)) error {
	refused := 0
	for _, u := range urls {
		r, err := read(ctx, u)
		if err != nil {
			return err
		}
		if !r.Outcome.Good() {
			refused++
		}
		if err := a.printReading(r); err != nil {
			return err
		}
	}
	if refused > 0 {
		return fmt.Errorf("%d of %d addresses %w", refused, len(urls), errRefused)
	}
	return nil
}

// reader returns how addresses of a kind are read.
func (a *app) reader(c *Config, client *fetch.Client, kind string) (func(context.Context, string) (reading, error), error) {
	programs := map[string]func(string) watch.Program{
		"forge":     func(u string) watch.Program { return watch.Program{Releases: u} },
		"changelog": func(u string) watch.Program { return watch.Program{Changelog: u} },
	}
	if kind == "feed" {
		return func(ctx context.Context, u string) (reading, error) { return readFeed(ctx, client, u) }, nil
	}
	if kind == "git" {
		return func(ctx context.Context, u string) (reading, error) { return a.readGit(ctx, c, client, u) }, nil
	}
	program, ok := programs[kind]
	if !ok {
		return nil, &usageError{fmt.Errorf("kind %q is not one of feed, git, forge, changelog", kind), "guette source test --kind feed URL"}
	}
	for _, col := range collectors.Collectors {
		if col.Name == kind {
			return func(ctx context.Context, u string) (reading, error) {
				p := program(u)
				p.ID, p.Name = "test", "test"
				return a.readFacts(ctx, c, client, col, p, u)
			}, nil
		}
	}
	return nil, fmt.Errorf("kind %q has no collector", kind)
}

// readFeed reads a feed entry by entry, as it is.
func readFeed(ctx context.Context, get fetch.Getter, u string) (reading, error) {
	r := reading{URL: u, Kind: "feed", Outcome: watch.OutcomeOK, Items: []readItem{}}
	resp, err := get.Do(ctx, fetch.Request{URL: u, Header: map[string][]string{"Accept": {"application/atom+xml, application/rss+xml, application/feed+json, application/xml;q=0.9, */*;q=0.5"}}})
	if err != nil {
		return r.refused(ctx, err)
	}
	f, bad, err := feed.Read(resp.Body, resp.Header, resp.URL)
	if err != nil {
		return r.refused(ctx, err)
	}
	r.Title, r.Link = f.Title, f.Link
	var notes []string
	for _, e := range bad {
		r.Outcome, r.Reason, notes = watch.OutcomeWarn, "bad-entries", append(notes, e.Error())
	}
	if len(f.Repairs) > 0 {
		r.Outcome, r.Reason, notes = watch.OutcomeWarn, fetch.ReasonRepaired, append(notes, f.Repairs...)
	}
	if f.Cut != "" {
		r.Outcome, r.Reason = watch.OutcomePartial, f.Cut
	}
	r.Message = strings.Join(notes, "; ")
	for _, i := range f.Items {
		r.Items = append(r.Items, readItem{ID: i.ID, Title: i.Title, Link: i.Link, Author: i.Author,
			Published: instant(i.Published), Updated: instant(i.Updated), Summary: i.Summary, Content: i.Content})
	}
	return r, nil
}

// refused tells why an address gave nothing. The error is that of ctx.
func (r reading) refused(ctx context.Context, err error) (reading, error) {
	if ctx.Err() != nil {
		return r, ctx.Err()
	}
	r.Outcome, r.Reason, r.Message = watch.OutcomeError, "unreadable", err.Error()
	if f, ok := errors.AsType[*fetch.Error](err); ok {
		r.Reason, r.Message, r.Hint = f.Reason, f.Message, f.Hint
		if !f.RetryAt.IsZero() {
			r.Outcome = watch.OutcomeRetryLater
		}
	}
	return r, nil
}

// readFacts runs a collector on one address, with a store that is thrown away.
func (a *app) readFacts(ctx context.Context, c *Config, get fetch.Getter, col *collect.Collector, p watch.Program, u string) (r reading, err error) {
	dir, err := os.MkdirTemp("", "guette-test-")
	if err != nil {
		return r, err
	}
	defer func() { err = errors.Join(err, os.RemoveAll(dir)) }()
	s, err := store.Open(ctx, filepath.Join(dir, "test.db"), store.Options{Now: a.now})
	if err != nil {
		return r, err
	}
	defer func() { err = errors.Join(err, s.Close()) }()
	set := settingsOf(c)
	m := watch.MonthOf(a.now(), c.Zone)
	engine := &collect.Engine{Collectors: []*collect.Collector{col}, Programs: []watch.Program{p}, Fetch: get, Store: s,
		Options: collect.Options{Month: m, Zone: c.Zone, WindowMonths: c.Window, Edition: watch.DateOf(a.now()), Tokens: set.Tokens},
		Now:     a.now, Log: a.log(), Concurrency: 1, Deadline: c.Deadline, Pause: -1}
	rows, err := engine.Run(ctx)
	if err != nil {
		return r, err
	}
	r = reading{URL: u, Kind: col.Name, Items: []readItem{}}
	for _, row := range rows {
		r.Outcome, r.Reason, r.Message, r.Hint = row.Outcome, row.Reason, row.Message, row.Hint
		if !row.Outcome.Good() {
			break
		}
	}
	var facts []watch.Fact
	for f, err := range s.Facts(ctx, p.ID, time.Time{}, time.Time{}) {
		if err != nil {
			return r, err
		}
		facts = append(facts, f)
	}
	watch.SortFacts(facts)
	for _, f := range facts {
		r.Items = append(r.Items, readItem{ID: string(f.Kind()) + " " + f.Key, Title: describe(f.Body), Link: f.Evidence.URL, Published: instant(f.At)})
	}
	return r, nil
}

// describe says a fact in a few words.
func describe(b watch.Body) string {
	switch b := b.(type) {
	case *watch.Release:
		return "release " + b.Version
	case *watch.Tag:
		return "tag " + b.Name
	case *watch.Repository:
		return "repository, default branch " + b.DefaultBranch
	case *watch.News:
		return b.Title
	}
	return string(b.Kind())
}

func instant(t time.Time) *time.Time {
	if t.IsZero() {
		return nil
	}
	t = t.UTC()
	return &t
}

func (a *app) printReading(r reading) error {
	if a.json {
		data, err := json.Marshal(r)
		if err != nil {
			return err
		}
		_, err = a.stdout.Write(month.JSONLine(data))
		return err
	}
	p := month.Plain
	fmt.Fprintf(a.stdout, "%s\n  %s, %s", p(r.URL), r.Kind, r.Outcome)
	if r.Reason != "" {
		fmt.Fprintf(a.stdout, " (%s)", p(r.Reason))
	}
	fmt.Fprintf(a.stdout, ", %d items", len(r.Items))
	if r.Title != "" {
		fmt.Fprintf(a.stdout, ", %s", p(r.Title))
	}
	fmt.Fprintln(a.stdout)
	for _, line := range []struct{ label, text string }{{"", r.Message}, {"hint: ", r.Hint}} {
		if line.text != "" {
			fmt.Fprintf(a.stdout, "  %s%s\n", line.label, p(line.text))
		}
	}
	if r.Git != nil {
		return r.Git.WriteText(a.stdout)
	}
	for _, i := range r.Items {
		day := "no date   "
		if at := i.Published; at != nil {
			day = at.Format(time.DateOnly)
		} else if i.Updated != nil {
			day = i.Updated.Format(time.DateOnly)
		}
		fmt.Fprintf(a.stdout, "  %s  %s  %s\n", day, p(i.Title), p(i.Link))
	}
	return nil
}
