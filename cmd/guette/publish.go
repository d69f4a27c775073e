package main

import (
	"context"
	"errors"
	"fmt"
	"strings"

	"github.com/spf13/cobra"

	"guette/month"
)

func (a *app) publishCommand() *cobra.Command {
	var p month.Publication
	c := a.stage("publish", "Make the PDF and HTML of the reviewed drafts",
		`Make the PDF and HTML of the drafts whose status is "relu" or "diffusé".
PDFs are signed where publisher.signature is configured; those of --draft never.

A draft with a conflict or a point left to decide is refused. Once all drafts of
a month were published for good, the month is closed: what becomes known later
goes into the next bulletin.`,
		opening{locked: "publish"}, func(ctx context.Context, j *job) error { return a.publish(ctx, j, p) })
	c.Flags().BoolVar(&p.Drafts, "draft", false, "also those that nobody has reviewed, with the word Brouillon on each page")
	c.Flags().BoolVar(&p.Force, "force", false, "also those where something is left to decide")
	return c
}

// publish makes the outputs and tells each of them.
func (a *app) publish(ctx context.Context, j *job, p month.Publication) error {
	signer, err := j.config.Signature.signer()
	if err != nil {
		return err
	}
	j.Settings.Signer = signer
	collectAt(gcPublishing)
	done, err := j.Publish(ctx, p)
	if err != nil && !errors.Is(err, month.ErrNothingToPublish) {
		return err
	}
	if a.json {
		return errors.Join(err, a.printJSON(done))
	}
	for _, d := range done {
		if d.Refused != "" {
			a.refused(d)
			continue
		}
		for _, w := range d.Warnings {
			fmt.Fprintf(a.stderr, "%s: %s\n", d.Draft, month.Plain(w))
		}
		if !a.quiet {
			fmt.Fprintln(a.stdout, j.Dir()+"/"+d.PDF)
		}
	}
	return err
}

// refused tells why a draft was not published, each of several reasons on a
// line of its own.
func (a *app) refused(d month.Published) {
	reasons := strings.Split(d.Refused, "\n")
	if len(reasons) == 1 {
		fmt.Fprintf(a.stderr, "%s not published: %s\n", d.Draft, month.Plain(reasons[0]))
		return
	}
	fmt.Fprintf(a.stderr, "%s not published, %d reasons:\n", d.Draft, len(reasons))
	for _, r := range reasons {
		fmt.Fprintf(a.stderr, "  %s\n", month.Plain(r))
	}
}
