package git

import (
	"bytes"
	"compress/gzip"
	"context"
	"encoding/json"
	"io"
	"log/slog"
	"net/http"
	"strings"
	"testing"
	"time"

	"guette/collect"
	"guette/collect/collecttest"
	"guette/fetch"
	"guette/watch"
)

// An openDoor is a door to the network with a budget and nothing else.
type openDoor struct{ rt http.RoundTripper }

func (openDoor) Do(context.Context, fetch.Request) (*fetch.Response, error) { panic("not used") }

func (d openDoor) Transport(budget int64) http.RoundTripper { return &budgeted{d.rt, budget} }

type budgeted struct {
	next http.RoundTripper
	left int64
}

func (b *budgeted) RoundTrip(r *http.Request) (*http.Response, error) {
	resp, err := b.next.RoundTrip(r)
	if err == nil {
		resp.Body = &budgetBody{resp.Body, b}
	}
	return resp, err
}

type budgetBody struct {
	io.ReadCloser
	b *budgeted
}

func (b *budgetBody) Read(p []byte) (int, error) {
	n, err := b.ReadCloser.Read(p)
	if b.b.left -= int64(n); b.b.left < 0 {
		return 0, &fetch.Error{Reason: fetch.ReasonTooLarge, Message: "more bytes than the budget"}
	}
	return n, err
}

// newJob makes a job on one repository.
func newJob(t testing.TB, store *collecttest.Store, rt http.RoundTripper, address, month string, window int, now time.Time) *collect.Job {
	t.Helper()
	m, err := watch.ParseMonth(month)
	if err != nil {
		t.Fatal(err)
	}
	zone, err := time.LoadLocation("Europe/Paris")
	if err != nil {
		t.Fatal(err)
	}
	return Collector.NewJob(collect.Job{
		Options: collect.Options{Month: m, Zone: zone, WindowMonths: window},
		Source:  collect.Source{Program: "p", URL: address},
		Fetch:   openDoor{rt}, Store: store, Now: func() time.Time { return now }, Log: slog.New(slog.DiscardHandler),
	})
}

// A recordingStore keeps the marks where a test can look at them.
type recordingStore struct {
	*collecttest.Store
	marks [][]byte
}

func (s *recordingStore) SetMark(ctx context.Context, key string, value []byte) error {
	s.marks = append(s.marks, value)
	return s.Store.SetMark(ctx, key, value)
}

// all returns all that is kept, as text.
func (s *recordingStore) all(t testing.TB) string {
	t.Helper()
	var b strings.Builder
	if err := json.NewEncoder(&b).Encode(s.Facts()); err != nil {
		t.Fatal(err)
	}
	for _, m := range s.marks {
		z, err := gzip.NewReader(bytes.NewReader(m))
		if err != nil {
			t.Fatal(err)
		}
		if _, err := io.Copy(&b, z); err != nil {
			t.Fatal(err)
		}
	}
	return b.String()
}
