package store

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"time"
)

// Retention bounds the answers that are kept. The zero value is the default.
type Retention struct {
	Months int   // age; 0 means 60: the longest contract, four years, and one more
	Bytes  int64 // of compressed answers; 0 means 20 GiB
	Answer int64 // largest answer kept, not compressed; 0 means 16 MiB
}

func (r Retention) orDefault() Retention {
	if r.Months == 0 {
		r.Months = 60
	}
	if r.Bytes == 0 {
		r.Bytes = 20 << 30
	}
	if r.Answer == 0 {
		r.Answer = 16 << 20
	}
	return r
}

// An Answer is what a source sent, word for word.
type Answer struct {
	SHA256    string // of Body, hex
	URL       string
	Retrieved time.Time
	Type      string // media type
	Body      []byte
}

// Errors of [Store.Answer].
var (
	ErrNoAnswer   = errors.New("answer not kept")
	ErrAnswerGone = errors.New("answer beyond retention: only its hash and address are kept")
)

// KeepAnswer keeps an answer and returns its hash. The file is written before
// the row, so that a row never promises bytes that are not there. Keeping it
// again changes nothing.
func (s *Store) KeepAnswer(ctx context.Context, a Answer) (string, error) {
	hash := hexSum(a.Body)
	keep := int64(len(a.Body)) <= s.retain.Answer
	if keep {
		if err := s.writeAnswer(hash, a.Body); err != nil {
			return hash, err
		}
	}
	_, err := s.write.ExecContext(ctx, `INSERT INTO answers (sha256, url, retrieved, type, size, kept)
		VALUES (?, ?, ?, ?, ?, ?) ON CONFLICT DO NOTHING`,
		hash, a.URL, formatTime(a.Retrieved), a.Type, len(a.Body), keep)
	return hash, explain(err)
}

// Answer returns the answer with a hash.
func (s *Store) Answer(ctx context.Context, hash string) (Answer, error) {
	a := Answer{SHA256: hash}
	var retrieved sql.NullString
	var kept bool
	err := s.read.QueryRowContext(ctx, `SELECT url, retrieved, type, kept FROM answers WHERE sha256 = ?
		ORDER BY retrieved LIMIT 1`, hash).Scan(&a.URL, &retrieved, &a.Type, &kept)
	switch {
	case errors.Is(err, sql.ErrNoRows):
		return a, fmt.Errorf("%s: %w", hash, ErrNoAnswer)
	case err != nil:
		return a, explain(err)
	}
	if a.Retrieved, err = parseTime(retrieved); err != nil {
		return a, err
	}
	if !kept {
		return a, fmt.Errorf("%s: %w", hash, ErrAnswerGone)
	}
	packed, err := os.ReadFile(s.answerPath(hash))
	if err != nil {
		return a, err
	}
	a.Body, err = unpack(packed, uint64(s.retain.Answer))
	if err != nil {
		return a, fmt.Errorf("%s: %w: %w", hash, ErrCorrupt, err)
	}
	if hexSum(a.Body) != hash {
		return a, fmt.Errorf("%s: %w", hash, ErrCorrupt)
	}
	return a, nil
}

// Answers lists the answers of an address, newest first, without their bodies.
func (s *Store) Answers(ctx context.Context, url string) ([]Answer, error) {
	rows, err := s.read.QueryContext(ctx, `SELECT sha256, retrieved, type FROM answers WHERE url = ?
		ORDER BY retrieved DESC, sha256`, url)
	if err != nil {
		return nil, explain(err)
	}
	defer rows.Close()
	var out []Answer
	for rows.Next() {
		a := Answer{URL: url}
		var retrieved sql.NullString
		if err := rows.Scan(&a.SHA256, &retrieved, &a.Type); err != nil {
			return nil, err
		}
		if a.Retrieved, err = parseTime(retrieved); err != nil {
			return nil, err
		}
		out = append(out, a)
	}
	return out, explain(rows.Err())
}

// Prune forgets answers beyond the retention, oldest first; their rows stay.
// It returns how many files it removed.
func (s *Store) Prune(ctx context.Context) (int, error) {
	if err := s.sweep(); err != nil {
		return 0, err
	}
	oldest := s.now().AddDate(0, -s.retain.Months, 0)
	rows, err := s.read.QueryContext(ctx, `SELECT sha256, max(retrieved) AS last FROM answers WHERE kept = 1
		GROUP BY sha256 ORDER BY last DESC, sha256`)
	if err != nil {
		return 0, explain(err)
	}
	defer rows.Close()
	var gone []string
	var total int64
	for rows.Next() {
		var hash string
		var last sql.NullString
		if err := rows.Scan(&hash, &last); err != nil {
			return 0, err
		}
		t, err := parseTime(last)
		if err != nil {
			return 0, err
		}
		if info, err := os.Stat(s.answerPath(hash)); err == nil {
			total += info.Size()
		}
		if t.Before(oldest) || total > s.retain.Bytes {
			gone = append(gone, hash)
		}
	}
	if err := rows.Err(); err != nil {
		return 0, explain(err)
	}
	return len(gone), s.forget(ctx, gone)
}

// forget marks the rows first: a kill in between leaves a file too many, never
// a promise too many.
func (s *Store) forget(ctx context.Context, hashes []string) error {
	for _, h := range hashes {
		if _, err := s.write.ExecContext(ctx, `UPDATE answers SET kept = 0 WHERE sha256 = ?`, h); err != nil {
			return explain(err)
		}
		if err := os.Remove(s.answerPath(h)); err != nil && !errors.Is(err, fs.ErrNotExist) {
			return err
		}
	}
	return nil
}

// sweep takes away the files that a killed process was writing.
func (s *Store) sweep() error {
	left, err := filepath.Glob(filepath.Join(escapeGlob(s.path+".evidence"), "*", "tmp-*"))
	for _, path := range left {
		err = errors.Join(err, os.Remove(path))
	}
	return err
}

// escapeGlob makes a path that filepath.Glob takes literally.
func escapeGlob(path string) string {
	return strings.NewReplacer(`\`, `\\`, `*`, `\*`, `?`, `\?`, `[`, `\[`).Replace(path)
}

func (s *Store) answerPath(hash string) string {
	return filepath.Join(s.path+".evidence", hash[:2], hash+".zst")
}

// writeAnswer writes a file once; what is there under a hash is right.
func (s *Store) writeAnswer(hash string, body []byte) error {
	path := s.answerPath(hash)
	if _, err := os.Stat(path); err == nil {
		return nil
	}
	if err := os.MkdirAll(filepath.Dir(path), 0o700); err != nil {
		return explain(err)
	}
	packed, err := pack(body)
	if err != nil {
		return err
	}
	tmp, err := os.CreateTemp(filepath.Dir(path), "tmp-*")
	if err != nil {
		return explain(err)
	}
	_, err = tmp.Write(packed)
	if err == nil {
		err = tmp.Sync()
	}
	if err = errors.Join(err, tmp.Close()); err == nil {
		err = os.Rename(tmp.Name(), path)
	}
	if err != nil {
		return errors.Join(explain(err), os.Remove(tmp.Name()))
	}
	return nil
}
