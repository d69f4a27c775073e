package fetch

import (
	"bytes"
	"cmp"
	"context"
	"net/http"
	"net/textproto"
	"net/url"
	"strings"
	"time"
)

const (
	maxRedirects = 8 // browsers follow 20; feeds need 3
	maxHosts     = 4 // different hosts in one chain of redirects
)

// An exchange is one request with its redirects and its attempts.
type exchange struct {
	client   *Client
	req      Request
	first    *url.URL
	kept     *entry
	left     time.Duration // of the whole exchange
	limit    int64
	requests int
	bytes    int64
}

func (x *exchange) get() bool { return x.req.Method == "" || x.req.Method == http.MethodGet }

// run tries until there is an answer, no hope, or no time.
func (x *exchange) run(ctx context.Context) (*Response, *Error) {
	for attempt := 1; ; attempt++ {
		resp, fail := x.try(ctx)
		if fail == nil || ctx.Err() != nil || attempt == maxAttempts || !fail.retryable() {
			return resp, fail
		}
		pause := backoff(attempt)
		if !fail.RetryAt.IsZero() {
			pause = max(pause, fail.RetryAt.Sub(x.client.opt.Now()))
		}
		if pause >= x.left {
			return nil, fail
		}
		x.client.opt.Log.DebugContext(ctx, "trying again", "url", x.req.URL, "reason", fail.Reason, "pause", pause)
		x.left -= pause
		select {
		case <-time.After(pause):
		case <-ctx.Done():
			return nil, fail
		}
	}
}

// try makes one attempt: a request, and those that its redirects lead to.
func (x *exchange) try(ctx context.Context) (*Response, *Error) {
	trail := newTrail(x.first)
	for {
		hop, fail := x.hop(ctx, trail)
		if fail != nil {
			return nil, fail
		}
		if hop.answer != nil {
			hop.answer.Moved = trail.moved
			return hop.answer, nil
		}
		if fail := trail.follow(x.method(), hop.status, hop.location); fail != nil {
			return nil, fail
		}
	}
}

func (x *exchange) method() string { return cmp.Or(x.req.Method, http.MethodGet) }

// An outcome of a hop is an answer or a redirect.
type outcome struct {
	answer   *Response
	status   int
	location string
}

// hop asks one address of the trail, when its host lets it.
func (x *exchange) hop(ctx context.Context, t *trail) (outcome, *Error) {
	c := x.client
	if err := c.guard.checkURL(t.at); err != nil {
		return outcome{}, explain(ctx, err)
	}
	if x.left <= 0 {
		return outcome{}, x.late()
	}
	h := c.hosts.of(t.at.Host)
	if err := h.enter(ctx); err != nil {
		return outcome{}, failure(ReasonTimeout, "its turn did not come in time")
	}
	defer h.leave()
	if fail := h.ready(x.purse(t), c.opt.Now()); fail != nil {
		return outcome{}, fail
	}
	start := time.Now()
	out, fail := x.ask(ctx, t, h)
	x.left -= time.Since(start)
	h.record(t.at.String(), fail)
	return out, fail
}

// ask sends one request and reads its answer.
func (x *exchange) ask(ctx context.Context, t *trail, h *host) (outcome, *Error) {
	c := x.client
	ctx, cancel := context.WithCancelCause(countDials(ctx))
	defer cancel(nil)
	deadline := time.AfterFunc(x.left, func() { cancel(x.late()) })
	defer deadline.Stop()

	req, err := x.build(ctx, t)
	if err != nil {
		return outcome{}, failure(ReasonBadURL, "%v", bare(err))
	}
	door, err := c.pages.of(t.at)
	if err != nil {
		return outcome{}, explain(ctx, err)
	}
	x.requests++
	resp, err := door.RoundTrip(req)
	if err != nil {
		return outcome{}, explain(ctx, err)
	}
	defer resp.Body.Close()
	m := &meter{r: resp.Body, tempo: pageTempo, cancel: cancel, limit: x.limit + wireSlack}
	defer func() { x.bytes += m.n }()
	return x.read(ctx, t, h, resp, m)
}

func (x *exchange) late() *Error {
	return failure(ReasonTimeout, "no whole answer within %v", cmp.Or(x.req.Limits.Timeout, x.client.opt.Timeout))
}

