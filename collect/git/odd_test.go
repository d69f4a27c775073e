package git

import (
	"errors"
	"fmt"
	"net/http"
	"net/http/httptest"
	"net/http/httputil"
	"net/url"
	"path/filepath"
	"strings"
	"testing"

	"guette/collect"
	"guette/collect/collecttest"
	"guette/fetch"
	"guette/watch"
)

func TestAddresses(t *testing.T) {
	for _, tt := range []struct {
		raw, clone, reason, hint string // part of the hint
	}{
		{raw: "https://github.com/nginx/nginx", clone: "https://github.com/nginx/nginx"},
		{raw: " https://github.com/nginx/nginx.git ", clone: "https://github.com/nginx/nginx.git"},
		{raw: "https://github.com/nginx//nginx", clone: "https://github.com/nginx/nginx"},
		{raw: "https://github.com/nginx/nginx/tree/master/conf", clone: "https://github.com/nginx/nginx"},
		{raw: "https://gitlab.com/group/sub/tool/-/tree/main", clone: "https://gitlab.com/group/sub/tool"},
		{raw: "https://user:secret@git.example.org/tool.git", clone: "https://git.example.org/tool.git"},
		{raw: "https://git.kernel.org/pub/scm/git/git.git/", clone: "https://git.kernel.org/pub/scm/git/git.git"},
		{raw: "git+https://codeberg.org/a/b", clone: "https://codeberg.org/a/b"},
		{raw: "https://github.com/nextcloud", reason: ReasonNotRepository, hint: "organisation"},
		{raw: "git://git.savannah.gnu.org/emacs.git", reason: ReasonScheme, hint: "https://git.savannah.gnu.org/emacs.git"},
		{raw: "ssh://git@github.com/a/b.git", reason: ReasonScheme, hint: "https://github.com/a/b.git"},
		{raw: "git@github.com:a/b.git", reason: ReasonScheme, hint: "https://github.com/a/b.git"},
		{raw: "file:///srv/git/a.git", reason: ReasonScheme, hint: "https://"},
		{raw: "/srv/git/a.git", reason: ReasonScheme, hint: "https://"},
		{raw: "ftp://ftp.example.org/a.git", reason: ReasonScheme, hint: "https://"},
		{raw: "svn://svn.example.org/trunk", reason: ReasonNotGit, hint: "Subversion"},
		{raw: "https://svn.apache.org/repos/asf/httpd", reason: ReasonNotGit, hint: "Subversion"},
		{raw: "https://example.org/svn/tool/trunk", reason: ReasonNotGit, hint: "Subversion"},
		{raw: "https://sourceforge.net/p/tool/svn/HEAD/tree/", reason: ReasonNotGit, hint: "Subversion"},
		{raw: "https://hg.nginx.org/nginx", reason: ReasonNotGit, hint: "Mercurial"},
		{raw: "https://foss.heptapod.net/mercurial/hgview", reason: ReasonNotGit, hint: "Mercurial"},
		{raw: "https://www.sqlite.org/src/doc/trunk/README.md", reason: ReasonNotGit, hint: "Fossil"},
		{raw: "lp:inkscape", reason: ReasonNotGit, hint: "Bazaar"},
		{raw: ":pserver:anonymous@cvs.example.org:/cvsroot", reason: ReasonNotGit, hint: "CVS"},
		{raw: "", reason: ReasonScheme, hint: "https://"},
		{raw: "https://", reason: ReasonScheme, hint: "https://"},
	} {
		t.Run(tt.raw, func(t *testing.T) {
			got := readAddress(tt.raw)
			if got.clone != tt.clone || got.reason != tt.reason || !strings.Contains(got.hint, tt.hint) {
				t.Errorf("got %+v, want %+v", got, tt)
			}
		})
	}
}

// TestSources makes a row for each address, with the reason not to read it.
func TestSources(t *testing.T) {
	p := watch.Program{ID: "tool", Repositories: []string{"https://github.com/a/b", "https://github.com/a/b", "svn://x.test/y", "", "https://user:secret@github.com/a/c"}}
	got := sources(p, collect.Options{})
	if len(got) != 3 || got[0].Skip != "" || got[1].Skip != ReasonNotGit || got[1].Hint == "" || got[2].URL != "https://github.com/a/c" {
		t.Errorf("got %+v", got)
	}
}

