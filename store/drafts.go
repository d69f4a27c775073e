package store

import (
	"context"
	"database/sql"
	"errors"
	"fmt"

	"guette/watch"
)

// maxBase bounds one draft when it is read back: the general edition of 650
// programs takes 2 MB.
const maxBase = 64 << 20

// Base returns a draft as it was generated last; nil when it never was.
func (s *Store) Base(ctx context.Context, m watch.Month, path string) ([]byte, error) {
	var packed []byte
	err := s.read.QueryRowContext(ctx, `SELECT base FROM drafts WHERE month = ? AND path = ?`, m.String(), path).Scan(&packed)
	if errors.Is(err, sql.ErrNoRows) {
		return nil, nil
	}
	if err != nil {
		return nil, explain(err)
	}
	base, err := unpack(packed, maxBase)
	if err != nil {
		return nil, fmt.Errorf("draft %s of %s: %w: %w", path, m, ErrCorrupt, err)
	}
	return base, nil
}

// KeepBase keeps a draft as it was generated. Call it after the file of the
// draft is written.
func (s *Store) KeepBase(ctx context.Context, m watch.Month, path string, base []byte) error {
	packed, err := pack(base)
	if err != nil {
		return err
	}
	_, err = s.write.ExecContext(ctx, `INSERT INTO drafts (month, path, base) VALUES (?, ?, ?)
		ON CONFLICT DO UPDATE SET base = excluded.base`, m.String(), path, packed)
	return explain(err)
}
