package git

import (
	"net/http"
	"net/url"
	"strings"

	"guette/fetch"
)

// checkRedirect allows the first request, and no other, to be sent elsewhere.
func (s *session) checkRedirect(req *http.Request, via []*http.Request) error {
	from := via[len(via)-1].URL
	switch {
	case len(via) > maxRedirects:
		return fail(s.asked, fetch.ReasonRedirectLoop, "more than %d redirects", maxRedirects)
	case via[0].Method != http.MethodGet:
		return http.ErrUseLastResponse
	case req.URL.Scheme != "https" && req.URL.Scheme != "http":
		return fail(s.asked, fetch.ReasonBadRedirect, "a redirect to %q", req.URL.Scheme+":")
	case from.Scheme == "https" && req.URL.Scheme == "http":
		return fail(s.asked, fetch.ReasonDowngrade, "a redirect from https:// to http://")
	}
	for _, v := range via {
		if v.URL.String() == req.URL.String() {
			return fail(s.asked, fetch.ReasonRedirectLoop, "redirects that come back")
		}
	}
	return nil
}

// follow notes which address answers after redirects, and whether they were
// permanent.
func (s *session) follow(resp *http.Response) {
	s.forge = forgeOf(resp)
	if resp.Request.Response == nil {
		return
	}
	permanent := true
	for r := resp.Request.Response; r != nil; r = r.Request.Response {
		permanent = permanent && (r.StatusCode == http.StatusMovedPermanently || r.StatusCode == http.StatusPermanentRedirect)
	}
	u := *resp.Request.URL
	path, ok := strings.CutSuffix(u.Path, "/info/refs")
	if !ok {
		return // sign-in page: the answer will say so
	}
	u.Path, u.RawPath, u.RawQuery, u.Fragment, u.User = path, "", "", "", nil
	asked := s.base
	if s.base = u.String(); permanent && identity(asked) != identity(s.base) {
		s.moved = strings.TrimSuffix(s.base, ".git")
	}
}

// identity is what stays the same of an address of a repository, however it is
// written.
func identity(address string) string {
	u, err := url.Parse(address)
	if err != nil {
		return address
	}
	path := strings.TrimSuffix(strings.TrimRight(u.Path, "/"), ".git")
	return strings.ToLower(strings.TrimPrefix(u.Host, "www.") + path)
}
