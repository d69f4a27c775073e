package main

import (
	"bufio"
	"encoding/json"
	"io"
	"net/http"
	"net/url"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"sync"
	"syscall"
	"testing"
	"time"

	"guette/internal/corpus"
)

// An upstream is the stand-in for the Internet: real hosts with the recorded
// data of the corpus, as they were on a day.
type upstream struct {
	proxy string
	env   []string // for the processes that shall see it
}

// upstreamBinary builds the stand-in once.
var upstreamBinary = sync.OnceValues(func() (string, error) {
	dir, err := os.MkdirTemp("", "guette-upstream-")
	if err != nil {
		return "", err
	}
	bin := filepath.Join(dir, "upstream")
	build := exec.Command("go", "build", "-o", bin, ".")
	build.Dir = upstreamSource()
	out, err := build.CombinedOutput()
	if err != nil {
		return string(out), err
	}
	return bin, nil
})

func upstreamSource() string { return filepath.Join("..", "..", "..", "shared", "upstream") }

var ready = regexp.MustCompile(`^ready proxy=(\S+) .*env: (.*)$`)

// startUpstream starts a stand-in as of 1 August 2026, or skips the test aloud.
func startUpstream(t *testing.T, flags ...string) *upstream {
	t.Helper()
	if testing.Short() {
		t.Skip("a whole month over real data is not a short test")
	}
	dir := corpus.Dir(t)
	if _, err := os.Stat(filepath.Join(upstreamSource(), "main.go")); err != nil {
		t.Skipf("no stand-in for the Internet at %s: this test reads a month of real data through it", upstreamSource())
	}
	bin, err := upstreamBinary()
	if err != nil {
		t.Skipf("the stand-in for the Internet does not build: %v\n%s", err, bin)
	}
	c := exec.Command(bin, append([]string{"-corpus", dir, "-asof", "2026-08-01", "-listen", "127.0.0.1:0", "-ratelimit", "off",
		"-ca-out", filepath.Join(t.TempDir(), "ca.pem")}, flags...)...)
	c.SysProcAttr = &syscall.SysProcAttr{Pdeathsig: syscall.SIGKILL} // a test that times out leaves nothing behind
	stdout, err := c.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := c.Start(); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { c.Process.Signal(syscall.SIGTERM); c.Wait() })
	lines := bufio.NewScanner(stdout)
	for lines.Scan() {
		if m := ready.FindStringSubmatch(lines.Text()); m != nil {
			go io.Copy(io.Discard, stdout)
			return &upstream{proxy: m[1], env: strings.Fields(m[2])}
		}
	}
	t.Fatalf("the stand-in for the Internet ended: %v", lines.Err())
	return nil
}

// ask asks a control page of the stand-in.
func (u *upstream) ask(t *testing.T, method, path string, into any) {
	t.Helper()
	proxy, err := url.Parse(u.proxy)
	if err != nil {
		t.Fatal(err)
	}
	client := &http.Client{Transport: &http.Transport{Proxy: http.ProxyURL(proxy)}, Timeout: time.Minute}
	req, err := http.NewRequestWithContext(t.Context(), method, "http://upstream.example"+path, nil)
	if err != nil {
		t.Fatal(err)
	}
	resp, err := client.Do(req)
	if err != nil {
		t.Fatal(err)
	}
	defer resp.Body.Close()
	if into == nil {
		return
	}
	if err := json.NewDecoder(resp.Body).Decode(into); err != nil {
		t.Fatal(err)
	}
}
