package hostile

import (
	"context"
	"fmt"
	"io"
	"log/slog"
	"net"
	"net/http"
	"net/netip"
	"net/url"
	"runtime"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"guette/collect"
	"guette/collect/collecttest"
	"guette/collect/feed"
	"guette/collect/forge"
	"guette/collect/git"
	"guette/fetch"
	"guette/watch"
)

const (
	timeout  = slow * 9 * time.Second  // of one exchange: more than the longest window of slowness
	maxTotal = slow * 40 * time.Second // the slowest class takes timeout, in two rounds; the rest is for a busy machine
	maxHeap  = 200 << 20               // bytes held from the system at any moment
	minTotal = 120                     // faults that the run must have at least
	atOnce   = 100                     // sources read at once; a real month reads 16
)

// all lists the faults, class by class.
func all(t testing.TB, a *authority) []fault {
	var list []fault
	for _, class := range [][]fault{networkFaults(), privateFaults(), tlsFaults(t, a), httpFaults(), http2Faults(a), archiveFaults(), feedFaults(), jsonFaults(), injectionFaults(), forgeFaults(), gitFaults(t)} {
		list = append(list, class...)
	}
	return list
}

// TestAHostileWorld reads all faults and all controls in one run.
func TestAHostileWorld(t *testing.T) {
	if testing.Short() {
		t.Skip("takes ten seconds: run without -short")
	}
	s := &stage{t: t, certs: newAuthority(t, "Authority of the Test"), asked: map[int]*atomic.Int64{}, hosts: map[string]string{}}
	faults := all(t, s.certs)
	if len(faults) < minTotal {
		t.Fatalf("%d faults, want %d or more", len(faults), minTotal)
	}
	programs := make([]watch.Program, len(faults))
	for i, f := range faults {
		programs[i] = programOf(i, f, s.open(i, f))
	}
	client, err := fetch.New(fetch.Options{Timeout: timeout, Spacing: -1, Proxy: "none", CAFile: s.certs.file(), CacheDir: t.TempDir(),
		AllowNetworks: []netip.Prefix{netip.MustParsePrefix("127.7.0.0/16")}})
	if err != nil {
		t.Fatal(err)
	}
	defer client.Close()
	routed, err := fetch.New(fetch.Options{Timeout: timeout, Spacing: -1, RoundTripper: &router{hosts: s.hosts}})
	if err != nil {
		t.Fatal(err)
	}

	store := collecttest.NewStore()
	engine := &collect.Engine{
		Collectors: []*collect.Collector{feed.Collector, jsonCollector, only(forge.Collector, "forge"), only(git.Collector, "git")},
		Programs:   programs, Options: collecttest.Options(), Fetch: &doors{client, routed}, Store: store,
		Now: time.Now, Log: slog.New(slog.NewTextHandler(io.Discard, nil)), Concurrency: atOnce,
	}
	peak := watchMemory(t)
	start := time.Now()
	rows, err := engine.Run(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	took := time.Since(start)
	heap := peak()
	t.Logf("%d faults and controls in %v, %d MB of memory at most", len(faults), took.Round(time.Millisecond), heap>>20)
	if took > maxTotal {
		t.Errorf("took %v, want less than %v", took, maxTotal)
	}
	if heap > maxHeap {
		t.Errorf("%d MB of memory, want less than %d", heap>>20, maxHeap>>20)
	}
	judge(t, s, faults, rows, store.Facts())
}

// programOf is a program with nothing but the faulty source.
func programOf(n int, f fault, url string) watch.Program {
	p := watch.Program{ID: fmt.Sprintf("fault-%03d", n), Category: f.class}
	switch f.class {
	case "json":
		p.Changelog = url
	case "forge", "git":
		p.Repositories = []string{url}
	default:
		p.Feeds = []string{url}
	}
	return p
}

// only keeps a collector to the programs of its class.
func only(c *collect.Collector, class string) *collect.Collector {
	one := *c
	one.Sources = func(p watch.Program, o collect.Options) []collect.Source {
		if p.Category != class {
			return nil
		}
		return c.Sources(p, o)
	}
	return &one
}

// doors leads names of .test inside the process, all else to the network.
type doors struct {
	*fetch.Client
	routed *fetch.Client
}

func (d *doors) Do(ctx context.Context, req fetch.Request) (*fetch.Response, error) {
	if u, err := url.Parse(req.URL); err == nil && strings.HasSuffix(u.Hostname(), ".test") {
		return d.routed.Do(ctx, req)
	}
	return d.Client.Do(ctx, req)
}

// A router plays name servers and TLS for names of .test.
type router struct{ hosts map[string]string }

func (r *router) RoundTrip(req *http.Request) (*http.Response, error) {
	to, ok := r.hosts[req.URL.Host]
	if !ok {
		return nil, &net.DNSError{Err: "no such host", Name: req.URL.Host, IsNotFound: true}
	}
	out := req.Clone(req.Context())
	out.URL.Scheme, out.URL.Host, out.Host = "http", to, req.URL.Host
	return http.DefaultTransport.RoundTrip(out)
}

// judge compares each row with what it must be.
func judge(t *testing.T, s *stage, faults []fault, rows []watch.SourceReport, facts []watch.Fact) {
	results := map[string]*result{}
	for _, r := range rows {
		if results[r.Program] == nil || r.Outcome != watch.OutcomeSkipped {
			results[r.Program] = &result{row: r}
		}
	}
	for _, f := range facts {
		if r := results[f.Program]; r != nil {
			r.facts = append(r.facts, f)
		}
	}
	for i, f := range faults {
		t.Run(f.class+"/"+f.name, func(t *testing.T) {
			r := results[fmt.Sprintf("fault-%03d", i)]
			if r == nil {
				t.Fatal("no row in the report")
			}
			if asked := s.asked[i]; asked != nil {
				r.asked = asked.Load()
			}
			if r.row.Outcome != f.outcome || !listed(f.reasons, r.row.Reason) {
				t.Errorf("%s %q (%s), want %s %q", r.row.Outcome, r.row.Reason, r.row.Message, f.outcome, f.reasons)
			}
			if f.items >= 0 && len(r.facts) != f.items {
				t.Errorf("%d facts, want %d", len(r.facts), f.items)
			}
			if !r.row.Outcome.Good() && (r.row.Message == "" || r.row.Hint == "" && f.class != "forge" && !strings.HasPrefix(r.row.Reason, "http-")) {
				t.Errorf("message %q, hint %q: want both", r.row.Message, r.row.Hint)
			}
			if f.check != nil {
				f.check(t, *r)
			}
		})
	}
}

// watchMemory measures what the process holds at most until peak is called.
func watchMemory(t *testing.T) (peak func() uint64) {
	runtime.GC()
	done, result := make(chan struct{}), make(chan uint64)
	go func() {
		var most uint64
		tick := time.NewTicker(20 * time.Millisecond)
		defer tick.Stop()
		for {
			var m runtime.MemStats
			runtime.ReadMemStats(&m)
			most = max(most, m.HeapInuse+m.StackInuse)
			select {
			case <-done:
				result <- most
				return
			case <-tick.C:
			}
		}
	}()
	return func() uint64 {
		close(done)
		return <-result
	}
}

// endless is a feed of n bytes that is not kept in memory.
func endless(n int) http.HandlerFunc {
	return func(w http.ResponseWriter, _ *http.Request) {
		io.WriteString(w, `<rss><channel>`)
		block := strings.Repeat(entry(1), 100)
		for sent := 0; sent < n; sent += len(block) {
			if _, err := io.WriteString(w, block); err != nil {
				return
			}
		}
	}
}
