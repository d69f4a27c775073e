package fetch

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net/http"
	"strings"
	"sync"
	"testing"
	"testing/synctest"
	"time"
)

// A world answers requests inside the process. It keeps what was asked, and
// when.
type world struct {
	mu     sync.Mutex
	asked  []string
	heads  []http.Header
	bodies []string
	times  []time.Duration
	start  time.Time
	most   int // requests at once
	now    int
	answer func(n int, r *http.Request) (*http.Response, error)
}

func newWorld(answer func(n int, r *http.Request) (*http.Response, error)) *world {
	return &world{answer: answer, start: time.Now()}
}

func (w *world) RoundTrip(r *http.Request) (*http.Response, error) {
	body := ""
	if r.Body != nil {
		b, _ := io.ReadAll(r.Body)
		body = string(b)
	}
	w.mu.Lock()
	n := len(w.asked)
	w.asked = append(w.asked, r.Method+" "+r.URL.String())
	w.heads = append(w.heads, r.Header.Clone())
	w.bodies = append(w.bodies, body)
	w.times = append(w.times, time.Since(w.start).Round(10*time.Millisecond))
	w.now++
	w.most = max(w.most, w.now)
	w.mu.Unlock()
	defer func() {
		w.mu.Lock()
		w.now--
		w.mu.Unlock()
	}()
	resp, err := w.answer(n, r)
	if resp != nil {
		resp.Request = r
	}
	return resp, err
}

// reply is an answer with headers, given in pairs.
func reply(status int, body string, header ...string) *http.Response {
	h := http.Header{}
	for i := 0; i+1 < len(header); i += 2 {
		h.Add(header[i], header[i+1])
	}
	return &http.Response{StatusCode: status, Header: h, Body: io.NopCloser(strings.NewReader(body)), ContentLength: int64(len(body)), ProtoMajor: 1, ProtoMinor: 1}
}

// today is a clock that begins in 2026; that of synctest begins in 2000.
func today() func() time.Time {
	start := time.Now()
	return func() time.Time { return time.Date(2026, 8, 6, 4, 0, 0, 0, time.UTC).Add(time.Since(start)) }
}

func reasonOf(err error) string {
	if e, ok := errors.AsType[*Error](err); ok {
		return e.Reason
	}
	if err == nil {
		return ""
	}
	return err.Error()
}

func TestTriesAgain(t *testing.T) {
	ok := func() (*http.Response, error) { return reply(200, "good"), nil }
	for _, tt := range []struct {
		name     string
		answer   func(n int, r *http.Request) (*http.Response, error)
		timeout  time.Duration
		reason   string
		requests int
		least    time.Duration // waited
		most     time.Duration
	}{
		{name: "what may succeed later, with growing pauses", requests: 3, least: 1500 * time.Millisecond, most: 3 * time.Second,
			answer: func(n int, _ *http.Request) (*http.Response, error) {
				if n < 2 {
					return nil, io.EOF
				}
				return ok()
			}},
		{name: "four times at most", reason: "http-500", requests: 4, least: 3500 * time.Millisecond, most: 7 * time.Second,
			answer: func(int, *http.Request) (*http.Response, error) { return reply(500, ""), nil }},
		{name: "not what cannot succeed", reason: "http-404", requests: 1,
			answer: func(int, *http.Request) (*http.Response, error) { return reply(404, ""), nil }},
		{name: "when the server says, in seconds", requests: 2, least: 7 * time.Second, most: 7 * time.Second,
			answer: func(n int, _ *http.Request) (*http.Response, error) {
				if n == 0 {
					return reply(429, "", "Retry-After", "7"), nil
				}
				return ok()
			}},
		{name: "when the server says, by a date", requests: 2, least: 9 * time.Second, most: 11 * time.Second,
			answer: func(n int, _ *http.Request) (*http.Response, error) {
				if n == 0 {
					return reply(503, "", "Retry-After", time.Now().Add(10*time.Second).UTC().Format(http.TimeFormat)), nil
				}
				return ok()
			}},
		{name: "not when that is too late", timeout: 30 * time.Second, reason: "rate-limited", requests: 1,
			answer: func(int, *http.Request) (*http.Response, error) { return reply(429, "", "Retry-After", "31"), nil }},
		{name: "not when the time is over", timeout: 1300 * time.Millisecond, reason: "http-502", requests: 2, least: 500 * time.Millisecond, most: time.Second,
			answer: func(int, *http.Request) (*http.Response, error) { return reply(502, ""), nil }},
	} {
		t.Run(tt.name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				w := newWorld(tt.answer)
				c := newClient(t, Options{RoundTripper: w, Timeout: tt.timeout})
				resp, err := c.Do(t.Context(), Request{URL: "https://a.test/"})
				if got := reasonOf(err); got != tt.reason {
					t.Errorf("reason %q, want %q", got, tt.reason)
				}
				waited := time.Since(w.start)
				if len(w.asked) != tt.requests || waited < tt.least || waited > tt.most {
					t.Errorf("%d requests in %v, want %d in %v to %v", len(w.asked), waited, tt.requests, tt.least, tt.most)
				}
				if e, ok := errors.AsType[*Error](err); ok && e.Requests != tt.requests || resp != nil && resp.Requests != tt.requests {
					t.Errorf("requests told: %v, %v", resp, err)
				}
			})
		})
	}
}

