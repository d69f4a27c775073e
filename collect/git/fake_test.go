package git

import (
	"context"
	"io"
	"log/slog"
	"net/http"
	"sync"
	"testing"
	"time"

	"guette/collect"
	"guette/fetch"
	"guette/watch"
)

// memory is a store in memory.
type memory struct {
	mu    sync.Mutex
	facts map[string]watch.Fact
	marks map[string][]byte
	key   string
}

func newMemory() *memory {
	return &memory{facts: map[string]watch.Fact{}, marks: map[string][]byte{}, key: "0123456789abcdef0123456789abcdef"}
}

func (m *memory) Append(_ context.Context, facts ...watch.Fact) error {
	m.mu.Lock()
	defer m.mu.Unlock()
	for _, f := range facts {
		m.facts[f.Program+" "+f.Collector+" "+string(f.Kind())+" "+f.Key] = f
	}
	return nil
}

func (m *memory) Mark(_ context.Context, key string) ([]byte, error) { return m.marks[key], nil }

func (m *memory) SetMark(_ context.Context, key string, value []byte) error {
	m.marks[key] = value
	return nil
}

func (m *memory) CVEs(context.Context) ([]string, error) { return nil, nil }

func (m *memory) Secret(context.Context, string) ([]byte, error) { return []byte(m.key), nil }

// list returns the facts in the order of analysis.
func (m *memory) list() (list []watch.Fact) {
	for _, f := range m.facts {
		list = append(list, f)
	}
	watch.SortFacts(list)
	return list
}

// open is a door to the network with a budget and nothing else.
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
func newJob(t testing.TB, store *memory, rt http.RoundTripper, address, month string, window int, now time.Time) *collect.Job {
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
