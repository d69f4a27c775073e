package fetch

import (
	"bytes"
	"compress/gzip"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"testing/synctest"
	"time"
)

// TestTransport is what a reader of git sees: the whole client, with requests
// of its own.
func TestTransportTriesAgainAndGivesItsTurnBack(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		w := newWorld(func(n int, r *http.Request) (*http.Response, error) {
			switch n % 3 {
			case 0:
				return nil, io.EOF
			case 1:
				return reply(503, ""), nil
			}
			return reply(200, "pack"), nil
		})
		c := newClient(t, Options{RoundTripper: w, PerHost: 1})
		git := &http.Client{Transport: c.Transport(1 << 20)}
		for range 3 {
			resp, err := git.Post("https://a.test/git-upload-pack", "application/x-git-upload-pack-request", strings.NewReader("want"))
			if err != nil {
				t.Fatal(err)
			}
			if b, err := io.ReadAll(resp.Body); string(b) != "pack" || err != nil {
				t.Errorf("body %q, %v", b, err)
			}
			resp.Body.Close()
		}
		if got := strings.Join(w.bodies, " "); len(w.asked) != 9 || strings.Count(got, "want") != 9 {
			t.Errorf("%d requests, bodies %q", len(w.asked), got)
		}
	})
}

func TestTransportErrors(t *testing.T) {
	for _, tt := range []struct {
		name   string
		url    string
		answer func(int, *http.Request) (*http.Response, error)
		reason string
		status int
	}{
		{name: "a private address", url: "https://10.0.0.1/info/refs", reason: ReasonPrivate},
		{name: "a file", url: "file:///etc/passwd", reason: ReasonBadURL},
		{name: "always down", answer: func(int, *http.Request) (*http.Response, error) { return reply(502, ""), nil }, reason: "http-502"},
		{name: "too many requests", answer: func(int, *http.Request) (*http.Response, error) { return reply(429, "", "Retry-After", "3600"), nil }, reason: ReasonRateLimited},
		{name: "not found is for the caller", answer: func(int, *http.Request) (*http.Response, error) { return reply(404, ""), nil }, status: 404},
		{name: "a sign-in is for the caller", answer: func(int, *http.Request) (*http.Response, error) { return reply(401, ""), nil }, status: 401},
	} {
		t.Run(tt.name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				c := newClient(t, Options{RoundTripper: newWorld(tt.answer)})
				url := tt.url
				if url == "" {
					url = "https://a.test/info/refs"
				}
				req, err := http.NewRequestWithContext(t.Context(), "GET", url, nil)
				if err != nil {
					t.Fatal(err)
				}
				resp, err := c.Transport(1 << 20).RoundTrip(req)
				if got := reasonOf(err); got != tt.reason {
					t.Errorf("reason %q, want %q", got, tt.reason)
				}
				if resp != nil && resp.StatusCode != tt.status {
					t.Errorf("status %d, want %d", resp.StatusCode, tt.status)
				}
			})
		})
	}
}

func TestTransportHasABudgetForAllItsAnswers(t *testing.T) {
	var packed bytes.Buffer
	z := gzip.NewWriter(&packed)
	z.Write(make([]byte, 600<<10))
	z.Close()
	srv := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		w.Header().Set("Content-Encoding", "gzip")
		w.Write(packed.Bytes())
	}))
	defer srv.Close()
	c := newClient(t, Options{})
	git := &http.Client{Transport: c.Transport(1 << 20)}
	read := func() (int, error) {
		resp, err := git.Get(srv.URL)
		if err != nil {
			t.Fatal(err)
		}
		defer resp.Body.Close()
		b, err := io.ReadAll(resp.Body)
		return len(b), err
	}
	if n, err := read(); n != 600<<10 || err != nil {
		t.Errorf("first answer: %d bytes, %v", n, err)
	}
	n, err := read()
	e, ok := errors.AsType[*Error](err)
	if !ok || e.Reason != ReasonTooLarge || e.URL == "" || n > 424<<10 {
		t.Errorf("second answer: %d bytes, %v; want no more than the budget", n, err)
	}
}

func TestTransportStopsAStalledBody(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		w := newWorld(func(_ int, r *http.Request) (*http.Response, error) {
			resp := reply(200, "")
			resp.Body = &stalled{r: r}
			return resp, nil
		})
		c := newClient(t, Options{RoundTripper: w})
		start := time.Now()
		resp, err := (&http.Client{Transport: c.Transport(1 << 20)}).Get("https://a.test/")
		if err != nil {
			t.Fatal(err)
		}
		_, err = io.ReadAll(resp.Body)
		resp.Body.Close()
		if reasonOf(err) != ReasonTimeout || time.Since(start) != gitIdle {
			t.Errorf("%v after %v", err, time.Since(start))
		}
	})
}

// stalled never gives a byte: it ends with its request.
type stalled struct{ r *http.Request }

func (s *stalled) Read([]byte) (int, error) {
	<-s.r.Context().Done()
	return 0, s.r.Context().Err()
}
func (s *stalled) Close() error { return nil }

func TestBehindAProxyTheNameIsChecked(t *testing.T) {
	var asked []string
	proxy := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		asked = append(asked, r.Method+" "+r.RequestURI)
		switch {
		case r.Method == "CONNECT" && strings.HasPrefix(r.Host, "dead."):
			w.Header().Set("X-Squid-Error", "ERR_DNS_FAIL 0")
			w.WriteHeader(503)
		case r.Method == "CONNECT" && strings.HasPrefix(r.Host, "closed."):
			w.WriteHeader(403)
		case r.Method == "CONNECT":
			w.WriteHeader(407)
		default:
			fmt.Fprint(w, "through the proxy")
		}
	}))
	defer proxy.Close()
	// The proxy itself is on loopback, which is not allowed to anybody else.
	c, err := New(Options{Proxy: strings.Replace(proxy.URL, "http://", "http://user:secret@", 1), Spacing: -1, Timeout: time.Second})
	if err != nil {
		t.Fatal(err)
	}
	defer c.Close()
	for _, tt := range []struct{ url, reason string }{
		{"http://feeds.test/", ""},
		{"http://10.0.0.1/", ReasonPrivate},
		{"http://169.254.169.254/latest/", ReasonPrivate},
		{"http://printer.local/", ReasonPrivate},
		{"https://dead.test/", ReasonDNS},
		{"https://closed.test/", ReasonProxy},
		{"https://feeds.test/", "http-407"},
	} {
		_, err := c.Do(t.Context(), Request{URL: tt.url})
		if got := reasonOf(err); got != tt.reason {
			t.Errorf("%s: %v, want %q", tt.url, err, tt.reason)
		}
		if err != nil && strings.Contains(fmt.Sprintf("%v %+v", err, err), "secret") {
			t.Errorf("%s: the password of the proxy is in %+v", tt.url, err)
		}
	}
	if got, want := fmt.Sprint(asked), "[GET http://feeds.test/ CONNECT dead.test:443 CONNECT closed.test:443 CONNECT feeds.test:443]"; got != want {
		t.Errorf("the proxy was asked for %s, want %s", got, want)
	}
}
