package git

import (
	"context"
	"encoding/csv"
	"fmt"
	"net/http"
	"net/http/cgi"
	"net/http/httptest"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"guette/internal/corpus"
)

// A profile is how a git server is set up.
type profile struct {
	name   string
	config []string // key=value
	v0     bool     // does not know protocol v2
}

var (
	github = profile{name: "like GitHub", config: []string{
		"uploadpack.allowFilter=true", "uploadpack.allowTipSHA1InWant=true", "uploadpack.allowReachableSHA1InWant=true",
		"uploadpackfilter.allow=false", "uploadpackfilter.blob:none.allow=true", "uploadpackfilter.blob:limit.allow=true",
		"uploadpackfilter.tree.allow=true",
	}}
	stock    = profile{name: "stock"}
	githubV0 = profile{name: "like GitHub, v0 only", config: github.config, v0: true}
	stockV0  = profile{name: "stock, v0 only", v0: true}
)

// serve starts git http-backend on a folder of bare repositories.
func serve(t testing.TB, root string, p profile) *httptest.Server {
	t.Helper()
	out, err := exec.Command("git", "--exec-path").Output()
	if err != nil {
		t.Skipf("no git here: install it to run this test (%v)", err)
	}
	backend := filepath.Join(strings.TrimSpace(string(out)), "git-http-backend")
	if _, err := os.Stat(backend); err != nil {
		t.Skipf("no git http-backend here: install it to run this test (%v)", err)
	}
	env := []string{"GIT_PROJECT_ROOT=" + root, "GIT_HTTP_EXPORT_ALL=1", "GIT_CONFIG_NOSYSTEM=1",
		"GIT_CONFIG_GLOBAL=" + packHook(t), fmt.Sprintf("GIT_CONFIG_COUNT=%d", len(p.config))}
	for i, c := range p.config {
		k, v, _ := strings.Cut(c, "=")
		env = append(env, fmt.Sprintf("GIT_CONFIG_KEY_%d=%s", i, k), fmt.Sprintf("GIT_CONFIG_VALUE_%d=%s", i, v))
	}
	h := &cgi.Handler{Path: backend, Env: env, InheritEnv: []string{"PATH"}}
	s := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if p.v0 {
			r.Header.Del("Git-Protocol")
		} else if v := r.Header.Get("Git-Protocol"); v != "" {
			// net/http/cgi passes HTTP_GIT_PROTOCOL; git reads GIT_PROTOCOL.
			with := *h
			with.Env = append(with.Env[:len(with.Env):len(with.Env)], "GIT_PROTOCOL="+v)
			with.ServeHTTP(w, r)
			return
		}
		h.ServeHTTP(w, r)
	}))
	t.Cleanup(s.Close)
	return s
}

// hookText runs the command that it is given, with one option more.
const hookText = `#!/bin/sh
shift
for word; do
	shift
	set -- "$@" "$word"
	if [ "$word" = pack-objects ]; then set -- "$@" --missing=allow-any; fi
done
exec git "$@"
`

// packHook writes a configuration that lets repositories of the corpus that
// have few files be served to clients that want all of them.
func packHook(t testing.TB) string {
	dir := t.TempDir()
	hook := filepath.Join(dir, "hook")
	if err := os.WriteFile(hook, []byte(hookText), 0o755); err != nil {
		t.Fatal(err)
	}
	config := filepath.Join(dir, "config")
	text := "[uploadpack]\n\tpackObjectsHook = " + hook + "\n[safe]\n\tdirectory = *\n"
	if err := os.WriteFile(config, []byte(text), 0o644); err != nil {
		t.Fatal(err)
	}
	return config
}

// A sample is a repository of the corpus.
type sample struct {
	name, path string
	head       string
	headAt     time.Time
}

var (
	unpackOnce sync.Once
	unpacked   []sample
	unpackDir  string
)

func TestMain(m *testing.M) {
	if code, ok := benchChild(); ok {
		os.Exit(code)
	}
	code := m.Run()
	if unpackDir != "" {
		os.RemoveAll(unpackDir)
	}
	os.Exit(code)
}

