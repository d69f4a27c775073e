package git

import (
	"bytes"
	"context"
	"io"
	"net/http"
	"strings"

	"guette/fetch"
	"guette/internal/lazyregexp"
)

// glance is how much of an answer that is not git is looked at.
const glance = 16 << 10

var dumbRefs = lazyregexp.New(`^(?:[0-9a-f]{40}|[0-9a-f]{64})\trefs/`)

// notGit is the error of an answer of another type than a git server's.
func (s *session) notGit(kind string) *fetch.Error {
	return fail(s.asked, ReasonNotRepository, "no git server answers here: the answer is %q", oneLine(kind))
}

// diagnose makes an error more exact by a look at the answer, and by one
// question more where the server may speak Mercurial.
func (s *session) diagnose(ctx context.Context, e *fetch.Error, resp *http.Response) error {
	if e.Reason != ReasonNotRepository && e.Status != http.StatusNotFound && e.Status != http.StatusMethodNotAllowed {
		return e
	}
	body, err := io.ReadAll(io.LimitReader(resp.Body, glance))
	if err != nil {
		return explain(s.asked, err)
	}
	resp.Body.Close() // its turn at the host is over
	lower := bytes.ToLower(body)
	html := mediaType(resp) == "text/html" || bytes.Contains(lower, []byte("<html"))
	var other string
	switch {
	case dumbRefs.Re().Match(body), len(body) == 0 && e.Status == 0 && mediaType(resp) == "text/plain":
		return fail(s.asked, ReasonDumbHTTP, "the server gives the files of a repository, but does not speak git")
	case strings.Contains(resp.Header.Get("DAV"), "subversion"), bytes.Contains(lower, []byte("powered by subversion")):
		other = "Subversion"
	case bytes.Contains(lower, []byte("fossil-scm")), bytes.Contains(lower, []byte("this page was generated")) && bytes.Contains(lower, []byte("fossil")):
		other = "Fossil"
	case s.forge == forgeNone && s.mercurial(ctx):
		other = "Mercurial"
	}
	switch {
	case other != "":
		e := fail(s.asked, ReasonNotGit, "%s answers here, not git", other)
		return e
	case e.Status == 0 && html:
		return fail(s.asked, ReasonNotRepository, "a web page answers here, no git server")
	case e.Status == http.StatusNotFound:
		e.Hint = "the repository is gone or was moved: " + hints[ReasonNotRepository]
	}
	return e
}

// mercurial asks whether the server speaks Mercurial.
func (s *session) mercurial(ctx context.Context) bool {
	resp, err := s.do(ctx, http.MethodGet, s.base+"?cmd=capabilities", nil)
	if err != nil {
		return false
	}
	defer resp.Body.Close()
	return strings.HasPrefix(mediaType(resp), "application/mercurial") || strings.HasPrefix(resp.Header.Get("Content-Type"), "application/hg")
}