func TestASpentQuotaIsNotAskedAgain(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		now := today()
		until := now().Add(30 * time.Minute)
		reset := fmt.Sprint(until.Unix())
		w := newWorld(func(_ int, r *http.Request) (*http.Response, error) {
			if r.Header.Get("Authorization") == "" && !now().After(until) {
				return reply(403, "", "X-RateLimit-Remaining", "0", "X-RateLimit-Reset", reset), nil
			}
			return reply(200, "good"), nil
		})
		c := newClient(t, Options{RoundTripper: w, Now: now})
		for range 3 {
			_, err := c.Do(t.Context(), Request{URL: "https://api.test/x"})
			e, _ := errors.AsType[*Error](err)
			if e == nil || e.Reason != ReasonRateLimited || e.RetryAt.Sub(now()).Round(time.Minute) != 30*time.Minute {
				t.Fatalf("error %+v", err)
			}
		}
		if len(w.asked) != 1 {
			t.Errorf("asked %d times before the reset, want once", len(w.asked))
		}
		if _, err := c.Do(t.Context(), Request{URL: "https://api.test/x", Token: NewToken("api.test", "Authorization", "Bearer x")}); err != nil {
			t.Errorf("with a token: %v", err)
		}
		time.Sleep(31 * time.Minute)
		if _, err := c.Do(t.Context(), Request{URL: "https://api.test/x"}); err != nil {
			t.Errorf("after the reset: %v", err)
		}
		if len(w.asked) != 3 {
			t.Errorf("asked %d times in all, want 3", len(w.asked))
		}
	})
}

func TestTheLastAllowedAnswerIsTheLastQuestion(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		now := today()
		w := newWorld(func(int, *http.Request) (*http.Response, error) {
			return reply(200, "good", "X-RateLimit-Remaining", "0", "X-RateLimit-Reset", fmt.Sprint(now().Add(time.Hour).Unix())), nil
		})
		c := newClient(t, Options{RoundTripper: w, Now: now})
		if _, err := c.Do(t.Context(), Request{URL: "https://api.test/1"}); err != nil {
			t.Fatal(err)
		}
		if _, err := c.Do(t.Context(), Request{URL: "https://api.test/2"}); reasonOf(err) != ReasonRateLimited {
			t.Errorf("error %v", err)
		}
		if len(w.asked) != 1 {
			t.Errorf("asked %q", w.asked)
		}
	})
}

