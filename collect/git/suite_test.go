package git

import (
	"cmp"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"net/http/httputil"
	"net/url"

	"guette/collect/collecttest"
	"guette/watch"
)

// TestCollector puts the collector through the suite that all pass.
func TestCollector(t *testing.T) {
	root := t.TempDir()
	makeRepository(t, filepath.Join(root, "tool.git"))
	u, err := url.Parse(serve(t, root, github).URL)
	if err != nil {
		t.Fatal(err)
	}
	proxy := httputil.NewSingleHostReverseProxy(u)
	collecttest.Run(t, Collector, collecttest.Example{
		Programs: []watch.Program{{ID: "tool", Name: "Tool", Repositories: []string{"https://git.test/tool.git"}}},
		Serve:    proxy,
		Facts:    25 + 1 + 2 + 4, // months, repository, tags, files
	})
}

// A step is one commit of a repository made for a test.
type step struct {
	when  string // RFC 3339
	name  string
	mail  string
	files map[string]string // "" removes
	tag   string
	text  string // of an annotated tag

	message string // "" is an ordinary one
}

// steps of the repository of the suite.
var toolSteps = []step{
	{when: "2024-08-10T10:00:00Z", name: "Ada Exemple", mail: "ada@example.org", files: map[string]string{"README.md": "# Tool\n", "LICENSE": "MIT License\n"}, tag: "v1.0"},
	{when: "2025-03-10T10:00:00Z", name: "Ada Exemple", mail: "ada@work.test", files: map[string]string{"main.c": "int main;\n"}},
	{when: "2026-07-03T10:00:00Z", name: "Bob Martin", mail: "bob@work.test", files: map[string]string{"LICENSE": "Business Source License\n"}},
	{when: "2026-07-20T10:00:00Z", name: "renovate[bot]", mail: "bot@renovate.test", files: map[string]string{"README.md": "# Tool\n\nNo longer maintained.\n"}, tag: "v2.0", text: "Version 2.0"},
}

// makeRepository makes a bare repository out of the steps of the suite.
func makeRepository(t testing.TB, dir string) { buildRepository(t, dir, toolSteps) }

func buildRepository(t testing.TB, dir string, steps []step) {
	t.Helper()
	work := t.TempDir()
	run := func(env []string, args ...string) string {
		return commandEnv(t, work, env, "git", append([]string{"-c", "init.defaultBranch=main", "-c", "tag.gpgSign=false"}, args...)...)
	}
	run(nil, "init", "-q")
	for _, s := range steps {
		for name, text := range s.files {
			path := filepath.Join(work, filepath.FromSlash(name))
			if text == "" {
				os.Remove(path)
				continue
			}
			if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
				t.Fatal(err)
			}
			os.Remove(path)
			if target, ok := strings.CutPrefix(text, "-> "); ok {
				if err := os.Symlink(target, path); err != nil {
					t.Fatal(err)
				}
				continue
			}
			if text == "(nothing)" {
				text = ""
			}
			if err := os.WriteFile(path, []byte(text), 0o644); err != nil {
				t.Fatal(err)
			}
		}
		env := []string{"GIT_AUTHOR_NAME=" + s.name, "GIT_AUTHOR_EMAIL=" + s.mail, "GIT_COMMITTER_NAME=" + s.name, "GIT_COMMITTER_EMAIL=" + s.mail,
			"GIT_AUTHOR_DATE=" + s.when, "GIT_COMMITTER_DATE=" + s.when}
		run(env, "add", "-A")
		run(env, "commit", "-q", "--allow-empty", "-m", cmp.Or(s.message, "change of "+s.when))
		if s.tag != "" && s.text != "" {
			run(env, "tag", "-a", s.tag, "-m", s.text)
		} else if s.tag != "" {
			run(env, "tag", s.tag)
		}
	}
	command(t, "", "git", "clone", "-q", "--bare", work, dir)
}

// noon is a moment of the day after the bulletins of July 2026.
var noon = time.Date(2026, 8, 7, 12, 0, 0, 0, time.UTC)