// TestOddServers meets what real addresses lead to when they do not lead to a
// repository that can be read.
func TestOddServers(t *testing.T) {
	root := t.TempDir()
	makeRepository(t, filepath.Join(root, "tool.git"))
	command(t, root, "git", "init", "-q", "--bare", "empty.git")
	command(t, root, "git", "init", "-q", "--object-format=sha256", "sha256.git")
	command(t, filepath.Join(root, "sha256.git"), "git", "-c", "user.name=A", "-c", "user.email=a@example.org", "commit", "-q", "--allow-empty", "-m", "first")
	command(t, root, "git", "clone", "-q", "--bare", "tool.git", "headless.git")
	command(t, filepath.Join(root, "headless.git"), "git", "symbolic-ref", "HEAD", "refs/heads/gone")
	command(t, root, "git", "clone", "-q", "--bare", "tool.git", "lost.git")
	for _, b := range []string{"one", "two"} {
		command(t, filepath.Join(root, "lost.git"), "git", "update-ref", "refs/heads/"+b, "refs/heads/main")
	}
	command(t, filepath.Join(root, "lost.git"), "git", "symbolic-ref", "HEAD", "refs/heads/gone")
	command(t, filepath.Join(root, "lost.git"), "git", "update-ref", "-d", "refs/heads/main")
	command(t, filepath.Join(root, "tool.git"), "git", "update-server-info")
	dumb := http.FileServer(http.Dir(root))
	smart := func(p profile) http.Handler { return forward(t, serve(t, root, p).URL) }
	page := func(status int, kind, body string, header ...string) http.Handler {
		return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
			w.Header().Set("Content-Type", kind)
			for i := 0; i+1 < len(header); i += 2 {
				w.Header().Set(header[i], header[i+1])
			}
			w.WriteHeader(status)
			w.Write([]byte(body))
		})
	}
	for _, tt := range []struct {
		name, path, reason string
		server             http.Handler
		kind               watch.Kind // of a fact that is stated nevertheless
	}{
		{name: "a repository", path: "/tool.git", server: smart(github), kind: watch.KindActivity},
		{name: "without .git at the end", path: "/tool", server: smart(github), kind: watch.KindActivity},
		{name: "empty, v2", path: "/empty.git", server: smart(github), reason: ReasonEmpty, kind: watch.KindRepository},
		{name: "empty, v0", path: "/empty.git", server: smart(stockV0), reason: ReasonEmpty, kind: watch.KindRepository},
		{name: "SHA-256, v2", path: "/sha256.git", server: smart(github), reason: ReasonSHA256},
		{name: "SHA-256, v0", path: "/sha256.git", server: smart(stockV0), reason: ReasonSHA256},
		{name: "HEAD that leads nowhere, one branch", path: "/headless.git", server: smart(github), kind: watch.KindActivity},
		{name: "HEAD that leads nowhere, v0", path: "/headless.git", server: smart(stockV0), kind: watch.KindActivity},
		{name: "HEAD that leads nowhere, branches of all names", path: "/lost.git", server: smart(github), reason: ReasonNoHead},
		{name: "dumb HTTP", path: "/tool.git", server: dumb, reason: ReasonDumbHTTP},
		{name: "web page", path: "/tool", server: page(200, "text/html", "<!doctype html><html>Tool"), reason: ReasonNotRepository},
		{name: "gone", path: "/tool", server: page(404, "text/html", "<html>404"), reason: "http-404"},
		{name: "removed", path: "/tool", server: page(410, "text/html", "<html>"), reason: "http-410"},
		{name: "forbidden", path: "/tool", server: page(403, "text/html", "<html>"), reason: "http-403"},
		{name: "sign-in wanted", path: "/tool", server: page(401, "text/plain", "", "WWW-Authenticate", `Basic realm="git"`), reason: ReasonAuthRequired},
		{name: "sent to a sign-in page", path: "/tool", server: signIn(), reason: ReasonNotRepository},
		{name: "Fossil", path: "/tool", server: page(200, "text/html", `<html><meta name="generator" content="x"> <a href="https://fossil-scm.org">`), reason: ReasonNotGit},
		{name: "Subversion", path: "/tool", server: page(404, "text/html", "<html><em>Powered by Subversion version 1.14"), reason: ReasonNotGit},
		{name: "Mercurial", path: "/tool", server: mercurialServer(), reason: ReasonNotGit},
		{name: "too many requests", path: "/tool", server: page(429, "text/plain", "", "Retry-After", "3600"), reason: fetch.ReasonRateLimited},
		{name: "bad gateway of a sign-in", path: "/tool", server: page(407, "text/plain", ""), reason: "http-407"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			server := httptest.NewServer(tt.server)
			defer server.Close()
			store := collecttest.NewStore()
			job := newJob(t, store, http.DefaultTransport, server.URL+tt.path, "2026-07", 25, noon)
			job.Fetch = client(t)
			_, err := Collector.Collect(t.Context(), job)
			reason := ""
			if e, ok := errors.AsType[*fetch.Error](err); ok {
				if reason = e.Reason; e.Hint == "" || e.Message == "" {
					t.Errorf("no message or no hint: %+v", e)
				}
				if reason == fetch.ReasonRateLimited && e.RetryAt.IsZero() {
					t.Error("no time to come back at")
				}
			} else if err != nil {
				t.Fatal(err)
			}
			if reason != tt.reason {
				t.Errorf("reason %q (%v), want %q", reason, err, tt.reason)
			}
			found := tt.kind == "" && len(store.Facts()) == 0
			for _, f := range store.Facts() {
				found = found || f.Kind() == tt.kind
			}
			if !found {
				t.Errorf("%d facts, want one of kind %q", len(store.Facts()), tt.kind)
			}
		})
	}
}

