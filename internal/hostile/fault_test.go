// Package hostile holds a server that answers wrongly in every way we have
// heard of, and one test that reads all of it at once, beside honest sources:
// each fault has the outcome it must have, in bounded time and memory.
package hostile

import (
	"crypto/tls"
	"fmt"
	"io"
	"log"
	"net"
	"net/http"
	"slices"
	"strings"
	"sync/atomic"
	"testing"

	"guette/watch"
)

// A fault is one way to answer wrongly, and what must come of it.
type fault struct {
	class string
	name  string
	// One of these serves it. conn plays TCP, serve plays HTTP, tls plays HTTP
	// over TLS, url needs no server.
	conn  func(net.Conn)
	serve http.HandlerFunc
	tls   *tls.Config
	url   string

	outcome watch.Outcome
	reasons []string // one of these; none is ""
	items   int      // facts kept of the source; -1 is any number
	check   func(*testing.T, result)
}

// A result is all that came of a source.
type result struct {
	row   watch.SourceReport
	facts []watch.Fact
	asked int64 // requests or connections that the server saw
}

// A stage serves faults, each on an address of its own, so that none of them
// stands in the way of another.
type stage struct {
	t     testing.TB
	certs *authority
	asked map[int]*atomic.Int64 // by number of the fault
	hosts map[string]string     // addresses of servers behind names of .test
}

// open serves a fault and returns the address of its source.
func (s *stage) open(n int, f fault) string {
	if f.url != "" {
		return f.url
	}
	l, err := net.Listen("tcp4", fmt.Sprintf("127.7.%d.%d:0", n/200, n%200+1))
	if err != nil {
		s.t.Skipf("this machine has no 127.7.0.0/16 to listen on: %v", err)
	}
	asked := new(atomic.Int64)
	scheme := "http"
	switch {
	case f.conn != nil && f.tls != nil:
		scheme = "https"
		s.serveConn(tls.NewListener(l, f.tls), asked, f.conn)
	case f.conn != nil && f.class == "tls":
		scheme = "https"
		fallthrough
	case f.conn != nil:
		s.serveConn(l, asked, f.conn)
	case f.tls != nil:
		scheme = "https"
		s.serveHTTP(tls.NewListener(l, f.tls), asked, f.serve)
	default:
		s.serveHTTP(l, asked, f.serve)
	}
	url := fmt.Sprintf("%s://%s/feed", scheme, l.Addr())
	s.asked[n] = asked
	switch f.class {
	case "forge":
		host := fmt.Sprintf("gitea.fault-%03d.test", n)
		s.hosts[host] = l.Addr().String()
		return "https://" + host + "/owner/name"
	case "git":
		return fmt.Sprintf("http://%s/owner/name.git", l.Addr())
	}
	return url
}

func (s *stage) serveConn(l net.Listener, asked *atomic.Int64, play func(net.Conn)) {
	s.t.Cleanup(func() { l.Close() })
	go func() {
		for {
			c, err := l.Accept()
			if err != nil {
				return
			}
			asked.Add(1)
			go func() {
				defer c.Close()
				play(c)
			}()
		}
	}()
}

func (s *stage) serveHTTP(l net.Listener, asked *atomic.Int64, serve http.HandlerFunc) {
	srv := &http.Server{
		ErrorLog: log.New(io.Discard, "", 0),
		Handler: http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
			asked.Add(1)
			serve(w, r)
		}),
	}
	go srv.Serve(l)
	s.t.Cleanup(func() { srv.Close() })
}

// body answers with status 200.
func body(contentType, text string, header ...string) http.HandlerFunc {
	return func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("Content-Type", contentType)
		for i := 0; i+1 < len(header); i += 2 {
			w.Header().Set(header[i], header[i+1])
		}
		io.WriteString(w, text)
	}
}

// status answers with a status.
func status(code int, header ...string) http.HandlerFunc {
	return func(w http.ResponseWriter, _ *http.Request) {
		for i := 0; i+1 < len(header); i += 2 {
			w.Header().Set(header[i], header[i+1])
		}
		w.WriteHeader(code)
		io.WriteString(w, http.StatusText(code))
	}
}

// redirect sends to a path or an address.
func redirect(code int, to string) http.HandlerFunc {
	return status(code, "Location", to)
}

// feedOf is an honest feed of n entries of July 2026.
func feedOf(n int) string {
	var b strings.Builder
	b.WriteString(`<?xml version="1.0" encoding="utf-8"?><rss version="2.0"><channel><title>Honest</title><link>https://honest.test/</link><language>en</language>`)
	for i := range n {
		b.WriteString(entry(i))
	}
	b.WriteString(`</channel></rss>`)
	return b.String()
}

func entry(i int) string {
	return fmt.Sprintf(`<item><title>Entry %d</title><link>https://honest.test/%d</link><guid>honest-%d</guid><pubDate>%02d Jul 2026 10:00:00 GMT</pubDate><description>Text of entry %d</description></item>`, i, i, i, i%28+1, i)
}

const rss = "application/rss+xml"

// after lets a handler answer wrongly n times, then well.
func after(n int64, wrong, right http.HandlerFunc) http.HandlerFunc {
	var seen atomic.Int64
	return func(w http.ResponseWriter, r *http.Request) {
		if seen.Add(1) <= n {
			wrong(w, r)
			return
		}
		right(w, r)
	}
}

// byPath answers by path; others get 404.
func byPath(pages map[string]http.HandlerFunc) http.HandlerFunc {
	return func(w http.ResponseWriter, r *http.Request) {
		if page := pages[r.URL.Path]; page != nil {
			page(w, r)
			return
		}
		http.NotFound(w, r)
	}
}

// listed tells whether a reason is among those wanted.
func listed(reasons []string, got string) bool {
	return got == "" && len(reasons) == 0 || slices.Contains(reasons, got)
}
