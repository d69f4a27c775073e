package collect

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"strings"
	"time"
	"unicode"

	"guette/fetch"
	"guette/watch"
)

const (
	maxLine     = 400 // runes of a message: four lines of a terminal
	maxBadShown = 3   // bad entries told one by one in a row; the others are counted
)

var errDeadline = errors.New("deadline of the source")

// An Error says why a source that answered gave nothing. Reason is a stable
// code of the run report.
type Error struct {
	Reason  string // those of package fetch, and a few of a collector's own
	Message string // one line, for people
	Hint    string // what to do; may be ""
	Err     error
}

// Error tells the message and the cause.
func (e *Error) Error() string {
	if e.Err == nil {
		return e.Message
	}
	return e.Message + ": " + e.Err.Error()
}

// Unwrap returns the cause.
func (e *Error) Unwrap() error { return e.Err }

// Hinted is err with a better hint, when it is an answer of that status.
func Hinted(err error, status int, hint string) error {
	f, ok := errors.AsType[*fetch.Error](err)
	if !ok || f.Status != status {
		return err
	}
	better := *f
	better.Hint = hint
	return &better
}

// describe turns what a collector returned into outcome, reason, message, hint.
func (e *Engine) describe(r *watch.SourceReport, res Result, own context.Context, err error) {
	r.Requests, r.Bytes = res.Requests, res.Bytes
	if err != nil {
		e.describeError(r, own, err)
	} else {
		describeResult(r, res)
	}
	r.Message, r.Hint = oneLine(r.Message), oneLine(cmp.Or(r.Hint, fetch.Hint(r.Reason)))
}

func describeResult(r *watch.SourceReport, res Result) {
	r.Reason, r.Message, r.Hint, r.RetryAt = res.Reason, res.Message, res.Hint, utc(res.RetryAt)
	switch {
	case res.Partial:
		r.Outcome = watch.OutcomePartial
	case res.Reason != "" || len(res.Bad) > 0:
		r.Outcome = watch.OutcomeWarn
	case res.Unchanged:
		r.Outcome = watch.OutcomeUnchanged
	default:
		r.Outcome = watch.OutcomeOK
	}
	if len(res.Bad) > 0 {
		if r.Reason == "" {
			r.Reason = fetch.ReasonBadEntries
		}
		r.Message = strings.TrimPrefix(r.Message+"; "+badEntries(res.Bad), "; ")
	}
}

func badEntries(bad []error) string {
	texts := make([]string, 0, maxBadShown)
	for _, err := range bad[:min(len(bad), maxBadShown)] {
		texts = append(texts, err.Error())
	}
	noun := "entries"
	if len(bad) == 1 {
		noun = "entry"
	}
	return fmt.Sprintf("%d %s left out: %s", len(bad), noun, strings.Join(texts, "; "))
}

func (e *Engine) describeError(r *watch.SourceReport, own context.Context, err error) {
	r.Outcome = watch.OutcomeError
	if f, ok := errors.AsType[*fetch.Error](err); ok {
		r.Requests += f.Requests
		r.Bytes += f.Bytes
		r.Reason, r.Message, r.Hint, r.RetryAt = f.Reason, f.Message, f.Hint, utc(f.RetryAt)
		if f.URL != r.URL {
			r.Message = f.URL + ": " + r.Message
		}
		if !f.RetryAt.IsZero() {
			r.Outcome = watch.OutcomeRetryLater
		}
		return
	}
	if context.Cause(own) == errDeadline {
		r.Reason, r.Message = fetch.ReasonTimeout, fmt.Sprintf("not finished within %s", e.deadline())
		r.Hint = "run again: it goes on; raise fetch.per_source_deadline if it happens each month"
		return
	}
	if own, ok := errors.AsType[*Error](err); ok {
		r.Reason, r.Message, r.Hint = own.Reason, err.Error(), own.Hint
		return
	}
	r.Reason, r.Message = "unreadable", err.Error()
}

func utc(t time.Time) time.Time {
	if t.IsZero() {
		return t
	}
	return t.UTC().Truncate(time.Second)
}

// oneLine makes text from outside fit for a line of a report: no control or
// invisible format character, bounded.
func oneLine(s string) string {
	n := 0
	s = strings.Map(func(r rune) rune {
		n++
		switch {
		case n > maxLine:
			return -1
		case unicode.IsControl(r) || r == '\u2028' || r == '\u2029':
			return ' '
		case unicode.Is(unicode.Cf, r):
			return -1
		}
		return r
	}, s)
	if n > maxLine {
		s += "…"
	}
	return strings.Join(strings.Fields(s), " ")
}