func TestADeadHostIsLeftAlone(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		well := false
		w := newWorld(func(_ int, r *http.Request) (*http.Response, error) {
			if well || r.URL.Host == "other.test" {
				return reply(200, "good"), nil
			}
			return nil, io.EOF
		})
		c := newClient(t, Options{RoundTripper: w})
		get := func(url string) string {
			_, err := c.Do(t.Context(), Request{URL: url, Limits: Limits{Timeout: 12 * time.Second}})
			return reasonOf(err)
		}
		var got []string
		for n := range 6 {
			got = append(got, get(fmt.Sprintf("https://dead.test/%d", n)))
		}
		if want := "[reset reset reset reset host-down host-down]"; fmt.Sprint(got) != want {
			t.Errorf("%v, want %v", got, want)
		}
		if want := breakerFailures + (breakerAddresses-1)*maxAttempts; len(w.asked) != want {
			t.Errorf("asked %d times, want %d", len(w.asked), want)
		}
		if got := get("https://other.test/"); got != "" {
			t.Errorf("another host: %q", got)
		}
		time.Sleep(breakerDelay)
		well = true
		if got := get("https://dead.test/6"); got != "" {
			t.Errorf("well again: %q", got)
		}
	})
}

func TestARequestWaitsForAHostThatMayComeBack(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		well := time.Now().Add(20 * time.Second)
		w := newWorld(func(int, *http.Request) (*http.Response, error) {
			if time.Now().After(well) {
				return reply(200, "good"), nil
			}
			return nil, io.EOF
		})
		c := newClient(t, Options{RoundTripper: w, PerHost: 8})
		var all sync.WaitGroup
		for n := range 8 {
			all.Go(func() {
				if _, err := c.Do(t.Context(), Request{URL: fmt.Sprintf("https://a.test/%d", n)}); err != nil && reasonOf(err) != ReasonHostDown && reasonOf(err) != ReasonReset {
					t.Error(err)
				}
			})
		}
		all.Wait()
		if _, err := c.Do(t.Context(), Request{URL: "https://a.test/9"}); err != nil {
			t.Errorf("after it came back: %v", err)
		}
	})
}

func TestDeadAddressesDoNotMakeADeadHost(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		w := newWorld(func(_ int, r *http.Request) (*http.Response, error) {
			if strings.HasPrefix(r.URL.Path, "/dead") {
				return nil, io.EOF
			}
			return reply(200, "good"), nil
		})
		c := newClient(t, Options{RoundTripper: w})
		for n := range 10 {
			c.Do(t.Context(), Request{URL: fmt.Sprintf("https://a.test/dead%d", n%2)})
		}
		if _, err := c.Do(t.Context(), Request{URL: "https://a.test/good"}); err != nil {
			t.Errorf("two addresses failed ten times: %v", err)
		}
	})
}

func TestOneAddressThatIsLimitedSpeaksForItself(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		now := today()
		w := newWorld(func(_ int, r *http.Request) (*http.Response, error) {
			if strings.HasPrefix(r.URL.Path, "/limited") {
				return reply(429, "", "Retry-After", "3600"), nil
			}
			return reply(200, "good"), nil
		})
		c := newClient(t, Options{RoundTripper: w, Now: now})
		ask := func(paths string) string {
			var got []string
			for _, path := range strings.Fields(paths) {
				_, err := c.Do(t.Context(), Request{URL: "https://a.test/" + path})
				got = append(got, path+" "+reasonOf(err))
			}
			return strings.Join(got, ", ")
		}
		if got, want := ask("limited1 good limited2 limited1 good"), "limited1 rate-limited, good , limited2 rate-limited, limited1 rate-limited, good "; got != want {
			t.Errorf("%s, want %s", got, want)
		}
		if len(w.asked) != 4 {
			t.Errorf("asked %q: want each limited address once", w.asked)
		}
		if got, want := ask("limited3 limited4 limited5 limited6 good"), "limited3 rate-limited, limited4 rate-limited, limited5 rate-limited, limited6 rate-limited, good rate-limited"; got != want {
			t.Errorf("%s, want %s", got, want)
		}
	})
}

func TestPoliteToEachHost(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		w := newWorld(func(int, *http.Request) (*http.Response, error) {
			time.Sleep(time.Second)
			return reply(200, "good"), nil
		})
		c, err := New(Options{RoundTripper: w, PerHost: 2, Spacing: 300 * time.Millisecond, Timeout: 3 * time.Second})
		if err != nil {
			t.Fatal(err)
		}
		var all sync.WaitGroup
		for range 10 {
			all.Go(func() {
				if _, err := c.Do(t.Context(), Request{URL: "https://A.test/"}); err != nil {
					t.Error(err) // waiting for its turn is not counted
				}
			})
		}
		all.Wait()
		if w.most > 2 {
			t.Errorf("%d requests at once, want 2", w.most)
		}
		for i := 1; i < len(w.times); i++ {
			if gap := w.times[i] - w.times[i-1]; gap < 290*time.Millisecond {
				t.Errorf("%v between two requests, want 300ms: %v", gap, w.times)
			}
		}
	})
}

