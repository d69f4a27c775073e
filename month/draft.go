package month

import (
	"context"

	"guette/watch"
)

// Draft writes the drafts of the month, merged with what is there.
func (d *Desk) Draft(ctx context.Context) (*watch.Analysis, error) {
	a, err := d.Analyze(ctx)
	if err != nil {
		return nil, err
	}
	return a, d.remember(ctx, a)
}
