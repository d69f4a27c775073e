package store

import (
	"errors"
	"fmt"
	"strings"
)

// Errors that a person can do something about. They are found with errors.Is.
var (
	ErrFull     = errors.New("the disk is full")
	ErrReadOnly = errors.New("the file or its folder cannot be written")
	ErrCorrupt  = errors.New("the file is damaged")
	ErrBusy     = errors.New("another process holds the file")
)

// explain adds the class of an error of SQLite. Classes are told from the
// message: the numbers belong to the driver, which only sqlite.go knows, and
// SQLite's words have been the same since 2004.
func explain(err error) error {
	if err == nil {
		return nil
	}
	for _, known := range []struct {
		word  string
		class error
	}{
		{"database or disk is full", ErrFull},
		{"no space left on device", ErrFull},
		{"attempt to write a readonly database", ErrReadOnly},
		{"unable to open database file", ErrReadOnly},
		{"file is not a database", ErrCorrupt},
		{"database disk image is malformed", ErrCorrupt},
		{"database is locked", ErrBusy},
	} {
		if strings.Contains(err.Error(), known.word) {
			return fmt.Errorf("%w: %w", known.class, err)
		}
	}
	return err
}
