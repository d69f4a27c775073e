package collect

import (
	"context"
	"errors"
	"iter"

	"guette/fetch"
	"guette/watch"
)

// Keep reads an answer that says all there is of a source: it appends its facts
// and remembers it, so that the same answer is not read twice by this version
// of the parser. read gives the facts, and bad entries: an answer with bad
// entries is not remembered, so that they are told each time.
func (j *Job) Keep(ctx context.Context, resp *fetch.Response, parser int, read func() (facts []watch.Fact, bad []error, err error)) (res Result, err error) {
	res.Add(resp)
	if res.Unchanged, err = j.Seen(ctx, "", parser, resp.SHA256); err != nil || res.Unchanged {
		return res, err
	}
	facts, bad, err := read()
	if err != nil {
		return res, err
	}
	res.Bad = bad
	if err := j.Append(ctx, facts...); err != nil || len(bad) > 0 {
		return res, err
	}
	return res, j.SetSeen(ctx, "", parser, resp.SHA256)
}

// Facts makes facts of the entries of an answer. An *Error among them says that
// the answer is not what was asked for; any other error is one bad entry.
func Facts[T any](entries iter.Seq2[*T, error], factsOf func(*T) []watch.Fact) (facts []watch.Fact, bad []error, err error) {
	for entry, err := range entries {
		switch whole, is := errors.AsType[*Error](err); {
		case is:
			return nil, nil, whole
		case err != nil:
			bad = append(bad, err)
		default:
			facts = append(facts, factsOf(entry)...)
		}
	}
	return facts, bad, nil
}
