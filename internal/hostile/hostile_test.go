package hostile

import (
	"fmt"
	"io"
	"log/slog"
	"net/http"
	"net/netip"
	"runtime"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"guette/collect"
	"guette/collect/collecttest"
	"guette/collect/feed"
	"guette/fetch"
	"guette/watch"
)

const (
	timeout  = 9 * time.Second  // of one exchange: more than the longest window of slowness
	maxTotal = 40 * time.Second // the slowest class takes timeout; the rest is for a busy machine
	maxHeap  = 200 << 20        // bytes held from the system at any moment
	minTotal = 120              // faults that the run must have at least
)

// all lists the faults, class by class.
func all(t testing.TB, a *authority) []fault {
	var list []fault
	for _, class := range [][]fault{networkFaults(), privateFaults(), tlsFaults(t, a), httpFaults(), http2Faults(a), archiveFaults(), feedFaults(), jsonFaults(), injectionFaults()} {
		list = append(list, class...)
	}
	return list
}

// TestAHostileWorld reads all faults and all controls in one run.
func TestAHostileWorld(t *testing.T) {
	if testing.Short() {
		t.Skip("takes ten seconds: run without -short")
	}
	s := &stage{t: t, certs: newAuthority(t, "Authority of the Test"), asked: map[string]*atomic.Int64{}}
	faults := all(t, s.certs)
	if len(faults) < minTotal {
		t.Fatalf("%d faults, want %d or more", len(faults), minTotal)
	}
	urls := make([]string, len(faults))
	programs := make([]watch.Program, len(faults))
	byCollector := map[string][]collect.Source{}
	for i, f := range faults {
		urls[i] = s.open(i, f)
		programs[i] = watch.Program{ID: fmt.Sprintf("fault-%03d", i)}
		byCollector[collectorOf(f)] = append(byCollector[collectorOf(f)], collect.Source{Program: programs[i].ID, URL: urls[i]})
	}
	client, err := fetch.New(fetch.Options{Timeout: timeout, Spacing: -1, Proxy: "none", CAFile: s.certs.file(), CacheDir: t.TempDir(),
		AllowNetworks: []netip.Prefix{netip.MustParsePrefix("127.7.0.0/16")}})
	if err != nil {
		t.Fatal(err)
	}
	defer client.Close()

	store := collecttest.NewStore()
	engine := &collect.Engine{
		Collectors: []*collect.Collector{only(feed.Collector, byCollector), only(jsonCollector, byCollector)},
		Programs:   programs, Options: collecttest.Options(), Fetch: client, Store: store,
		Now: time.Now, Log: slog.New(slog.NewTextHandler(io.Discard, nil)), Concurrency: len(faults),
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
	judge(t, s, faults, urls, rows, store.Facts())
}

func collectorOf(f fault) string {
	if f.class == "json" {
		return jsonCollector.Name
	}
	return feed.Collector.Name
}

// only makes a collector read the sources of its class.
func only(c *collect.Collector, sources map[string][]collect.Source) *collect.Collector {
	one := *c
	one.Shared = nil
	one.Sources = func(p watch.Program, _ collect.Options) []collect.Source {
		for _, s := range sources[c.Name] {
			if s.Program == p.ID {
				return []collect.Source{s}
			}
		}
		return nil
	}
	return &one
}

// judge compares each row with what it must be.
func judge(t *testing.T, s *stage, faults []fault, urls []string, rows []watch.SourceReport, facts []watch.Fact) {
	results := map[string]*result{}
	for _, r := range rows {
		results[r.Program] = &result{row: r}
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
			if asked := s.asked[urls[i]]; asked != nil {
				r.asked = asked.Load()
			}
			if r.row.Outcome != f.outcome || !listed(f.reasons, r.row.Reason) {
				t.Errorf("%s %q (%s), want %s %q", r.row.Outcome, r.row.Reason, r.row.Message, f.outcome, f.reasons)
			}
			if f.items >= 0 && len(r.facts) != f.items {
				t.Errorf("%d facts, want %d", len(r.facts), f.items)
			}
			if !r.row.Outcome.Good() && (r.row.Message == "" || r.row.Hint == "" && !strings.HasPrefix(r.row.Reason, "http-")) {
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
