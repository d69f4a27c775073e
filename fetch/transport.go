package fetch

import (
	"context"
	"io"
	"net/http"
	"sync"
	"sync/atomic"
	"time"
)

// Transport implements [Getter]. Requests that can be sent again are tried
// again as long as no byte of their answer was handed out. The head of an
// answer that comes late, a body that is slow, and too many bytes give an
// *Error. Statuses are left to the caller, except 429 and those from 500 on.
func (c *Client) Transport(budget int64) http.RoundTripper {
	g := &gitTransport{client: c}
	g.left.Store(budget)
	return g
}

// A gitTransport is the round tripper of one repository.
type gitTransport struct {
	client *Client
	left   atomic.Int64 // decoded bytes
}

// RoundTrip implements http.RoundTripper.
func (g *gitTransport) RoundTrip(req *http.Request) (*http.Response, error) {
	ctx := req.Context()
	req = req.Clone(ctx) // its body is made anew for each attempt
	for attempt := 1; ; attempt++ {
		resp, fail := g.try(req)
		if fail == nil {
			return resp, nil
		}
		fail.URL, fail.Requests = req.URL.Redacted(), attempt
		pause := backoff(attempt)
		if !fail.RetryAt.IsZero() {
			pause = max(pause, fail.RetryAt.Sub(g.client.opt.Now()))
		}
		if attempt == maxAttempts || !fail.retryable() || !rewind(req) || pause > backoffMax {
			return nil, fail
		}
		select {
		case <-time.After(pause):
		case <-ctx.Done():
			return nil, ctx.Err()
		}
	}
}

// rewind makes the body of a request readable again, if it can.
func rewind(req *http.Request) bool {
	if req.Body == nil || req.Body == http.NoBody {
		return true
	}
	if req.GetBody == nil {
		return false
	}
	body, err := req.GetBody()
	if err != nil {
		return false
	}
	req.Body = body
	return true
}

func (g *gitTransport) try(orig *http.Request) (*http.Response, *Error) {
	c := g.client
	if err := c.guard.checkURL(withoutUser(orig).URL); err != nil {
		return nil, explain(orig.Context(), err)
	}
	h := c.hosts.of(orig.URL.Host)
	if err := h.enter(orig.Context()); err != nil {
		return nil, failure(ReasonTimeout, "its turn did not come in time")
	}
	p := purse{digest([]byte(orig.Header.Get("Authorization"))), orig.URL.Redacted()}
	if fail := h.ready(p, c.opt.Now()); fail != nil {
		h.leave()
		return nil, fail
	}
	resp, fail := g.ask(orig, h)
	if fail != nil {
		h.record(p.address, fail)
		h.leave()
		return nil, fail
	}
	if !unwell(resp.StatusCode) {
		h.record(p.address, nil)
		return resp, nil // the turn ends with the body
	}
	fail = statusFailure(resp, c.opt.Now())
	resp.Body.Close()
	if fail.asksForPeace() {
		h.hold(p, fail.RetryAt, remaining(resp.Header) == 0)
	}
	h.record(p.address, fail)
	return nil, fail
}

// unwell tells whether a status is worth another attempt.
func unwell(status int) bool {
	return status == http.StatusTooManyRequests || status >= 500
}

// withoutUser shows an address without its credentials.
func withoutUser(r *http.Request) *http.Request {
	u := *r.URL
	u.User = nil
	return &http.Request{URL: &u}
}

func (g *gitTransport) ask(orig *http.Request, h *host) (*http.Response, *Error) {
	ctx, cancel := context.WithCancelCause(countDials(orig.Context()))
	req := orig.Clone(ctx)
	decode := req.Header.Get("Accept-Encoding") == ""
	if decode {
		req.Header.Set("Accept-Encoding", "gzip")
	}
	if ua := req.Header.Get("User-Agent"); ua == "" {
		req.Header.Set("User-Agent", g.client.opt.UserAgent)
	}
	door, err := g.client.git.of(req.URL)
	if err != nil {
		cancel(nil)
		return nil, explain(ctx, err)
	}
	resp, err := door.RoundTrip(req)
	if err != nil {
		fail := explain(ctx, err)
		cancel(nil)
		return nil, fail
	}
	m := &meter{r: resp.Body, tempo: gitTempo, cancel: cancel, limit: max(g.left.Load(), 0)}
	body := &gitBody{g: g, url: req.URL.Redacted(), ctx: ctx, wire: resp.Body, leave: sync.OnceFunc(func() { cancel(nil); h.leave() })}
	if body.decoded, err = g.decoder(m, resp, decode); err != nil {
		fail := explainBody(ctx, err)
		resp.Body.Close()
		cancel(nil)
		return nil, fail
	}
	resp.Body = body
	return resp, nil
}

func (g *gitTransport) decoder(m *meter, resp *http.Response, decode bool) (io.ReadCloser, error) {
	if !decode || resp.Header.Get("Content-Encoding") == "" {
		return io.NopCloser(m), nil
	}
	dec, err := decoder(m, resp.Header, "gzip")
	if err == nil {
		resp.Header.Del("Content-Encoding")
		resp.Header.Del("Content-Length")
		resp.ContentLength, resp.Uncompressed = -1, true
	}
	return dec, err
}

// A gitBody is a body that is read by somebody else: it counts against the
// budget of its repository, and gives its turn back at its end.
type gitBody struct {
	g       *gitTransport
	url     string
	ctx     context.Context // of this request alone
	wire    io.Closer
	decoded io.ReadCloser
	leave   func()
}

func (b *gitBody) Read(p []byte) (int, error) {
	n, err := b.decoded.Read(p)
	left := b.g.left.Add(-int64(n))
	switch {
	case left < 0:
		b.leave()
		return 0, Fail(b.url, ReasonTooLarge, "more bytes than the budget of this repository")
	case err == io.EOF:
		b.leave()
	case err != nil:
		fail := explainBody(b.ctx, err)
		fail.URL = b.url
		b.leave()
		return n, fail
	}
	return n, err
}

func (b *gitBody) Close() error {
	b.decoded.Close()
	err := b.wire.Close()
	b.leave()
	return err
}
