package collecttest

import (
	"bytes"
	"cmp"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/http/httptest"
	"strconv"
	"sync"
	"testing"
	"time"

	"guette/fetch"
)

const (
	patience  = 10 * time.Second       // of a door to an honest upstream, on a slow machine
	little    = 400 * time.Millisecond // of a door to a faulty one: a silent answer ends after this
	doorBytes = 8 << 20
)

// Now is the time of every test: the bulletins of July 2026 are being made.
var Now = time.Date(2026, 8, 6, 4, 0, 0, 0, time.UTC)

// A Door is a [fetch.Getter] to a network that one handler plays: all hosts,
// http and https alike, lead to it. It has the bounds and the conditional cache
// of the real client, and none of its patience: it tries once.
type Door struct {
	client   *http.Client
	patience time.Duration
	mu       sync.Mutex
	cache    map[string]*fetch.Response
	Asked    []string // addresses, in the order of the requests
}

// NewDoor opens a door to handler, which sees the host in r.Host.
func NewDoor(t testing.TB, handler http.Handler) *Door {
	server := httptest.NewServer(handler)
	t.Cleanup(func() {
		server.CloseClientConnections()
		server.Close()
	})
	transport := &http.Transport{
		DialContext: func(ctx context.Context, _, _ string) (net.Conn, error) {
			return new(net.Dialer).DialContext(ctx, "tcp", server.Listener.Addr().String())
		},
		DisableCompression: true,
	}
	t.Cleanup(transport.CloseIdleConnections)
	d := &Door{patience: patience, cache: map[string]*fetch.Response{}}
	d.client = &http.Client{Transport: plain{transport}, CheckRedirect: func(_ *http.Request, via []*http.Request) error {
		if len(via) > 5 {
			return errLoop
		}
		return nil
	}}
	return d
}

var errLoop = errors.New("redirect loop")

// plain speaks http where the address says https.
type plain struct{ next http.RoundTripper }

func (p plain) RoundTrip(r *http.Request) (*http.Response, error) {
	r = r.Clone(r.Context())
	r.URL.Scheme = "http"
	return p.next.RoundTrip(r)
}

// Transport returns the round tripper of the door.
func (d *Door) Transport(int64) http.RoundTripper { return d.client.Transport }

// Do gets one answer.
func (d *Door) Do(ctx context.Context, req fetch.Request) (*fetch.Response, error) {
	d.mu.Lock()
	d.Asked = append(d.Asked, req.URL)
	d.mu.Unlock()
	own, cancel := context.WithTimeout(ctx, d.patience)
	defer cancel()
	resp, err := d.exchange(own, req)
	if ctx.Err() != nil {
		return nil, ctx.Err()
	}
	return resp, err
}

func (d *Door) exchange(ctx context.Context, req fetch.Request) (*fetch.Response, error) {
	key := req.Method + " " + req.URL + " " + string(req.Body)
	d.mu.Lock()
	kept := d.cache[key]
	d.mu.Unlock()
	r, err := http.NewRequestWithContext(ctx, cmp.Or(req.Method, http.MethodGet), req.URL, bytes.NewReader(req.Body))
	if err != nil {
		return nil, &fetch.Error{URL: req.URL, Reason: "bad-address", Message: err.Error(), Err: err}
	}
	for name := range req.Header {
		r.Header.Set(name, req.Header.Get(name))
	}
	if kept != nil && !req.Fresh {
		r.Header.Set("If-None-Match", kept.Header.Get("ETag"))
	}
	answer, err := d.client.Do(r)
	if err != nil {
		return nil, failure(req.URL, err)
	}
	defer answer.Body.Close()
	if answer.StatusCode == http.StatusNotModified && kept != nil {
		same := *kept
		same.Unchanged, same.Requests, same.Bytes = true, 1, 0
		return &same, nil
	}
	if answer.StatusCode >= 300 {
		return nil, refusal(req.URL, answer)
	}
	limit := cmp.Or(req.Limits.Bytes, doorBytes)
	body, err := io.ReadAll(io.LimitReader(answer.Body, limit+1))
	if err != nil {
		return nil, failure(req.URL, err)
	}
	if int64(len(body)) > limit {
		return nil, &fetch.Error{URL: req.URL, Reason: "too-large", Message: fmt.Sprintf("more than %d bytes", limit), Requests: 1, Bytes: limit}
	}
	sum := sha256.Sum256(body)
	resp := &fetch.Response{URL: req.URL, Status: answer.StatusCode, Header: answer.Header, Body: body, SHA256: hex.EncodeToString(sum[:]),
		Retrieved: Now, Requests: 1, Bytes: int64(len(body))}
	if answer.Request.URL.Host != r.URL.Host || answer.Request.URL.Path != r.URL.Path {
		resp.URL = answer.Request.URL.String()
		if permanent(answer.Request) {
			resp.Moved = resp.URL
		}
	}
	if answer.Header.Get("ETag") != "" {
		d.mu.Lock()
		d.cache[key] = resp
		d.mu.Unlock()
	}
	return resp, nil
}

// permanent tells whether permanent redirects alone led to a request.
func permanent(r *http.Request) bool {
	for ; r.Response != nil; r = r.Response.Request {
		if code := r.Response.StatusCode; code != http.StatusMovedPermanently && code != http.StatusPermanentRedirect {
			return false
		}
	}
	return true
}

func failure(url string, err error) *fetch.Error {
	e := &fetch.Error{URL: url, Reason: "refused", Message: err.Error(), Requests: 1, Err: err}
	switch {
	case errors.Is(err, errLoop):
		e.Reason = "redirect-loop"
	case errors.Is(err, context.DeadlineExceeded):
		e.Reason = "timeout"
	case errors.Is(err, io.ErrUnexpectedEOF):
		e.Reason = "truncated"
	}
	return e
}

func refusal(url string, answer *http.Response) *fetch.Error {
	e := &fetch.Error{URL: url, Reason: fmt.Sprintf("http-%d", answer.StatusCode), Message: answer.Status, Status: answer.StatusCode, Requests: 1}
	if seconds, err := strconv.Atoi(answer.Header.Get("Retry-After")); err == nil {
		e.Reason, e.RetryAt = "rate-limited", Now.Add(time.Duration(seconds)*time.Second)
	}
	return e
}
