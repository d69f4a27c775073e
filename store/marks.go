package store

import (
	"context"
	"crypto/rand"
	"database/sql"
	"errors"
)

// Mark returns what SetMark kept last under a key, nil for nothing.
func (s *Store) Mark(ctx context.Context, key string) ([]byte, error) {
	return value(s.read.QueryRowContext(ctx, `SELECT value FROM marks WHERE key = ?`, key))
}

// SetMark keeps value under key.
func (s *Store) SetMark(ctx context.Context, key string, value []byte) error {
	if value == nil {
		value = []byte{}
	}
	_, err := s.write.ExecContext(ctx, `INSERT INTO marks (key, value) VALUES (?, ?)
		ON CONFLICT (key) DO UPDATE SET value = excluded.value`, key, value)
	return explain(err)
}

// secretBytes is the length of a secret: that of the output of SHA-256, which
// HMAC-SHA-256 takes best.
const secretBytes = 32

// Secret returns a random key of 32 bytes, made at first use and kept.
func (s *Store) Secret(ctx context.Context, name string) (key []byte, err error) {
	err = s.inTx(ctx, func(tx *sql.Tx) error {
		fresh := make([]byte, secretBytes)
		rand.Read(fresh)
		if _, err := tx.ExecContext(ctx, `INSERT INTO secrets (name, value) VALUES (?, ?)
			ON CONFLICT (name) DO NOTHING`, name, fresh); err != nil {
			return err
		}
		key, err = value(tx.QueryRowContext(ctx, `SELECT value FROM secrets WHERE name = ?`, name))
		return err
	})
	return key, err
}

func value(r *sql.Row) (v []byte, err error) {
	err = r.Scan(&v)
	if errors.Is(err, sql.ErrNoRows) {
		return nil, nil
	}
	if err == nil && v == nil {
		v = []byte{} // an empty value is not a missing one
	}
	return v, explain(err)
}