func TestCredentialsStayWithTheirHost(t *testing.T) {
	token := NewToken("api.test", "Authorization", "Bearer secret")
	if text := fmt.Sprintf("%v %s %+v", token, token, Request{Token: token}); strings.Contains(text, "secret") {
		t.Errorf("printed: %s", text)
	}
	for _, tt := range []struct{ name, from, to string }{
		{"another host", "https://api.test/x", "https://evil.test/x"},
		{"a host below", "https://api.test/x", "https://evil.api.test/x"},
		{"another port", "https://api.test/x", "https://api.test:8443/x"},
		{"in the clear", "http://api.test/x", "http://api.test/y"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			w := newWorld(func(n int, r *http.Request) (*http.Response, error) {
				if n == 0 {
					return reply(302, "", "Location", tt.to), nil
				}
				return reply(200, "good"), nil
			})
			c := newClient(t, Options{RoundTripper: w})
			_, err := c.Do(t.Context(), Request{URL: tt.from, Token: token, Header: http.Header{"Private-Token": {"secret"}, "Cookie": {"secret"}, "Accept": {"text/x"}}})
			if err != nil {
				t.Fatal(err)
			}
			sameHost := tt.name == "in the clear"
			last := w.heads[len(w.heads)-1]
			if last.Get("Authorization") != "" && tt.name != "another port" || !sameHost && (last.Get("Private-Token") != "" || last.Get("Cookie") != "") {
				t.Errorf("headers %v", last)
			}
			if last.Get("Accept") != "text/x" || last.Get("User-Agent") == "" {
				t.Errorf("headers %v", last)
			}
			if strings.HasPrefix(tt.from, "https") && w.heads[0].Get("Authorization") != "Bearer secret" {
				t.Errorf("its own host did not get it: %v", w.heads[0])
			}
		})
	}
}

func TestPermanentRedirectsAreTold(t *testing.T) {
	for _, tt := range []struct {
		name     string
		statuses []int
		url      string
		moved    string
	}{
		{"none", nil, "https://a.test/0", ""},
		{"for good", []int{301, 308}, "https://a.test/2", "https://a.test/2"},
		{"for a time", []int{302}, "https://a.test/1", ""},
		{"for good, then for a time", []int{301, 307, 301}, "https://a.test/3", "https://a.test/1"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			w := newWorld(func(n int, _ *http.Request) (*http.Response, error) {
				if n < len(tt.statuses) {
					return reply(tt.statuses[n], "", "Location", fmt.Sprintf("/%d#fragment", n+1)), nil
				}
				return reply(200, "good"), nil
			})
			resp, err := newClient(t, Options{RoundTripper: w}).Do(t.Context(), Request{URL: "https://a.test/0"})
			if err != nil {
				t.Fatal(err)
			}
			if resp.URL != tt.url || resp.Moved != tt.moved {
				t.Errorf("address %q, moved to %q, want %q and %q", resp.URL, resp.Moved, tt.url, tt.moved)
			}
		})
	}
}

func TestWhatIsSentIsSentAgain(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		w := newWorld(func(n int, _ *http.Request) (*http.Response, error) {
			switch n {
			case 0:
				return nil, io.EOF
			case 1:
				return reply(307, "", "Location", "/v2"), nil
			}
			return reply(200, "good"), nil
		})
		c := newClient(t, Options{RoundTripper: w})
		if _, err := c.Do(t.Context(), Request{URL: "https://a.test/v1", Method: "POST", Body: []byte("query")}); err != nil {
			t.Fatal(err)
		}
		if got, want := fmt.Sprint(w.asked, w.bodies), "[POST https://a.test/v1 POST https://a.test/v1 POST https://a.test/v2] [query query query]"; got != want {
			t.Errorf("%s, want %s", got, want)
		}
		w.answer = func(int, *http.Request) (*http.Response, error) { return reply(302, "", "Location", "/v2"), nil }
		if _, err := c.Do(t.Context(), Request{URL: "https://a.test/v1", Method: "POST", Body: []byte("query")}); reasonOf(err) != ReasonBadRedirect {
			t.Errorf("a redirect that loses the body: %v", err)
		}
	})
}

