package fetch

import (
	"net/http"
	"strconv"
	"testing"
	"time"
)

func TestRateLimitHeaders(t *testing.T) {
	now := time.Date(2026, 8, 6, 4, 0, 0, 0, time.UTC)
	unix := func(d time.Duration) string { return strconv.FormatInt(now.Add(d).Unix(), 10) }
	for _, tt := range []struct {
		name    string
		status  int
		header  []string
		limited bool
		wait    time.Duration // 0 is not said
	}{
		{"429 without a word", 429, nil, true, 0},
		{"seconds", 429, []string{"Retry-After", "120"}, true, 2 * time.Minute},
		{"seconds with spaces and a fraction", 429, []string{"Retry-After", " 1.5 "}, true, 1500 * time.Millisecond},
		{"a date", 429, []string{"Retry-After", "Thu, 06 Aug 2026 04:10:00 GMT"}, true, 10 * time.Minute},
		{"a date in the past", 429, []string{"Retry-After", "Thu, 06 Aug 2020 04:10:00 GMT"}, true, 0},
		{"words", 429, []string{"Retry-After", "soon"}, true, 0},
		{"less than nothing", 429, []string{"Retry-After", "-5"}, true, 0},
		{"no number", 429, []string{"Retry-After", "NaN"}, true, 0},
		{"beyond all", 429, []string{"Retry-After", "1e300"}, true, retryMax},
		{"a date beyond all", 429, []string{"Retry-After", "Thu, 06 Aug 2099 04:10:00 GMT"}, true, retryMax},
		{"GitHub, quota spent", 403, []string{"X-RateLimit-Remaining", "0", "X-RateLimit-Reset", unix(20 * time.Minute)}, true, 20 * time.Minute},
		{"GitHub, second limit", 403, []string{"X-RateLimit-Remaining", "55", "Retry-After", "60"}, true, time.Minute},
		{"GitHub, plain refusal", 403, []string{"X-RateLimit-Remaining", "55", "X-RateLimit-Reset", unix(time.Hour)}, false, 0},
		{"GitLab", 429, []string{"RateLimit-Remaining", "0", "RateLimit-Reset", unix(time.Minute)}, true, time.Minute},
		{"seconds from now, as the draft says", 429, []string{"RateLimit-Reset", "30"}, true, 30 * time.Second},
		{"milliseconds since 1970", 429, []string{"X-RateLimit-Reset", unix(time.Minute) + "000"}, true, time.Minute},
		{"Retry-After goes first", 429, []string{"Retry-After", "5", "X-RateLimit-Reset", unix(time.Hour)}, true, 5 * time.Second},
		{"not found", 404, []string{"X-RateLimit-Remaining", "0"}, false, 0},
	} {
		t.Run(tt.name, func(t *testing.T) {
			h := http.Header{}
			for i := 0; i+1 < len(tt.header); i += 2 {
				h.Set(tt.header[i], tt.header[i+1])
			}
			until, limited := rateLimited(&http.Response{StatusCode: tt.status, Header: h}, now)
			var wait time.Duration
			if !until.IsZero() {
				wait = until.Sub(now)
			}
			if limited != tt.limited || wait != tt.wait {
				t.Errorf("limited %v for %v, want %v for %v", limited, wait, tt.limited, tt.wait)
			}
		})
	}
}