// read judges the head of an answer, and reads its body when it is wanted.
func (x *exchange) read(ctx context.Context, t *trail, h *host, resp *http.Response, m *meter) (outcome, *Error) {
	c := x.client
	now := c.opt.Now()
	if until, ok := exhausted(resp.Header, now); ok && resp.StatusCode < http.StatusBadRequest {
		h.hold(x.purse(t), until, true)
	}
	switch {
	case resp.StatusCode == http.StatusNotModified && req304(resp.Request) && x.kept != nil:
		return outcome{answer: &Response{URL: t.at.String(), Status: x.kept.Status, Header: x.kept.Header, Body: x.kept.body,
			SHA256: x.kept.SHA256, Retrieved: x.kept.Retrieved, Unchanged: true}}, nil
	case redirects(resp.StatusCode):
		return outcome{status: resp.StatusCode, location: resp.Header.Get("Location")}, nil
	case resp.StatusCode == http.StatusPartialContent:
		return outcome{}, failure(ReasonTruncated, "the server sent a part of the answer (status 206)")
	case resp.StatusCode < 200 || resp.StatusCode > 299:
		fail := statusFailure(resp, now)
		if fail.asksForPeace() {
			h.hold(x.purse(t), fail.RetryAt, remaining(resp.Header) == 0)
		}
		return outcome{}, fail
	}
	resp.Header.Del("Set-Cookie") // nothing of it is ever sent back or kept
	body, fail := readBody(ctx, resp, m, x.limit, resp.Request.Header.Get("Accept-Encoding"))
	if fail != nil {
		fail.Status = resp.StatusCode
		return outcome{}, fail
	}
	return outcome{answer: &Response{URL: t.at.String(), Status: resp.StatusCode, Header: resp.Header, Body: body,
		SHA256: digest(body), Retrieved: now.UTC()}}, nil
}

func req304(r *http.Request) bool {
	return r.Header.Get("If-None-Match") != "" || r.Header.Get("If-Modified-Since") != ""
}

// purse is what a request to the current address is paid from.
func (x *exchange) purse(t *trail) purse {
	p := purse{address: t.at.String()}
	if x.tokenFor(t.at) {
		p.credential = digest([]byte(x.req.Token.value))
	}
	return p
}

// tokenFor tells whether the token may be shown to an address: to its own host,
// and never in the clear.
func (x *exchange) tokenFor(u *url.URL) bool {
	return x.req.Token.value != "" && u.Scheme == "https" && strings.EqualFold(u.Hostname(), x.req.Token.Host)
}

// build makes the request for the current address of the trail.
func (x *exchange) build(ctx context.Context, t *trail) (*http.Request, error) {
	req, err := http.NewRequestWithContext(ctx, x.method(), t.at.String(), bytes.NewReader(x.req.Body))
	if err != nil {
		return nil, err
	}
	own := strings.EqualFold(t.at.Host, x.first.Host) && t.at.Scheme == x.first.Scheme
	for name, values := range x.req.Header {
		if own || harmless[textproto.CanonicalMIMEHeaderKey(name)] {
			req.Header[textproto.CanonicalMIMEHeaderKey(name)] = values
		}
	}
	if req.Header.Get("Accept-Encoding") == "" {
		req.Header.Set("Accept-Encoding", acceptEncoding)
	}
	if req.Header.Get("Accept") == "" {
		req.Header.Set("Accept", "*/*")
	}
	req.Header.Set("User-Agent", x.client.opt.UserAgent)
	if x.tokenFor(t.at) {
		req.Header.Set(x.req.Token.Header, x.req.Token.value)
	}
	if x.kept != nil && x.kept.URL == t.at.String() {
		x.kept.ask(req.Header)
	}
	return req, nil
}

// harmless are the headers of a request that another host may see.
var harmless = map[string]bool{"Accept": true, "Accept-Encoding": true, "Accept-Language": true, "Content-Type": true}

// A trail is the chain of addresses of one attempt.
type trail struct {
	at        *url.URL
	moved     string // where permanent redirects alone lead
	permanent bool   // all redirects so far were
	seen      map[string]bool
	hosts     map[string]bool
}

func newTrail(u *url.URL) *trail {
	return &trail{at: u, permanent: true, seen: map[string]bool{u.String(): true}, hosts: map[string]bool{u.Host: true}}
}

func redirects(status int) bool {
	switch status {
	case http.StatusMovedPermanently, http.StatusFound, http.StatusSeeOther, http.StatusTemporaryRedirect, http.StatusPermanentRedirect:
		return true
	}
	return false
}

// follow goes where a redirect leads, if it may.
func (t *trail) follow(method string, status int, location string) *Error {
	next, err := t.at.Parse(location)
	switch {
	case location == "" || err != nil:
		return failure(ReasonBadRedirect, "a redirect (status %d) to %.100q, which is no address", status, location)
	case method != http.MethodGet && status < http.StatusTemporaryRedirect:
		return failure(ReasonBadRedirect, "a redirect (status %d) would lose what was sent with %s", status, method)
	case next.Scheme != "http" && next.Scheme != "https":
		return failure(ReasonBadRedirect, "a redirect to an address with scheme %.20q", next.Scheme)
	case t.at.Scheme == "https" && next.Scheme == "http":
		return failure(ReasonDowngrade, "a redirect from https:// to http://%s", next.Host)
	}
	next.Fragment, next.RawFragment = "", ""
	if t.seen[next.String()] {
		return failure(ReasonRedirectLoop, "redirects come back to %.200q", next.String())
	}
	t.seen[next.String()], t.hosts[next.Host] = true, true
	if len(t.seen) > maxRedirects+1 || len(t.hosts) > maxHosts {
		return failure(ReasonRedirectLoop, "more than %d redirects or %d hosts", maxRedirects, maxHosts)
	}
	t.permanent = t.permanent && (status == http.StatusMovedPermanently || status == http.StatusPermanentRedirect)
	t.at = next
	if t.permanent {
		t.moved = next.String()
	}
	return nil
}