// samples unpacks the repositories of the corpus, once; or takes those of the
// folder that TEST_REPOSITORIES names: bare ones, each below a name of its own.
func samples(t testing.TB) []sample {
	t.Helper()
	if dir := os.Getenv("TEST_REPOSITORIES"); dir != "" {
		unpackOnce.Do(func() { shareAll(t, dir) })
		return unpacked
	}
	dir := corpus.File(t, "git")
	unpackOnce.Do(func() {
		var err error
		if unpackDir, err = os.MkdirTemp("", "guette-git-test-"); err != nil {
			t.Fatal(err)
		}
		f, err := os.Open(filepath.Join(dir, "index.csv"))
		if err != nil {
			t.Fatal(err)
		}
		defer f.Close()
		rows, err := csv.NewReader(f).ReadAll()
		if err != nil {
			t.Fatal(err)
		}
		for _, row := range rows[1:] {
			s := sample{name: row[0], path: filepath.Join(unpackDir, row[0]+".git"), head: row[5]}
			if strings.HasSuffix(row[1], ".tar") {
				command(t, "", "tar", "xf", filepath.Join(dir, row[1]), "-C", unpackDir)
			} else {
				command(t, "", "git", "clone", "-q", "--bare", filepath.Join(dir, row[1]), s.path)
			}
			command(t, s.path, "git", "update-ref", "refs/heads/"+headBranch, s.head)
			command(t, s.path, "git", "symbolic-ref", "HEAD", "refs/heads/"+headBranch)
			if s.headAt, err = time.Parse(time.RFC3339, row[6]); err != nil {
				t.Fatal(err)
			}
			unpacked = append(unpacked, s)
		}
	})
	if len(unpacked) == 0 {
		t.Fatal("the corpus has no repositories")
	}
	return unpacked
}

// shareAll takes the bare repositories below a folder, which it does not touch.
func shareAll(t testing.TB, dir string) {
	heads, err := filepath.Glob(filepath.Join(dir, "*", "HEAD"))
	more, _ := filepath.Glob(filepath.Join(dir, "*", "*", "HEAD"))
	if err != nil || len(heads)+len(more) == 0 {
		t.Fatalf("no bare repository below %s (%v)", dir, err)
	}
	if unpackDir, err = os.MkdirTemp("", "guette-git-test-"); err != nil {
		t.Fatal(err)
	}
	for _, h := range append(heads, more...) {
		from := filepath.Dir(h)
		name, _, _ := strings.Cut(strings.TrimPrefix(from, strings.TrimRight(dir, "/")+"/"), "/")
		s := sample{name: name, path: filepath.Join(unpackDir, name+".git")}
		out, err := exec.Command("git", "-C", from, "log", "-1", "--format=%H %cI").Output()
		if err != nil {
			t.Logf("%s: no commit at its HEAD", name)
			continue
		}
		command(t, "", "git", "clone", "-q", "--bare", "--shared", from, s.path)
		head, when, _ := strings.Cut(strings.TrimSpace(string(out)), " ")
		if s.headAt, err = time.Parse(time.RFC3339, when); err != nil {
			t.Fatal(err)
		}
		s.head = head
		command(t, s.path, "git", "update-ref", "refs/heads/"+headBranch, s.head)
		command(t, s.path, "git", "symbolic-ref", "HEAD", "refs/heads/"+headBranch)
		unpacked = append(unpacked, s)
	}
}

// slow skips a test of more than half a minute when time is short.
func slow(t *testing.T) {
	t.Helper()
	if testing.Short() {
		t.Skip("compares with git on all repositories of the corpus: run it without -short")
	}
}

// headBranch is the default branch of all samples.
const headBranch = "sample-head"

// command runs a command in a folder and returns what it prints.
func command(t testing.TB, dir, name string, args ...string) string {
	t.Helper()
	return commandEnv(t, dir, nil, name, args...)
}

func commandEnv(t testing.TB, dir string, env []string, name string, args ...string) string {
	t.Helper()
	return start(t, dir, "", env, name, args...)
}

func commandIn(t testing.TB, dir, input, name string, args ...string) string {
	t.Helper()
	return start(t, dir, input, nil, name, args...)
}

func start(t testing.TB, dir, input string, env []string, name string, args ...string) string {
	t.Helper()
	cmd := exec.CommandContext(context.WithoutCancel(t.Context()), name, args...)
	cmd.Dir, cmd.Env = dir, append(append(os.Environ(), "GIT_CONFIG_NOSYSTEM=1", "GIT_CONFIG_GLOBAL="+os.DevNull), env...)
	cmd.Stdin = strings.NewReader(input)
	var errs strings.Builder
	cmd.Stderr = &errs
	out, err := cmd.Output()
	if err != nil {
		t.Fatalf("%s %s: %v\n%s", name, strings.Join(args, " "), err, errs.String())
	}
	return string(out)
}
