package store

import (
	"context"
	"crypto/sha256"
	"database/sql"
	"encoding/hex"
	"errors"
	"fmt"

	"guette/watch"
)

// maxBase bounds one draft when it is read back: the general edition of 650
// programs takes 2 MB.
const maxBase = 64 << 20

// Base returns what the draft at path was generated as, before editors touched
// it; file is what is there now. It is nil when nothing was generated.
func (s *Store) Base(ctx context.Context, m watch.Month, path string, file []byte) ([]byte, error) {
	var base, next []byte
	var sum sql.NullString
	err := s.read.QueryRowContext(ctx, `SELECT base, next, next_sum FROM drafts WHERE month = ? AND path = ?`,
		m.String(), path).Scan(&base, &next, &sum)
	if errors.Is(err, sql.ErrNoRows) {
		return nil, nil
	}
	if err != nil {
		return nil, explain(err)
	}
	if sum.Valid && sum.String == hexSum(file) {
		base = next // the process ended between the file and KeepBase
	}
	if base == nil {
		return nil, nil
	}
	if base, err = unpack(base, maxBase); err != nil {
		return nil, fmt.Errorf("draft %s of %s: %w: %w", path, m, ErrCorrupt, err)
	}
	return base, nil
}

// PlanBase says that file is about to be written at path, and that it was
// generated as base. Call it before the file is written, [Store.KeepBase] after.
func (s *Store) PlanBase(ctx context.Context, m watch.Month, path string, base, file []byte) error {
	packed, err := pack(base)
	if err != nil {
		return err
	}
	_, err = s.write.ExecContext(ctx, `INSERT INTO drafts (month, path, next, next_sum) VALUES (?, ?, ?, ?)
		ON CONFLICT DO UPDATE SET next = excluded.next, next_sum = excluded.next_sum`, m.String(), path, packed, hexSum(file))
	return explain(err)
}

// KeepBase says that the file of the plan is written.
func (s *Store) KeepBase(ctx context.Context, m watch.Month, path string) error {
	_, err := s.write.ExecContext(ctx, `UPDATE drafts SET base = next, next = NULL, next_sum = NULL
		WHERE month = ? AND path = ? AND next IS NOT NULL`, m.String(), path)
	return explain(err)
}

func hexSum(data []byte) string {
	sum := sha256.Sum256(data)
	return hex.EncodeToString(sum[:])
}
