package git

import (
	"errors"
	"io"
	"net/http"
	"sync/atomic"
	"time"
)

const (
	slowGrace = 20 * time.Second // before the rate is looked at: servers think before they send
	slowRate  = 500              // bytes a second on average; a modem of 1995 gave 3,000
)

var errSlow = errors.New("the answer comes too slowly")

// A meter counts what a conversation costs and ends answers that drip.
type meter struct {
	next     http.RoundTripper
	now      func() time.Time
	requests atomic.Int64
	bytes    atomic.Int64
}

// RoundTrip implements http.RoundTripper.
func (m *meter) RoundTrip(r *http.Request) (*http.Response, error) {
	m.requests.Add(1)
	resp, err := m.next.RoundTrip(r)
	if err != nil {
		return nil, err
	}
	resp.Body = &meteredBody{ReadCloser: resp.Body, meter: m, start: m.now()}
	return resp, nil
}

type meteredBody struct {
	io.ReadCloser
	meter *meter
	start time.Time
	n     int64
}

// Read implements io.Reader.
func (b *meteredBody) Read(p []byte) (int, error) {
	n, err := b.ReadCloser.Read(p)
	b.n += int64(n)
	b.meter.bytes.Add(int64(n))
	if after := b.meter.now().Sub(b.start); err == nil && after > slowGrace && float64(b.n) < slowRate*after.Seconds() {
		return n, errSlow
	}
	return n, err
}
