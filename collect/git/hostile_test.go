package git

import (
	"bytes"
	"compress/gzip"
	"context"
	"crypto/rand"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"net/netip"
	"runtime"
	"runtime/debug"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"guette/collect/collecttest"
	"guette/fetch"
	"guette/watch"
)

const (
	advertType = "application/x-git-upload-pack-advertisement"
	resultType = "application/x-git-upload-pack-result"
)

// A fakeServer speaks protocol v2 about one commit, honestly where it is not
// told otherwise.
type fakeServer struct {
	advert func(w http.ResponseWriter, r *http.Request) // nil is honest
	refs   func(w http.ResponseWriter)                  // nil is honest
	pack   func(w http.ResponseWriter, r *http.Request) // nil is honest
	commit string                                       // "" is an ordinary one
	honest []byte
	tip    oid
}

func honestCommit() string {
	return "tree 4b825dc642cb6eb9a060e54bf8d69288fbee4904\nauthor Ada Exemple <ada@example.org> 1784000000 +0200\ncommitter Ada Exemple <ada@example.org> 1784000000 +0200\n\nfirst\n"
}

func (f *fakeServer) text() string {
	if f.commit == "" {
		return honestCommit()
	}
	return f.commit
}

// ServeHTTP implements http.Handler.
func (f *fakeServer) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	switch {
	case strings.HasSuffix(r.URL.Path, "/info/refs"):
		if f.advert != nil {
			f.advert(w, r)
			return
		}
		w.Header().Set("Content-Type", advertType)
		var p packetWriter
		p.line("version 2\n")
		p.line("ls-refs=unborn\n")
		p.line("fetch=shallow filter\n")
		p.line("object-format=sha1\n")
		p.flush()
		w.Write(p.Bytes())
	case strings.HasSuffix(r.URL.Path, "/git-upload-pack"):
		f.command(w, r)
	default:
		http.NotFound(w, r)
	}
}

func (f *fakeServer) command(w http.ResponseWriter, r *http.Request) {
	var body bytes.Buffer
	body.ReadFrom(r.Body)
	w.Header().Set("Content-Type", resultType)
	if strings.Contains(body.String(), "command=ls-refs") {
		if f.refs != nil {
			f.refs(w)
			return
		}
		var p packetWriter
		p.line("%s HEAD symref-target:refs/heads/main\n", f.tip)
		p.flush()
		w.Write(p.Bytes())
		return
	}
	if f.pack != nil {
		f.pack(w, r)
		return
	}
	w.Write(f.honest)
}

// prepare makes the honest answer, so that the memory of the test that is
// measured is not that of the server.
func (f *fakeServer) prepare() {
	b := newPack()
	b.add(typeCommit, f.text())
	f.honest = banded(b.seal(), true)
	f.tip = nameOf(typeCommit, []byte(f.text()))
}

// banded puts a pack on the side band.
func banded(p []byte, end bool) []byte {
	var out packetWriter
	out.line("packfile\n")
	for len(p) > 0 {
		n := min(len(p), 60000)
		out.line("\x01%s", p[:n])
		p = p[n:]
	}
	if end {
		out.flush()
	}
	return out.Bytes()
}

// served answers with a pack that the test makes.
func served(build func(b *packBuilder) []byte) func(http.ResponseWriter, *http.Request) {
	return func(w http.ResponseWriter, _ *http.Request) { w.Write(banded(build(newPack()), true)) }
}

// endless writes until the client goes away.
func endless(w http.ResponseWriter, r *http.Request, next func(i int) []byte) {
	for i := 0; r.Context().Err() == nil; i++ {
		if _, err := w.Write(next(i)); err != nil {
			return
		}
	}
}

func packet(format string, args ...any) []byte {
	var p packetWriter
	p.line(format, args...)
	return p.Bytes()
}

// client is the real door to the network, with loopback allowed.
func client(t testing.TB) *fetch.Client {
	t.Helper()
	c, err := fetch.New(fetch.Options{Proxy: "none", Spacing: -1, AllowNetworks: []netip.Prefix{netip.MustParsePrefix("127.0.0.1/32")}})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { c.Close() })
	return c
}

