// Package store keeps what Guette knows in one SQLite file: the facts that
// sources stated with the dates when they were known, the marks that
// collectors need to go on, the runs with one row a source, what the bulletins
// of each month said, and the answers that statements rest on.
//
// It promises that what was appended survives a kill and a power cut, that
// appending a fact again changes nothing, and that a fact that changed keeps
// its earlier forms: a bulletin can be made again as it was known on any day.
// It never reaches the network and takes the time from its caller.
//
// Files: PATH is the database (with PATH-wal and PATH-shm while it is open),
// PATH.evidence/ab/abcd….zst are the answers, named by the SHA-256 of their
// bytes.
package store

import (
	"context"
	"database/sql"
	"embed"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"runtime"
	"time"

	"github.com/pressly/goose/v3"
)

//go:embed migrations/*.sql
var migrations embed.FS

const (
	maxReaders = 4 // connections that read beside the one that writes
	// stamp is the one form of a time in the database: it sorts as text.
	stamp = "2006-01-02T15:04:05.000000000Z"
)

// A Store is an open file. It may be used by several goroutines.
type Store struct {
	path   string
	write  *sql.DB // one connection
	read   *sql.DB
	now    func() time.Time
	retain Retention
}

// Options of a store. Now is required.
type Options struct {
	Now       func() time.Time
	Retention Retention
}

// Open opens the store at path, makes it where there is none, and brings its
// form up to date. The caller closes it.
func Open(ctx context.Context, path string, o Options) (*Store, error) {
	if err := os.MkdirAll(filepath.Dir(path), 0o750); err != nil {
		return nil, fmt.Errorf("store %s: %w", path, err)
	}
	s := &Store{path: path, now: o.Now, retain: o.Retention.orDefault()}
	if err := s.open(ctx); err != nil {
		return nil, errors.Join(fmt.Errorf("store %s: %w", path, explain(err)), s.Close())
	}
	return s, nil
}

func (s *Store) open(ctx context.Context) (err error) {
	if s.write, err = openDB(s.path, true); err != nil {
		return err
	}
	if err := migrate(ctx, s.write); err != nil {
		return err
	}
	// The file tells who works on what: others need not read it.
	if err := os.Chmod(s.path, 0o600); err != nil {
		return err
	}
	s.read, err = openDB(s.path, false)
	return err
}

func migrate(ctx context.Context, db *sql.DB) error {
	files, err := fs.Sub(migrations, "migrations")
	if err != nil {
		return err
	}
	p, err := goose.NewProvider(goose.DialectSQLite3, db, files, goose.WithLogger(goose.NopLogger()))
	if err != nil {
		return err
	}
	switch current, target, err := p.GetVersions(ctx); {
	case err != nil || current == target:
		return err
	case current > target:
		return fmt.Errorf("%w (form %d, this program knows %d)", ErrNewer, current, target)
	}
	_, err = p.Up(ctx)
	runtime.GC() // goose pools buffers of 4 MB, which two collections give back
	runtime.GC()
	return err
}

// ErrNewer says that the file was written by a later version of Guette.
var ErrNewer = errors.New("written by a later version of guette: use that version")

// Path is where the store is.
func (s *Store) Path() string { return s.path }

// Close ends all connections.
func (s *Store) Close() error {
	var errs []error
	for _, db := range []*sql.DB{s.read, s.write} {
		if db != nil {
			errs = append(errs, db.Close())
		}
	}
	return errors.Join(errs...)
}

// inTx runs f in one transaction that is committed when f succeeds.
func (s *Store) inTx(ctx context.Context, f func(*sql.Tx) error) error {
	tx, err := s.write.BeginTx(ctx, nil)
	if err != nil {
		return explain(err)
	}
	defer tx.Rollback()
	if err := f(tx); err != nil {
		return explain(err)
	}
	return explain(tx.Commit())
}

// formatTime writes a time for the database; nil is not known.
func formatTime(t time.Time) any {
	if t.IsZero() {
		return nil
	}
	return t.UTC().Format(stamp)
}

func parseTime(s sql.NullString) (time.Time, error) {
	if !s.Valid {
		return time.Time{}, nil
	}
	return time.Parse(stamp, s.String)
}
