package git

import (
	"io"
	"os"
)

// spoolMemory is what a spool keeps in memory: packs of nine repositories out
// of ten are smaller, and a repository has to fit in 40 MB.
const spoolMemory = 1 << 20

// A spool holds a pack while it is read: in memory, and past spoolMemory in a
// temporary file.
type spool struct {
	mem  []byte
	file *os.File
	size int64
}

// Write implements io.Writer.
func (s *spool) Write(p []byte) (int, error) {
	if s.file == nil && len(s.mem)+len(p) <= spoolMemory {
		s.mem = append(s.mem, p...)
		s.size += int64(len(p))
		return len(p), nil
	}
	if s.file == nil {
		if err := s.toFile(); err != nil {
			return 0, err
		}
	}
	n, err := s.file.Write(p)
	s.size += int64(n)
	return n, err
}

func (s *spool) toFile() error {
	f, err := createUnnamed()
	if err != nil {
		return err
	}
	s.file = f
	_, err = f.Write(s.mem)
	s.mem = nil
	return err
}

// ReadAt implements io.ReaderAt.
func (s *spool) ReadAt(p []byte, off int64) (int, error) {
	if s.file != nil {
		return s.file.ReadAt(p, off)
	}
	if off >= int64(len(s.mem)) {
		return 0, io.EOF
	}
	n := copy(p, s.mem[off:])
	if n < len(p) {
		return n, io.EOF
	}
	return n, nil
}

// Close forgets the pack.
func (s *spool) Close() error {
	s.mem = nil
	if s.file == nil {
		return nil
	}
	return closeUnnamed(s.file)
}

// createUnnamed makes a temporary file that has no name, so that nothing is
// left of it whatever happens. Some systems refuse that: then closeUnnamed
// removes it.
func createUnnamed() (*os.File, error) {
	f, err := os.CreateTemp("", "guette-git-*")
	if err == nil {
		os.Remove(f.Name())
	}
	return f, err
}

func closeUnnamed(f *os.File) error {
	err := f.Close()
	os.Remove(f.Name())
	return err
}
