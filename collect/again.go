package collect

import (
	"cmp"
	"context"
	"slices"
	"time"

	"guette/fetch"
	"guette/watch"
)

const (
	maxWait      = 2 * time.Minute // for hosts that name a time; forges that are spent say an hour
	defaultPause = 2 * time.Second
)

// passing are the reasons that may be gone a moment later. Silence is not one
// of them: waiting for a dead host a second time costs minutes.
var passing = []string{fetch.ReasonRateLimited, fetch.ReasonHostDown, fetch.ReasonReset, fetch.ReasonTruncated, fetch.ReasonStorm,
	fetch.HTTPReason(500), fetch.HTTPReason(502), fetch.HTTPReason(503), fetch.HTTPReason(504)}

// late lists the tasks to read once more, and how long to wait before.
func (e *Engine) late(tasks []task, rows map[Row]watch.SourceReport) (list []task, wait time.Duration) {
	now := e.Now()
	wait = cmp.Or(e.Pause, defaultPause)
	for _, t := range tasks {
		r := rows[t.row()]
		left := r.RetryAt.Sub(now)
		if !again(r) || !r.RetryAt.IsZero() && left > maxWait {
			continue
		}
		list = append(list, t)
		if !r.RetryAt.IsZero() {
			wait = max(wait, left)
		}
	}
	return list, wait
}

// again tells whether a source may answer better now. One that was slow has
// spoken; one that was silent has not.
func again(r watch.SourceReport) bool {
	switch r.Outcome {
	case watch.OutcomeRetryLater:
		return true
	case watch.OutcomePartial:
		return r.Reason == fetch.ReasonTimeout || slices.Contains(passing, r.Reason)
	case watch.OutcomeError:
		return r.Reason == fetch.ReasonTimeout && r.Bytes > 0 || slices.Contains(passing, r.Reason)
	}
	return false
}

// secondPass waits, reads the tasks again and puts the better row of each into
// rows, with the cost of both.
func (e *Engine) secondPass(ctx context.Context, tasks []task, wait time.Duration, rows map[Row]watch.SourceReport, board *board) error {
	timer := time.NewTimer(wait)
	defer timer.Stop()
	select {
	case <-ctx.Done():
		return ctx.Err()
	case <-timer.C:
	}
	second, err := e.pass(ctx, tasks, board.again(tasks), func(ctx context.Context, t task) (watch.SourceReport, error) {
		r, err := e.read(ctx, t)
		if err != nil {
			return r, err
		}
		r = better(rows[t.row()], r)
		return r, e.keep(ctx, r)
	})
	for row, r := range second {
		rows[row] = r
	}
	return err
}

// better is the second row, unless only the first has facts to be used.
func better(first, second watch.SourceReport) watch.SourceReport {
	r := second
	if first.Outcome.Good() && !second.Outcome.Good() {
		r = first
	}
	r.Requests = first.Requests + second.Requests
	r.Bytes = first.Bytes + second.Bytes
	r.Seconds = first.Seconds + second.Seconds
	return r
}
