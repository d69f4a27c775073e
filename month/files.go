package month

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
)

// JSON writes a value for programs and people. Characters of HTML stay as they
// are; characters that a terminal would act on are escapes.
func JSON(v any) ([]byte, error) {
	var b bytes.Buffer
	enc := json.NewEncoder(&b)
	enc.SetEscapeHTML(false)
	enc.SetIndent("", " ")
	if err := enc.Encode(v); err != nil {
		return nil, err
	}
	return escapeInvisible(b.Bytes()), nil
}

// JSONLine makes one line out of JSON without line breaks.
func JSONLine(data []byte) []byte { return append(escapeInvisible(data), '\n') }

// writeJSON writes a file of the month.
func (d *Desk) writeJSON(name string, v any) error {
	data, err := JSON(v)
	if err != nil {
		return fmt.Errorf("%s: %w", name, err)
	}
	return d.write(name, data)
}

// write writes a file of the month.
func (d *Desk) write(name string, data []byte) error {
	return WriteFile(filepath.Join(d.Dir(), filepath.FromSlash(name)), data)
}

// WriteFile replaces a file whole or not at all, and makes sure that it is on
// the disk. A file that holds the same bytes is left alone.
func WriteFile(path string, data []byte) error {
	if same(path, data) {
		return nil
	}
	dir := filepath.Dir(path)
	if err := os.MkdirAll(dir, 0o755); err != nil {
		return err
	}
	tmp, err := os.CreateTemp(dir, tempPrefix+"*")
	if err != nil {
		return err
	}
	_, err = tmp.Write(data)
	if err == nil {
		err = tmp.Chmod(0o644)
	}
	if err == nil {
		err = tmp.Sync()
	}
	if err = errors.Join(err, tmp.Close()); err == nil {
		err = os.Rename(tmp.Name(), path)
	}
	if err != nil {
		return errors.Join(fmt.Errorf("write %s: %w", path, err), os.Remove(tmp.Name()))
	}
	return syncDir(dir)
}

// tempPrefix begins the names of files that are being written.
const tempPrefix = ".guette-"

// syncDir makes a rename survive a power cut.
func syncDir(dir string) error {
	d, err := os.Open(dir)
	if err != nil {
		return err
	}
	return errors.Join(d.Sync(), d.Close())
}

// sweep takes away the files that a killed process was writing.
func (d *Desk) sweep() error {
	var errs []error
	err := filepath.WalkDir(d.Dir(), func(path string, e fs.DirEntry, err error) error {
		if err == nil && !e.IsDir() && strings.HasPrefix(e.Name(), tempPrefix) {
			errs = append(errs, os.Remove(path))
		}
		return err
	})
	if errors.Is(err, fs.ErrNotExist) {
		err = nil
	}
	return errors.Join(append(errs, err)...)
}

func same(path string, data []byte) bool {
	f, err := os.Open(path)
	if err != nil {
		return false
	}
	defer f.Close()
	old, err := io.ReadAll(io.LimitReader(f, int64(len(data))+1))
	return err == nil && bytes.Equal(old, data)
}