func forward(t *testing.T, address string) http.Handler {
	u, err := url.Parse(address)
	if err != nil {
		t.Fatal(err)
	}
	return httputil.NewSingleHostReverseProxy(u)
}

func signIn() http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if r.URL.Path != "/login" {
			http.Redirect(w, r, "/login", http.StatusFound)
			return
		}
		w.Header().Set("Content-Type", "text/html")
		w.Write([]byte("<html>sign in"))
	})
}

func mercurialServer() http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if r.URL.Query().Get("cmd") == "capabilities" {
			w.Header().Set("Content-Type", "application/mercurial-0.1")
			w.Write([]byte("lookup branchmap"))
			return
		}
		http.NotFound(w, r)
	})
}

// TestMoved follows a repository to its new address and says so.
func TestMoved(t *testing.T) {
	root := t.TempDir()
	makeRepository(t, filepath.Join(root, "new.git"))
	backend := forward(t, serve(t, root, github).URL)
	for _, tt := range []struct {
		name, from, to string
		status         int
		moved          bool
	}{
		{name: "renamed for good", from: "/old", to: "/new.git", status: http.StatusMovedPermanently, moved: true},
		{name: "sent elsewhere for a while", from: "/old", to: "/new.git", status: http.StatusFound},
		{name: "the same with .git at the end", from: "/new", to: "/new.git", status: http.StatusMovedPermanently},
	} {
		t.Run(tt.name, func(t *testing.T) {
			server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
				if rest, ok := strings.CutPrefix(r.URL.Path, tt.from+"/"); ok {
					http.Redirect(w, r, tt.to+"/"+rest+"?"+r.URL.RawQuery, tt.status)
					return
				}
				backend.ServeHTTP(w, r)
			}))
			defer server.Close()
			store := collecttest.NewStore()
			if _, err := Collector.Collect(t.Context(), newJob(t, store, http.DefaultTransport, server.URL+tt.from, "2026-07", 25, noon)); err != nil {
				t.Fatal(err)
			}
			want := ""
			if tt.moved {
				want = server.URL + "/new"
			}
			for _, r := range watch.Of[*watch.Repository](store.Facts()) {
				if r.MovedTo != want {
					t.Errorf("moved to %q, want %q", r.MovedTo, want)
				}
			}
		})
	}
}

// TestPrivacy looks for addresses of people in all that is kept.
func TestPrivacy(t *testing.T) {
	root := t.TempDir()
	buildRepository(t, filepath.Join(root, "tool.git"), append(toolSteps, step{
		when: "2026-07-25T10:00:00Z", name: "Eve Secret", mail: "eve.secret@private.test", tag: "v3.0",
		text:  "Version 3.0\n\nThanks to Zoe <zoe.thanks@private.test>",
		files: map[string]string{"MAINTAINERS": "Zoe <zoe.maintains@private.test>\n", "README.md": "Write to help.me@private.test\n", ".mailmap": "Zoe Secret <zoe@private.test> <eve.secret@private.test>\n"},
	}))
	store := &recordingStore{Store: collecttest.NewStore()}
	job := newJob(t, store.Store, http.DefaultTransport, serve(t, root, github).URL+"/tool.git", "2026-07", 25, noon)
	job.Store = store
	if _, err := Collector.Collect(t.Context(), job); err != nil {
		t.Fatal(err)
	}
	kept := strings.ToLower(store.all(t))
	for _, word := range []string{"eve.secret", "zoe.thanks", "zoe.maintains", "help.me", "ada@", "eve secret", "ada exemple", "zoe@"} {
		if strings.Contains(kept, word) {
			t.Errorf("%q is kept", word)
		}
	}
	if !strings.Contains(kept, "[address at private.test]") {
		t.Error("the domain of the addresses is gone")
	}
}

// TestNoRoomForTemporaryFiles shows that this machine's own trouble is not
// laid at the server's door.
func TestNoRoomForTemporaryFiles(t *testing.T) {
	t.Setenv("TMPDIR", filepath.Join(t.TempDir(), "gone"))
	var s spool
	_, err := s.Write(make([]byte, spoolMemory+1))
	e, ok := errors.AsType[*fetch.Error](explain("https://example.org/r", fmt.Errorf("pack: %w", err)))
	if !ok || e.Reason != ReasonTemporaryFile || strings.Contains(e.Message, "gone") || !strings.Contains(e.Hint, "TMPDIR") {
		t.Errorf("got %+v", e)
	}
}
