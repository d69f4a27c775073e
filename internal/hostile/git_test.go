package hostile

import (
	"fmt"
	"net/http"
	"net/http/cgi"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"guette/watch"
)

// packet is a pkt-line of git.
func packet(s string) string { return fmt.Sprintf("%04x%s", len(s)+4, s) }

const (
	advertisement = "application/x-git-upload-pack-advertisement"
	oid           = "1111111111111111111111111111111111111111"
	refs          = "/owner/name.git/info/refs"
	upload        = "/owner/name.git/git-upload-pack"
)

// refsV0 lists one branch.
func refsV0() string {
	return packet("# service=git-upload-pack\n") + "0000" +
		packet(oid+" HEAD\x00multi_ack side-band-64k ofs-delta symref=HEAD:refs/heads/main agent=git/2\n") + packet(oid+" refs/heads/main\n") + "0000"
}

func gitFaults(t testing.TB) []fault {
	pack := func(text string) http.HandlerFunc {
		return byPath(map[string]http.HandlerFunc{refs: body(advertisement, refsV0()), upload: body("application/x-git-upload-pack-result", text)})
	}
	adv := func(text string) http.HandlerFunc {
		return byPath(map[string]http.HandlerFunc{refs: body(advertisement, text)})
	}
	sideband := func(data string) string { return packet("NAK\n") + packet("\x01"+data) + "0000" }
	list := []fault{
		{name: "a deleted repository", reasons: []string{"http-404"}, serve: status(404)},
		{name: "wants a sign-in", reasons: []string{"auth-required"}, serve: status(401)},
		{name: "a web page", reasons: []string{"not-a-repository"}, serve: body("text/html", page)},
		{name: "no packets", reasons: []string{"bad-protocol"}, serve: adv("hello")},
		{name: "a packet of a wrong length", reasons: []string{"bad-protocol"}, serve: adv("zzzzhello")},
		{name: "a packet longer than the answer", reasons: []string{"bad-protocol"}, serve: adv("ffff" + refsV0())},
		{name: "references cut", reasons: []string{"truncated"}, serve: adv(refsV0()[:150])},
		{name: "an error in a packet", reasons: []string{"server-error"}, serve: adv(packet("# service=git-upload-pack\n") + "0000" + packet("ERR access denied\x1b[31m\n") + "0000"), check: harmlessRow},
		{name: "references without end", reasons: []string{"too-large"}, serve: byPath(map[string]http.HandlerFunc{refs: endlessRefs})},
		{name: "a pack that is none", reasons: []string{"bad-pack"}, serve: pack(sideband("hello, this is no pack"))},
		{name: "a pack that is cut", reasons: []string{"bad-pack"}, serve: pack(sideband("PACK\x00\x00\x00\x02\x00\x00\x00\x09\x91\x0a"))},
		{name: "a pack of four thousand million objects", reasons: []string{"bad-pack"}, serve: pack(sideband("PACK\x00\x00\x00\x02\xff\xff\xff\xff"))},
		{name: "an empty pack", reasons: []string{"bad-pack"}, serve: pack(sideband("PACK\x00\x00\x00\x02\x00\x00\x00\x00\x02\x9d\x08\x82\x3b\xd8\xa8\xea\xb5\x10\xad\x6a\xc7\x5c\x82\x3c\xfd\x3e\xd3\x1e"))},
		{name: "an error in the pack", reasons: []string{"server-error"}, serve: pack(packet("NAK\n") + packet("\x03out of memory\x1b]0;x\x07\n") + "0000"), check: harmlessRow},
		{name: "redirects without end", reasons: []string{"redirect-loop"}, serve: func(w http.ResponseWriter, r *http.Request) {
			redirect(302, "/x"+r.URL.Path+"?"+r.URL.RawQuery)(w, r)
		}},
		{name: "redirect to a private address", serve: redirect(302, "http://10.0.0.1/owner/name.git/info/refs?service=git-upload-pack"), reasons: []string{"private-address"}},
		{name: "a gzip bomb for references", reasons: []string{"bad-protocol", "too-large"}, serve: byPath(map[string]http.HandlerFunc{refs: body(advertisement, bomb("gzip")(), "Content-Encoding", "gzip")})},
	}
	for i := range list {
		list[i].class, list[i].outcome = "git", watch.OutcomeError
	}
	if backend := honestGit(t); backend != nil {
		list = append(list, fault{class: "git", name: "control: an honest server", serve: backend, outcome: watch.OutcomeOK, items: -1})
	}
	return list
}

func endlessRefs(w http.ResponseWriter, _ *http.Request) {
	w.Header().Set("Content-Type", advertisement)
	fmt.Fprint(w, packet("# service=git-upload-pack\n")+"0000"+packet(oid+" HEAD\x00symref=HEAD:refs/heads/main\n"))
	for i := 0; i < 5_000_000; i++ {
		if _, err := fmt.Fprint(w, packet(fmt.Sprintf("%s refs/heads/b%d\n", oid, i))); err != nil {
			return
		}
	}
}

// harmlessRow checks the report alone.
func harmlessRow(t *testing.T, r result) {
	if strings.IndexFunc(r.row.Message+r.row.Hint, acts) >= 0 {
		t.Errorf("message %q: a character that acts", r.row.Message)
	}
}

// honestGit serves a repository with one commit, nil where there is no git.
func honestGit(t testing.TB) http.HandlerFunc {
	root := t.TempDir()
	dir := filepath.Join(root, "owner", "name.git")
	run := func(args ...string) bool {
		c := exec.Command("git", args...)
		c.Env = append(os.Environ(), "GIT_CONFIG_GLOBAL=/dev/null", "GIT_AUTHOR_NAME=A", "GIT_AUTHOR_EMAIL=a@a.test", "GIT_COMMITTER_NAME=A", "GIT_COMMITTER_EMAIL=a@a.test",
			"GIT_AUTHOR_DATE=2026-07-06T10:00:00Z", "GIT_COMMITTER_DATE=2026-07-06T10:00:00Z")
		out, err := c.CombinedOutput()
		if err != nil {
			t.Logf("git %v: %v: %s", args, err, out)
		}
		return err == nil
	}
	path, err := exec.Command("git", "--exec-path").Output()
	if err != nil {
		t.Logf("no git here: the honest server is left out (%v)", err)
		return nil
	}
	work := filepath.Join(root, "work")
	if !run("init", "-q", "-b", "main", work) || !run("-C", work, "commit", "-q", "--allow-empty", "-m", "one") || !run("clone", "-q", "--bare", work, dir) {
		return nil
	}
	h := &cgi.Handler{Path: filepath.Join(strings.TrimSpace(string(path)), "git-http-backend"), InheritEnv: []string{"PATH"},
		Env: []string{"GIT_PROJECT_ROOT=" + root, "GIT_HTTP_EXPORT_ALL=1", "GIT_CONFIG_NOSYSTEM=1", "GIT_CONFIG_GLOBAL=/dev/null"}}
	return func(w http.ResponseWriter, r *http.Request) {
		with := *h
		if v := r.Header.Get("Git-Protocol"); v != "" {
			with.Env = append(with.Env[:len(with.Env):len(with.Env)], "GIT_PROTOCOL="+v)
		}
		with.ServeHTTP(w, r)
	}
}
