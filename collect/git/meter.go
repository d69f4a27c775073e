package git

import (
	"io"
	"net/http"
	"sync/atomic"
)

// A meter counts what a conversation costs.
type meter struct {
	next     http.RoundTripper
	requests atomic.Int64
	bytes    atomic.Int64 // of bodies, decoded
}

// RoundTrip implements http.RoundTripper.
func (m *meter) RoundTrip(r *http.Request) (*http.Response, error) {
	m.requests.Add(1)
	resp, err := m.next.RoundTrip(r)
	if err != nil {
		return nil, err
	}
	resp.Body = &meteredBody{resp.Body, m}
	return resp, nil
}

type meteredBody struct {
	io.ReadCloser
	meter *meter
}

// Read implements io.Reader.
func (b *meteredBody) Read(p []byte) (int, error) {
	n, err := b.ReadCloser.Read(p)
	b.meter.bytes.Add(int64(n))
	return n, err
}
