package collect

import (
	"context"
	"errors"

	"guette/watch"
)

// A guarded store marks its failures, so that a full disk ends the run and is
// not taken for a fault of the source.
type guarded struct{ Store }

type storeError struct{ err error }

func (e *storeError) Error() string { return "store: " + e.err.Error() }
func (e *storeError) Unwrap() error { return e.err }

func guard(err error) error {
	if err == nil {
		return nil
	}
	return &storeError{err}
}

// storeFailure returns the failure of the store in err, nil when there is none.
func storeFailure(err error) error {
	if e, ok := errors.AsType[*storeError](err); ok {
		return e
	}
	return nil
}

func (g guarded) Append(ctx context.Context, facts ...watch.Fact) error {
	return guard(g.Store.Append(ctx, facts...))
}

func (g guarded) Mark(ctx context.Context, key string) ([]byte, error) {
	b, err := g.Store.Mark(ctx, key)
	return b, guard(err)
}

func (g guarded) SetMark(ctx context.Context, key string, value []byte) error {
	return guard(g.Store.SetMark(ctx, key, value))
}

func (g guarded) CVEs(ctx context.Context) ([]string, error) {
	ids, err := g.Store.CVEs(ctx)
	return ids, guard(err)
}

func (g guarded) Tags(ctx context.Context, program string) ([]*watch.Tag, error) {
	tags, err := g.Store.Tags(ctx, program)
	return tags, guard(err)
}

func (g guarded) Secret(ctx context.Context, name string) ([]byte, error) {
	b, err := g.Store.Secret(ctx, name)
	return b, guard(err)
}
