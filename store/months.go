package store

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"time"

	"github.com/klauspost/compress/zstd"

	"guette/watch"
)

// A Month is what the bulletins of a month said, kept for the next one.
type Month struct {
	Month   watch.Month
	Edition watch.Date
	Made    time.Time
	Closed  time.Time // when the bulletins were published for good; zero is open
	Memory  []byte    // what month wrote
}

// maxMemory bounds one memory when it is read back: 650 programs and 23
// entities take 4 MB.
const maxMemory = 256 << 20

// KeepMonth keeps what the bulletins of a month say. A closed month is frozen:
// nothing changes.
func (s *Store) KeepMonth(ctx context.Context, m Month) error {
	packed, err := pack(m.Memory)
	if err != nil {
		return err
	}
	_, err = s.write.ExecContext(ctx, `INSERT INTO months (month, edition, made, memory) VALUES (?, ?, ?, ?)
		ON CONFLICT DO UPDATE SET edition = excluded.edition, made = excluded.made, memory = excluded.memory
		WHERE closed IS NULL`,
		m.Month.String(), m.Edition.String(), formatTime(s.now()), packed)
	return explain(err)
}

// CloseMonth freezes a month: its bulletins were published for good. Closing
// it again changes nothing.
func (s *Store) CloseMonth(ctx context.Context, m watch.Month) error {
	_, err := s.write.ExecContext(ctx, `UPDATE months SET closed = ? WHERE month = ? AND closed IS NULL`,
		formatTime(s.now()), m.String())
	return explain(err)
}

// Month returns what is kept of a month; ok is false when there is nothing.
func (s *Store) Month(ctx context.Context, m watch.Month) (out Month, ok bool, err error) {
	return s.month(ctx, `SELECT month, edition, made, closed, memory FROM months WHERE month = ?`, m)
}

// MonthBefore returns the newest month kept before m.
func (s *Store) MonthBefore(ctx context.Context, m watch.Month) (out Month, ok bool, err error) {
	return s.month(ctx, `SELECT month, edition, made, closed, memory FROM months WHERE month < ?
		ORDER BY month DESC LIMIT 1`, m)
}

func (s *Store) month(ctx context.Context, query string, m watch.Month) (out Month, ok bool, err error) {
	var month, edition string
	var made, closed sql.NullString
	var packed []byte
	err = s.read.QueryRowContext(ctx, query, m.String()).Scan(&month, &edition, &made, &closed, &packed)
	if errors.Is(err, sql.ErrNoRows) {
		return out, false, nil
	}
	if err == nil {
		out.Month, err = watch.ParseMonth(month)
	}
	if err == nil {
		err = out.Edition.UnmarshalText([]byte(edition))
	}
	if err == nil {
		out.Made, err = parseTime(made)
	}
	if err == nil {
		out.Closed, err = parseTime(closed)
	}
	if err == nil {
		out.Memory, err = unpack(packed, maxMemory)
	}
	if err != nil {
		return out, false, fmt.Errorf("month %s: %w", m, explain(err))
	}
	return out, true, nil
}

func pack(data []byte) ([]byte, error) {
	enc, err := zstd.NewWriter(nil, zstd.WithEncoderConcurrency(1))
	if err != nil {
		return nil, err
	}
	defer enc.Close()
	return enc.EncodeAll(data, nil), nil
}

// minWindow is the largest window of the encoder used here; a decoder that is
// allowed less refuses even small texts.
const minWindow = 8 << 20

// unpack decodes zstd into at most limit bytes, or minWindow.
func unpack(packed []byte, limit uint64) ([]byte, error) {
	dec, err := zstd.NewReader(nil, zstd.WithDecoderConcurrency(1), zstd.WithDecoderMaxMemory(max(limit, minWindow)))
	if err != nil {
		return nil, err
	}
	defer dec.Close()
	return dec.DecodeAll(packed, nil)
}