// TestHostile meets servers that lie, drip, never end or blow up. Each is left
// within its budget of time, bytes and memory, with a reason; what came in a
// pack that was cut or wrong is not a fact.
func TestHostile(t *testing.T) {
	honest := nameOf(typeCommit, []byte(honestCommit()))
	noise := make([]byte, 32<<10)
	rand.Read(noise)
	tests := []struct {
		name   string
		server http.Handler
		reason string // of the error, or of the partial result
		facts  int    // activity facts with a commit
	}{
		{name: "honest, to know that the others fail for their own reason", server: &fakeServer{}, facts: 1},
		{name: "endless references, protocol v0", server: &fakeServer{advert: func(w http.ResponseWriter, r *http.Request) {
			w.Header().Set("Content-Type", advertType)
			w.Write(packet("%s HEAD\x00filter shallow deepen-since side-band-64k\n", honest))
			endless(w, r, func(i int) []byte { return packet("%s refs/tags/v%d\n", honest, i) })
		}}, reason: fetch.ReasonTooLarge},
		{name: "endless references, protocol v2", server: &fakeServer{refs: func(w http.ResponseWriter) {
			for i := 0; ; i++ {
				if _, err := w.Write(packet("%s refs/tags/v%d\n", honest, i)); err != nil {
					return
				}
			}
		}}, reason: fetch.ReasonTooLarge},
		{name: "endless capabilities", server: &fakeServer{advert: func(w http.ResponseWriter, r *http.Request) {
			w.Header().Set("Content-Type", advertType)
			w.Write(packet("version 2\n"))
			endless(w, r, func(i int) []byte { return packet("capability%d=%s\n", i, strings.Repeat("x", 1000)) })
		}}, reason: ReasonBadProtocol},
		{name: "endless pack", server: &fakeServer{pack: func(w http.ResponseWriter, r *http.Request) {
			w.Write(packet("packfile\n"))
			w.Write(packet("\x01PACK\x00\x00\x00\x02\x00\x0f\xff\xff"))
			one := packet("\x01%s", noise)
			endless(w, r, func(int) []byte { return one })
		}}, reason: fetch.ReasonTooLarge},
		{name: "endless messages beside the pack", server: &fakeServer{pack: func(w http.ResponseWriter, r *http.Request) {
			w.Write(packet("packfile\n"))
			one := packet("\x02%s", noise)
			endless(w, r, func(int) []byte { return one })
		}}, reason: fetch.ReasonTooLarge},
		{name: "delta bomb", server: &fakeServer{pack: served(func(b *packBuilder) []byte {
			b.add(typeCommit, honestCommit())
			b.delta(0, size(uint64(len(honestCommit())))+size(1<<45)+strings.Repeat("\xf0\xff\xff\xff", 10000))
			return b.seal()
		})}, reason: fetch.ReasonTooLarge},
		{name: "tower of deltas", server: &fakeServer{pack: served(func(b *packBuilder) []byte {
			text := honestCommit() + strings.Repeat("x", 900<<10)
			b.add(typeCommit, text)
			n := len(text)
			for i := range 2000 {
				b.delta(i, size(uint64(n))+size(uint64(n))+string([]byte{0xf0, byte(n), byte(n >> 8), byte(n >> 16)}))
			}
			return b.seal()
		})}, reason: fetch.ReasonTooLarge},
		{name: "object bigger than announced", server: &fakeServer{pack: served(func(b *packBuilder) []byte {
			b.raw(typeCommit, 10, nil, honestCommit())
			return b.seal()
		})}, reason: ReasonBadPack},
		{name: "file of two gigabytes in eight kilobytes", server: &fakeServer{pack: served(func(b *packBuilder) []byte {
			b.add(typeCommit, honestCommit())
			b.raw(typeBlob, 2<<30, nil, strings.Repeat("\x00", 8<<20)) // it ends before
			return b.seal()
		})}, reason: ReasonBadPack},
		{name: "commits with absurd dates", server: &fakeServer{commit: "tree 4b825dc642cb6eb9a060e54bf8d69288fbee4904\nauthor A B <a@b.test> 99999999999999999999 +9999\ncommitter A B <a@b.test> -5 -9999\n\nx\n"}, facts: 0},
		{name: "a commit of the year 2106", server: &fakeServer{commit: "tree 4b825dc642cb6eb9a060e54bf8d69288fbee4904\nauthor A B <a@b.test> 4294967295 +0000\ncommitter A B <a@b.test> 4294967295 +0000\n\nx\n"}, reason: ReasonFutureCommits, facts: 0},
		{name: "message of 10 MB", server: &fakeServer{commit: honestCommit() + strings.Repeat("long message\n", 800_000)}, facts: 1},
		{name: "authors that are no UTF-8", server: &fakeServer{commit: "tree 4b825dc642cb6eb9a060e54bf8d69288fbee4904\nauthor \xff\xfe\xe9\x1b[31m <\xe9\xff@\xfe.test> 1784000000 +0000\ncommitter \xff <\xfe> 1784000000 +0000\n\n\xff\xff\n"}, facts: 1},
		{name: "cycle of redirects", server: http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
			http.Redirect(w, r, "/a/info/refs?service=git-upload-pack&n="+map[bool]string{true: "1", false: "2"}[r.URL.Query().Get("n") != "1"], http.StatusFound)
		}), reason: fetch.ReasonRedirectLoop},
		{name: "redirect to a file", server: http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
			http.Redirect(w, r, "file:///etc/passwd/info/refs", http.StatusFound)
		}), reason: fetch.ReasonBadRedirect},
		{name: "redirect to a private address", server: http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
			http.Redirect(w, r, "http://169.254.169.254/latest/info/refs", http.StatusMovedPermanently)
		}), reason: fetch.ReasonPrivate},
		{name: "slow drip", server: &fakeServer{pack: func(w http.ResponseWriter, r *http.Request) {
			for _, c := range banded(newPack().seal(), true) {
				w.Write([]byte{c})
				http.NewResponseController(w).Flush()
				select {
				case <-r.Context().Done():
					return
				case <-time.After(200 * time.Millisecond):
				}
			}
		}}, reason: fetch.ReasonTimeout},
		{name: "silence", server: &fakeServer{pack: func(_ http.ResponseWriter, r *http.Request) { <-r.Context().Done() }}, reason: fetch.ReasonTimeout},
		{name: "pack cut in the middle, the rest in order", server: &fakeServer{pack: served(func(b *packBuilder) []byte {
			b.add(typeCommit, honestCommit())
			p := b.seal()
			return p[:len(p)-10]
		})}, reason: ReasonBadPack},
		{name: "pack without the closing mark", server: &fakeServer{pack: func(w http.ResponseWriter, _ *http.Request) {
			b := newPack()
			b.add(typeCommit, honestCommit())
			w.Write(banded(b.seal(), false))
		}}, reason: fetch.ReasonTruncated},
		{name: "connection cut within the pack", server: &fakeServer{pack: func(w http.ResponseWriter, _ *http.Request) {
			b := newPack()
			b.add(typeCommit, honestCommit())
			p := banded(b.seal(), true)
			w.Header().Set("Content-Length", fmt.Sprint(len(p)))
			w.Write(p[:len(p)/2])
			http.NewResponseController(w).Flush()
			panic(http.ErrAbortHandler)
		}}, reason: fetch.ReasonTruncated},
		{name: "wrong checksum", server: &fakeServer{pack: served(func(b *packBuilder) []byte {
			b.add(typeCommit, honestCommit())
			p := b.seal()
			p[len(p)-1] ^= 1
			return p
		})}, reason: ReasonBadPack},
		{name: "another commit than the one asked for", server: &fakeServer{pack: served(func(b *packBuilder) []byte {
			b.add(typeCommit, strings.Replace(honestCommit(), "first", "other", 1))
			return b.seal()
		})}, reason: ReasonBadPack},
		{name: "parents that are kept back", server: &fakeServer{commit: strings.Replace(honestCommit(), "author", "parent 1111111111111111111111111111111111111111\nauthor", 1)}, reason: ReasonNoRepair, facts: 1},
		{name: "packets of a wrong length", server: &fakeServer{refs: func(w http.ResponseWriter) { fmt.Fprint(w, "0003fff1zzzz") }}, reason: ReasonBadProtocol},
		{name: "a refusal with escape sequences and an address", server: &fakeServer{refs: func(w http.ResponseWriter) {
			w.Write(packet("ERR \x1b[31mask admin@example.org\x07\n"))
		}}, reason: ReasonServerError},
		{name: "answer of another type", server: &fakeServer{pack: func(w http.ResponseWriter, _ *http.Request) {
			w.Header().Set("Content-Type", "text/html")
			fmt.Fprint(w, "<html>login</html>")
		}}, reason: ReasonBadProtocol},
		{name: "gzip bomb", server: &fakeServer{refs: func(w http.ResponseWriter) { w.Header().Set("Content-Encoding", "gzip"); gzipBomb(w) }}, reason: fetch.ReasonTooLarge},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			if f, ok := tt.server.(*fakeServer); ok {
				f.prepare()
			}
			var sent atomic.Int64
			server := httptest.NewServer(counting{tt.server, &sent})
			defer server.CloseClientConnections()
			store := collecttest.NewStore()
			job := newJob(t, store, nil, server.URL+"/a", "2026-07", 13, noon)
			job.Fetch = client(t)
			ctx, cancel := context.WithTimeout(t.Context(), 4*time.Second)
			defer cancel()
			peak := watchMemory(t)
			start := time.Now()
			res, err := Collector.Collect(ctx, job)
			if took := time.Since(start); took > 5*time.Second {
				t.Errorf("took %v, want less than 5s", took)
			}
			if p := peak(); p > 40<<20 {
				t.Errorf("%d MB of memory, want 40 at most", p>>20)
			}
			if n := sent.Load(); n > 2*maxBytes+(8<<20) {
				t.Errorf("%d MB were taken, want %d at most", n>>20, 2*maxBytes>>20)
			}
			reason, message := res.Reason, res.Message
			if e, ok := errors.AsType[*fetch.Error](err); ok {
				reason, message = e.Reason, e.Message
			} else if err != nil {
				t.Errorf("error %T %v, want a *fetch.Error", err, err)
			}
			if reason != tt.reason {
				t.Errorf("reason %q (%s), want %q", reason, message, tt.reason)
			}
			if strings.ContainsAny(message, "\x1b\x07\n") || strings.Contains(message, "admin@") {
				t.Errorf("message %q is not neutral", message)
			}
			n := 0
			for _, a := range watch.Of[*watch.Activity](store.Facts()) {
				if a.Commits > 0 {
					n++
				}
			}
			if n != tt.facts {
				t.Errorf("%d months with commits, want %d", n, tt.facts)
			}
		})
	}
}

