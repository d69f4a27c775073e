package main

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"strings"
	"syscall"

	"guette/catalog/strict"
	"guette/month"
	"guette/store"
)

// The exit statuses of the process.
const (
	exitDone        = 0
	exitFailed      = 1
	exitUsage       = 2   // bad usage, configuration or catalogue
	exitCoverage    = 3   // done, but less of the perimeter was observed than wanted
	exitInterrupted = 130 // run again: it goes on
)

// A usageError says that the command line is wrong, and what to type.
type usageError struct {
	err error
	try string
}

func (e *usageError) Error() string { return e.err.Error() }
func (e *usageError) Unwrap() error { return e.err }

// errCoverage says that the command is done, with too little observed.
var errCoverage = errors.New("coverage is under coverage.minimum")

// status decides the exit status from the type of the error.
func status(ctx context.Context, err error) int {
	_, usage := errors.AsType[*usageError](err)
	_, problems := errors.AsType[strict.Problems](err)
	_, problem := errors.AsType[strict.Problem](err)
	switch {
	case err == nil:
		return exitDone
	case ctx.Err() != nil:
		return exitInterrupted
	case errors.Is(err, errCoverage):
		return exitCoverage
	case usage, problems, problem, strings.HasPrefix(err.Error(), "unknown command"), strings.HasPrefix(err.Error(), "required flag"):
		return exitUsage
	}
	return exitFailed
}

// tell says to a person what went wrong, and what to do about it.
func (a *app) tell(err error) {
	if errors.Is(err, context.Canceled) {
		fmt.Fprintln(a.stderr, "guette: interrupted; what was collected is kept")
		fmt.Fprintln(a.stderr, "hint: run the same command again: it goes on where it was")
		return
	}
	for i, line := range strings.Split(err.Error(), "\n") {
		prefix := ""
		if i == 0 {
			prefix = "guette: "
		}
		tab := ""
		if rest, ok := strings.CutPrefix(line, "\t"); ok {
			tab, line = "  ", rest
		}
		fmt.Fprintln(a.stderr, prefix+tab+month.Plain(line))
	}
	if h := hint(err); h != "" {
		fmt.Fprintln(a.stderr, "hint: "+h)
	}
}

// hint says what to do about an error that does not say it itself.
func hint(err error) string {
	u, usage := errors.AsType[*usageError](err)
	switch {
	case usage:
		return "try: " + u.try
	case strings.HasPrefix(err.Error(), "unknown command"):
		return "try: guette --help"
	case errors.Is(err, errCoverage):
		return "see what failed and why: guette status"
	case errors.Is(err, errLocked):
		return "wait for it, or end it: the next start goes on where it was"
	case errors.Is(err, store.ErrFull), errors.Is(err, syscall.ENOSPC):
		return "make room, then run the same command again: nothing that was collected is lost"
	case errors.Is(err, store.ErrReadOnly), errors.Is(err, fs.ErrPermission), errors.Is(err, syscall.EROFS), errors.Is(err, syscall.ENOTDIR):
		return "give the user of guette the right to read and write there, or set another path in the configuration"
	case errors.Is(err, store.ErrCorrupt):
		return "put a backup back (guette store backup), or move the file away: it is collected again"
	case errors.Is(err, store.ErrNoRun):
		return "collect it first: guette run"
	}
	return ""
}
