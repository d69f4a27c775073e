package main

import (
	"context"

	"guette/collect"
	"guette/collect/git"
	"guette/fetch"
	"guette/watch"
)

// readGit reads a repository once and describes it: head, window, activity by
// month, tags, file changes.
func (a *app) readGit(ctx context.Context, c *Config, get fetch.Getter, u string) (reading, error) {
	r := reading{URL: u, Kind: "git", Outcome: watch.OutcomeOK, Items: []readItem{}}
	o := collect.Options{Month: watch.MonthOf(a.now(), c.Zone), Zone: c.Zone, WindowMonths: c.Window}
	d, err := git.Describe(ctx, get, u, o, a.now)
	if err != nil {
		return r.refused(ctx, err)
	}
	for _, t := range d.Tags {
		r.Items = append(r.Items, readItem{ID: t.Name, Title: t.Name, Published: instant(t.When())})
	}
	r.Title, r.Link, r.Git = d.Repository.DefaultBranch, d.Repository.MovedTo, d
	return r, nil
}
