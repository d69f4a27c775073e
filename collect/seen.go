package collect

import (
	"context"
	"fmt"
)

// Seen tells whether the facts of an answer with this SHA-256 were kept, by
// this version of the parser: a parser that improves counts its version up and
// reads the answer again. key tells several answers of one source apart.
func (j *Job) Seen(ctx context.Context, key string, version int, sha256 string) (bool, error) {
	mark, err := j.Mark(ctx, "seen "+key)
	return err == nil && string(mark) == seenMark(version, sha256), err
}

// SetSeen remembers an answer for Seen. Call it after Append.
func (j *Job) SetSeen(ctx context.Context, key string, version int, sha256 string) error {
	return j.SetMark(ctx, "seen "+key, []byte(seenMark(version, sha256)))
}

func seenMark(version int, sha256 string) string { return fmt.Sprintf("%d %s", version, sha256) }
