package store

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"
)

// Backup writes a whole, compact copy of the database to a new file, while the
// store may be in use. It takes no answers with it: their files do not change
// and can be copied with any tool. An existing file is never overwritten.
func (s *Store) Backup(ctx context.Context, to string) error {
	if _, err := os.Stat(to); err == nil {
		return fmt.Errorf("backup %s: %w: give another name", to, os.ErrExist)
	}
	tmp := to + ".part"
	if err := os.Remove(tmp); err != nil && !errors.Is(err, os.ErrNotExist) {
		return fmt.Errorf("backup %s: %w", to, err)
	}
	if err := os.MkdirAll(filepath.Dir(to), 0o750); err != nil {
		return fmt.Errorf("backup %s: %w", to, err)
	}
	if _, err := s.write.ExecContext(ctx, `VACUUM INTO ?`, tmp); err != nil {
		return errors.Join(fmt.Errorf("backup %s: %w", to, explain(err)), removeIfThere(tmp))
	}
	if err := os.Chmod(tmp, 0o600); err != nil {
		return fmt.Errorf("backup %s: %w", to, err)
	}
	if err := syncFile(tmp); err != nil {
		return fmt.Errorf("backup %s: %w", to, err)
	}
	return os.Rename(tmp, to)
}

func syncFile(path string) error {
	f, err := os.OpenFile(path, os.O_RDWR, 0)
	if err != nil {
		return err
	}
	return errors.Join(f.Sync(), f.Close())
}

func removeIfThere(path string) error {
	if err := os.Remove(path); err != nil && !errors.Is(err, os.ErrNotExist) {
		return err
	}
	return nil
}

// Check reads the whole file and returns an ErrCorrupt that tells what is
// wrong with it.
func (s *Store) Check(ctx context.Context) error {
	rows, err := s.read.QueryContext(ctx, `PRAGMA integrity_check`)
	if err != nil {
		return explain(err)
	}
	defer rows.Close()
	var wrong []string
	for rows.Next() {
		var line string
		if err := rows.Scan(&line); err != nil {
			return explain(err)
		}
		if line != "ok" {
			wrong = append(wrong, line)
		}
	}
	if len(wrong) > 0 {
		return fmt.Errorf("store %s: %w: %s", s.path, ErrCorrupt, strings.Join(wrong, "; "))
	}
	return explain(rows.Err())
}
