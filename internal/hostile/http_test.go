package hostile

import (
	"fmt"
	"net/http"
	"strings"
	"testing"
	"time"

	"guette/watch"
)

func httpFaults() []fault {
	var list []fault
	for _, code := range []int{400, 401, 402, 403, 404, 405, 406, 410, 418, 451, 499} {
		list = append(list, fault{name: fmt.Sprintf("status %d", code), serve: status(code), reasons: []string{fmt.Sprintf("http-%d", code)}, check: asked(1)})
	}
	for _, code := range []int{408, 425, 500, 502, 503, 504, 522} {
		list = append(list, fault{name: fmt.Sprintf("status %d for ever", code), serve: status(code), reasons: []string{fmt.Sprintf("http-%d", code)}, check: rounds})
	}
	list = append(list,
		fault{name: "status 304 that nobody asked for", serve: status(304), reasons: []string{"http-304"}},
		fault{name: "status 999", serve: status(999), reasons: []string{"http-999"}},
		fault{name: "status 429 for ever", serve: status(429), reasons: []string{"rate-limited"}, check: rounds},
		fault{name: "a part of the answer", serve: func(w http.ResponseWriter, _ *http.Request) {
			w.Header().Set("Content-Range", "bytes 0-99/5000")
			w.WriteHeader(206)
			fmt.Fprint(w, feedOf(3)[:100])
		}, reasons: []string{"truncated"}},
		fault{name: "no content", serve: status(204), reasons: []string{"empty"}},
		fault{name: "an empty body", serve: body(rss, ""), reasons: []string{"empty"}},
		fault{name: "a body of spaces", serve: body(rss, " \n\t "), reasons: []string{"empty"}},
		fault{name: "redirect to itself", serve: redirect(302, "/feed"), reasons: []string{"redirect-loop"}, check: asked(1)},
		fault{name: "redirects in a circle", serve: byPath(map[string]http.HandlerFunc{
			"/feed": redirect(301, "/a"), "/a": redirect(302, "/b"), "/b": redirect(307, "/feed")}), reasons: []string{"redirect-loop"}},
		fault{name: "redirects without end", serve: func(w http.ResponseWriter, r *http.Request) {
			redirect(302, r.URL.Path+"x")(w, r)
		}, reasons: []string{"redirect-loop"}, check: asked(9)},
		fault{name: "redirect to nowhere", serve: status(302), reasons: []string{"bad-redirect"}},
		fault{name: "redirect to no address", serve: redirect(302, "http://[::zz]/"), reasons: []string{"bad-redirect"}},
		fault{name: "redirect to a script", serve: redirect(302, "javascript:alert(1)"), reasons: []string{"bad-redirect"}},
		fault{name: "redirect to a file", serve: redirect(302, "file:///etc/passwd"), reasons: []string{"bad-redirect"}},
		fault{name: "redirect to data", serve: redirect(302, "data:text/xml,<rss/>"), reasons: []string{"bad-redirect"}},
		fault{name: "redirect with a password", serve: redirect(302, "http://a:b@feeds.test/"), reasons: []string{"bad-url"}},
		fault{name: "larger than the limit, announced", serve: func(w http.ResponseWriter, _ *http.Request) {
			w.Header().Set("Content-Length", "99999999999")
			w.WriteHeader(200)
		}, reasons: []string{"too-large"}},
	)
	for i := range list {
		list[i].class, list[i].outcome = "http", watch.OutcomeError
	}
	return append(list, limitFaults()...)
}

// limitFaults ask us to come back later: nobody does before.
func limitFaults() []fault {
	reset := fmt.Sprint(time.Now().Add(20 * time.Minute).Unix())
	later := func(max time.Duration) func(*testing.T, result) {
		return func(t *testing.T, r result) {
			wait := time.Until(r.row.RetryAt)
			if wait < 10*time.Minute || wait > max {
				t.Errorf("retry at %v, in %v", r.row.RetryAt, wait)
			}
			if r.asked != 1 {
				t.Errorf("asked %d times, want once", r.asked)
			}
		}
	}
	hour := time.Now().Add(time.Hour).UTC().Format(http.TimeFormat)
	list := []fault{
		{name: "too many requests, come back in an hour", serve: status(429, "Retry-After", "3600"), reasons: []string{"rate-limited"}, check: later(time.Hour)},
		{name: "too many requests, come back at a date", serve: status(429, "Retry-After", hour), reasons: []string{"rate-limited"}, check: later(time.Hour)},
		{name: "too many requests, come back in a million years", serve: status(429, "Retry-After", "31536000000000"), reasons: []string{"rate-limited"}, check: later(24 * time.Hour)},
		{name: "quota of GitHub spent", serve: status(403, "X-RateLimit-Remaining", "0", "X-RateLimit-Reset", reset), reasons: []string{"rate-limited"}, check: later(time.Hour)},
		{name: "second limit of GitHub", serve: status(403, "Retry-After", "1800"), reasons: []string{"rate-limited"}, check: later(time.Hour)},
		{name: "quota of GitLab spent", serve: status(429, "RateLimit-Remaining", "0", "RateLimit-Reset", reset), reasons: []string{"rate-limited"}, check: later(time.Hour)},
		{name: "closed for works, come back later", serve: status(503, "Retry-After", "1800"), reasons: []string{"http-503"}, check: later(time.Hour)},
	}
	for i := range list {
		list[i].class, list[i].outcome = "http", watch.OutcomeRetryLater
	}
	good := body(rss, feedOf(2))
	return append(list,
		fault{class: "http", name: "control: moved for a time", serve: byPath(map[string]http.HandlerFunc{"/feed": redirect(302, "/new"), "/new": good}),
			outcome: watch.OutcomeOK, items: 2},
		fault{class: "http", name: "moved for good", serve: byPath(map[string]http.HandlerFunc{"/feed": redirect(301, "/new"), "/new": good}),
			outcome: watch.OutcomeWarn, reasons: []string{"moved"}, items: 2},
		fault{class: "http", name: "control: wrong content type", serve: body("image/png", feedOf(2)), outcome: watch.OutcomeOK, items: 2},
		fault{class: "http", name: "control: no content type", serve: body("", feedOf(2)), outcome: watch.OutcomeOK, items: 2},
		fault{class: "http", name: "control: long lines in the head", serve: body(rss, feedOf(2), "X-Long", strings.Repeat("a", 60_000)), outcome: watch.OutcomeOK, items: 2},
	)
}

// rounds checks that a server was asked four times, and four times more when
// the others were done.
func rounds(t *testing.T, r result) {
	if r.asked != 4 && r.asked != 8 {
		t.Errorf("asked %d times, want 4 in one round, or two rounds", r.asked)
	}
}

// asked checks how often the server was asked.
func asked(want int64) func(*testing.T, result) {
	return func(t *testing.T, r result) {
		if r.asked != want {
			t.Errorf("asked %d times, want %d", r.asked, want)
		}
	}
}