// gzipBomb writes references without end, a thousand times smaller.
func gzipBomb(w io.Writer) {
	z := gzip.NewWriter(w)
	line := packet("%s refs/tags/v\n", nameOf(typeCommit, []byte(honestCommit())))
	for block := bytes.Repeat(line, 1000); ; {
		if _, err := z.Write(block); err != nil {
			return
		}
	}
}

// counting counts what a server sends.
type counting struct {
	http.Handler
	sent *atomic.Int64
}

// ServeHTTP implements http.Handler.
func (c counting) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	c.Handler.ServeHTTP(&countingWriter{w, c.sent}, r)
}

type countingWriter struct {
	http.ResponseWriter
	sent *atomic.Int64
}

// Write implements io.Writer.
func (c *countingWriter) Write(p []byte) (int, error) {
	c.sent.Add(int64(len(p)))
	return c.ResponseWriter.Write(p)
}

// Unwrap lets flushes through.
func (c *countingWriter) Unwrap() http.ResponseWriter { return c.ResponseWriter }

// watchMemory looks at the heap while a test runs and returns how much it grew
// at most.
func watchMemory(t *testing.T) (peak func() uint64) {
	debug.FreeOSMemory()
	var m runtime.MemStats
	runtime.ReadMemStats(&m)
	base, most := m.HeapAlloc, uint64(0)
	done, ended := make(chan struct{}), make(chan struct{})
	go func() {
		defer close(ended)
		for {
			select {
			case <-done:
				return
			case <-time.After(20 * time.Millisecond):
				var m runtime.MemStats
				runtime.ReadMemStats(&m)
				if m.HeapAlloc > base {
					most = max(most, m.HeapAlloc-base)
				}
			}
		}
	}()
	return func() uint64 {
		close(done)
		<-ended
		return most
	}
}
