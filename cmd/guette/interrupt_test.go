package main

import (
	"bytes"
	"fmt"
	"net"
	"os"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
	"time"

	"guette/store"
)

// silentServer accepts connections and never answers, and tells of the first.
func silentServer(t *testing.T) (address string, asked <-chan struct{}) {
	t.Helper()
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { l.Close() })
	first := make(chan struct{})
	go func() {
		for n := 0; ; n++ {
			c, err := l.Accept()
			if err != nil {
				return
			}
			t.Cleanup(func() { c.Close() })
			if n == 0 {
				close(first)
			}
		}
	}()
	return l.Addr().String(), first
}

func stuckMonth(t *testing.T) (dir string, asked <-chan struct{}) {
	t.Helper()
	address, asked := silentServer(t)
	dir = t.TempDir()
	writeFiles(t, dir, map[string]string{
		"config.yaml":  "catalog: catalog.yaml\nfetch: {allow_networks: [127.0.0.0/8], timeout: 5m}\n",
		"catalog.yaml": fmt.Sprintf("programs:\n  - {id: a, name: A, feeds: [\"http://%s/feed\"]}\n  - {id: b, name: B, repository: [\"http://%s/b.git\"]}\n", address, address),
	})
	return dir, asked
}

func TestAnInterruptEndsARunWithinTwoSeconds(t *testing.T) {
	dir, asked := stuckMonth(t)
	c := command(t.Context(), t, dir, []string{"HTTP_PROXY=", "HTTPS_PROXY="}, "run")
	var stderr bytes.Buffer
	c.Stderr = &stderr
	if err := c.Start(); err != nil {
		t.Fatal(err)
	}
	<-asked
	start := time.Now()
	if err := c.Process.Signal(os.Interrupt); err != nil {
		t.Fatal(err)
	}
	c.Wait()
	if took := time.Since(start); took > 2*time.Second {
		t.Errorf("it took %v", took)
	}
	if code := c.ProcessState.ExitCode(); code != exitInterrupted {
		t.Errorf("exit status %d, want %d", code, exitInterrupted)
	}
	for _, want := range []string{"guette: interrupted; what was collected is kept", "hint: run the same command again"} {
		if !strings.Contains(stderr.String(), want) {
			t.Errorf("%q is not told:\n%s", want, stderr.String())
		}
	}
}

func TestASecondRunSaysWhoHoldsTheLock(t *testing.T) {
	dir, asked := stuckMonth(t)
	env := []string{"HTTP_PROXY=", "HTTPS_PROXY="}
	c := command(t.Context(), t, dir, env, "run")
	if err := c.Start(); err != nil {
		t.Fatal(err)
	}
	<-asked
	o := guette(t, dir, env, "draft").want(t, exitFailed)
	want := fmt.Sprintf("guette.db.lock: already at work: guette run, process %d on ", c.Process.Pid)
	if !strings.Contains(o.stderr, want) || !strings.Contains(o.stderr, "hint: wait for it, or end it") {
		t.Errorf("got %s, want %s", o.stderr, want)
	}
	guette(t, dir, env, "store", "check").want(t, exitDone) // reading is always allowed
	c.Process.Kill()
	c.Wait()
	// The system let go of the lock of the killed process.
	o = guette(t, dir, env, "draft")
	if strings.Contains(o.stderr, "already at work") {
		t.Error(o.stderr)
	}
}

// TestAFolderThatCannotBeWritten puts a file in the place of the folder: this
// is refused to every user, also to root.
func TestAFolderThatCannotBeWritten(t *testing.T) {
	u := startUpstream(t)
	dir := t.TempDir()
	writeFiles(t, dir, map[string]string{
		"config.yaml":  "catalog: catalog.yaml\nreports: readonly/reports\n",
		"catalog.yaml": "programs:\n  - {id: memcached, name: memcached, endoflife: memcached}\n",
		"readonly":     "",
	})
	o := guette(t, dir, u.env, "run", "--month", "2026-07", "--quiet").want(t, exitFailed)
	if !strings.Contains(o.stderr, "readonly") || !strings.Contains(o.stderr, "hint: ") {
		t.Error(o.stderr)
	}
	if err := os.Remove(filepath.Join(dir, "readonly")); err != nil {
		t.Fatal(err)
	}
	before := stats(t, u).Hits
	guette(t, dir, u.env, "draft", "--month", "2026-07", "--quiet").want(t, exitDone)
	if after := stats(t, u).Hits; after != before {
		t.Errorf("%d requests: what was collected was lost", after-before)
	}
}

// TestAFullDisk runs the month on a small file system of its own.
func TestAFullDisk(t *testing.T) {
	u := startUpstream(t)
	u.env = append(u.env, "GUETTE_FETCH_SPACING=0s")
	dir := t.TempDir()
	if err := syscall.Mount("tmpfs", dir, "tmpfs", 0, "size=4m"); err != nil {
		t.Skipf("no small file system can be mounted here (%v): run as root to see what a full disk does", err)
	}
	t.Cleanup(func() { syscall.Unmount(dir, syscall.MNT_DETACH) })
	writeFiles(t, dir, monthConfig(t))
	o := guette(t, dir, u.env, "run", "--month", "2026-07", "--quiet").want(t, exitFailed)
	if !strings.Contains(o.stderr, "the disk is full") || !strings.Contains(o.stderr, "hint: make room") {
		t.Error(o.stderr)
	}
	if err := syscall.Mount("tmpfs", dir, "tmpfs", syscall.MS_REMOUNT, "size=200m"); err != nil {
		t.Fatal(err)
	}
	s, err := store.Open(t.Context(), filepath.Join(dir, "guette.db"), store.Options{Now: time.Now})
	if err != nil {
		t.Fatal(err)
	}
	if err := s.Check(t.Context()); err != nil {
		t.Error(err)
	}
	s.Close()
	guette(t, dir, u.env, "run", "--month", "2026-07", "--quiet").want(t, exitDone)
	calm := t.TempDir()
	writeFiles(t, calm, monthConfig(t))
	guette(t, calm, u.env, "run", "--month", "2026-07", "--quiet").want(t, exitDone)
	if got, want := bytesOf(t, dir), bytesOf(t, calm); len(got) != len(want) {
		t.Errorf("%d files after a full disk, %d without", len(got), len(want))
	} else {
		for name := range want {
			if got[name] != want[name] {
				t.Errorf("%s differs after a full disk", name)
			}
		}
	}
}
