package main

import (
	"errors"
	"fmt"
	"os"
	"strings"
	"syscall"
	"time"
)

// A lock says that one process works on a store. The system lets go of it when
// the process ends, however it ends; the text in the file tells who holds it.
type lock struct{ file *os.File }

// errLocked says who holds the lock.
var errLocked = errors.New("already at work")

// takeLock takes the lock beside a store, or says who holds it.
func takeLock(path, command string, now time.Time) (*lock, error) {
	path += ".lock"
	f, err := os.OpenFile(path, os.O_RDWR|os.O_CREATE, 0o600)
	if err != nil {
		return nil, err
	}
	if err := syscall.Flock(int(f.Fd()), syscall.LOCK_EX|syscall.LOCK_NB); err != nil {
		holder, _ := os.ReadFile(path) // it only makes the message better
		return nil, errors.Join(fmt.Errorf("%s: %w: %s", path, errLocked, strings.TrimSpace(string(holder))), f.Close())
	}
	host, _ := os.Hostname() // the same
	text := fmt.Sprintf("guette %s, process %d on %s, since %s\n", command, os.Getpid(), host, now.Format(time.RFC3339))
	if err := errors.Join(f.Truncate(0), writeAt(f, text)); err != nil {
		return nil, errors.Join(err, f.Close())
	}
	return &lock{f}, nil
}

func writeAt(f *os.File, text string) error {
	_, err := f.WriteAt([]byte(text), 0)
	return err
}

// release lets go of the lock. The file stays: taking it away would let two
// processes hold two files of the same name.
func (l *lock) release() error { return errors.Join(l.file.Truncate(0), l.file.Close()) }