func TestTheCacheFollowsRedirects(t *testing.T) {
	w := newWorld(func(_ int, r *http.Request) (*http.Response, error) {
		switch {
		case r.URL.Path == "/old":
			if r.Header.Get("If-None-Match") != "" {
				t.Error("the condition was sent to an address that has no such answer")
			}
			return reply(302, "", "Location", "/new"), nil
		case r.Header.Get("If-None-Match") == `"v1"`:
			return reply(304, ""), nil
		}
		return reply(200, "good", "ETag", `"v1"`), nil
	})
	c := newClient(t, Options{RoundTripper: w, CacheDir: t.TempDir()})
	var got []string
	for _, fresh := range []bool{false, false, true} {
		resp, err := c.Do(t.Context(), Request{URL: "https://a.test/old", Fresh: fresh})
		if err != nil {
			t.Fatal(err)
		}
		got = append(got, fmt.Sprint(string(resp.Body), resp.Unchanged, resp.URL))
	}
	if want := "[goodfalsehttps://a.test/new goodtruehttps://a.test/new goodfalsehttps://a.test/new]"; fmt.Sprint(got) != want {
		t.Errorf("%v, want %v", got, want)
	}
}

func TestTheEndOfTheContextIsItsError(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		w := newWorld(func(_ int, r *http.Request) (*http.Response, error) {
			<-r.Context().Done()
			return nil, r.Context().Err()
		})
		c := newClient(t, Options{RoundTripper: w})
		ctx, cancel := context.WithTimeout(t.Context(), time.Second)
		defer cancel()
		_, err := c.Do(ctx, Request{URL: "https://a.test/"})
		if !errors.Is(err, context.DeadlineExceeded) || time.Since(w.start) != time.Second {
			t.Errorf("error %v after %v", err, time.Since(w.start))
		}
		_, err = c.Do(t.Context(), Request{URL: "https://a.test/", Limits: Limits{Timeout: 5 * time.Second}})
		if reasonOf(err) != ReasonTimeout {
			t.Errorf("error %v, want a timeout", err)
		}
	})
}

// A trickle gives one byte after each pause.
type trickle struct {
	pause time.Duration
	left  int
}

func (s *trickle) Read(p []byte) (int, error) {
	if s.left == 0 {
		return 0, io.EOF
	}
	time.Sleep(s.pause)
	s.left--
	p[0] = 'x'
	return 1, nil
}

func TestSlowBodies(t *testing.T) {
	for _, tt := range []struct {
		name   string
		body   trickle
		tempo  tempo
		reason string
		after  time.Duration
	}{
		{"fast enough", trickle{500 * time.Microsecond, 20_000}, pageTempo, "", 10 * time.Second},
		{"under the rate", trickle{10 * time.Millisecond, 20_000}, pageTempo, ReasonTimeout, rateWindow},
		{"small and slow, but soon over", trickle{10 * time.Millisecond, 500}, pageTempo, "", 5 * time.Second},
		{"a git server that counts", trickle{3 * time.Millisecond, 30_000}, gitTempo, "", 90 * time.Second},
		{"a git server that sleeps", trickle{time.Second, 1000}, gitTempo, ReasonTimeout, gitRateWindow},
	} {
		t.Run(tt.name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				start := time.Now()
				_, cancel := context.WithCancelCause(t.Context())
				defer cancel(nil)
				_, err := io.ReadAll(&meter{r: &tt.body, tempo: tt.tempo, cancel: cancel, limit: 1 << 20})
				if got := reasonOf(err); got != tt.reason || time.Since(start).Round(time.Second) != tt.after {
					t.Errorf("%q after %v, want %q after %v", got, time.Since(start), tt.reason, tt.after)
				}
			})
		})
	}
}
