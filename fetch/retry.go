package fetch

import (
	"math/rand/v2"
	"net/http"
	"strconv"
	"strings"
	"time"
)

const (
	maxAttempts = 4                // of one exchange: a server that fails one time in ten fails four times in ten thousand
	backoffBase = time.Second      // before the second attempt, doubled for each next one
	backoffMax  = 30 * time.Second // before any attempt
	// retryMax bounds how long a server can keep us away: a hostile date
	// must not silence a source for ever.
	retryMax = 24 * time.Hour
)

// backoff is the pause after an attempt, from 1: half of it fixed, half random,
// so that clients that failed together do not come back together.
func backoff(attempt int) time.Duration {
	d := min(backoffBase<<(attempt-1), backoffMax)
	return d/2 + rand.N(d/2)
}

// retryable tells whether the same request may succeed a little later.
func (e *Error) retryable() bool {
	switch e.Reason {
	case ReasonTimeout, ReasonRefused, ReasonUnreachable, ReasonReset, ReasonTruncated, ReasonRateLimited, ReasonHostDown:
		return true
	case ReasonProxy:
		return e.Status == http.StatusBadGateway || e.Status >= http.StatusServiceUnavailable
	case ReasonDNS:
		return temporary(e.Err)
	}
	switch e.Status {
	case http.StatusRequestTimeout, http.StatusTooEarly, http.StatusInternalServerError,
		http.StatusBadGateway, http.StatusServiceUnavailable, http.StatusGatewayTimeout:
		return true
	}
	return e.Status >= 520 && e.Status <= 527 // a cache in front of a dead origin
}

// alive tells whether an error still shows a host that answers.
func (e *Error) alive() bool {
	switch e.Reason {
	case ReasonTimeout, ReasonRefused, ReasonUnreachable, ReasonReset, ReasonDNS, ReasonTLS, ReasonProxy, ReasonStorm:
		return false
	}
	switch e.Status {
	case http.StatusBadGateway, http.StatusServiceUnavailable, http.StatusGatewayTimeout:
		return false
	}
	return true
}

// asksForPeace tells that the server named a time before which it does not want
// to be asked again.
func (e *Error) asksForPeace() bool {
	return !e.RetryAt.IsZero() && (e.Reason == ReasonRateLimited || e.Status == http.StatusServiceUnavailable)
}

// retryAfter reads Retry-After, in seconds or as a date; zero is no wish.
// Source: RFC 9110, 10.2.3.
func retryAfter(h http.Header, now time.Time) time.Time {
	v := strings.TrimSpace(h.Get("Retry-After"))
	if v == "" {
		return time.Time{}
	}
	if s, err := strconv.ParseFloat(v, 64); err == nil {
		return inSeconds(s, now)
	}
	t, err := http.ParseTime(v)
	if err != nil || !t.After(now) {
		return time.Time{}
	}
	return bounded(t, now)
}

// rateLimited tells whether an answer means "too many requests", and until when
// (zero: not said). GitHub answers 403 with X-RateLimit-Remaining: 0, or with
// Retry-After for its secondary limits; GitLab and others answer 429 with
// RateLimit-Reset.
func rateLimited(resp *http.Response, now time.Time) (until time.Time, limited bool) {
	until = retryAfter(resp.Header, now)
	spent := remaining(resp.Header) == 0
	switch resp.StatusCode {
	case http.StatusTooManyRequests:
	case http.StatusForbidden:
		if !spent && until.IsZero() {
			return time.Time{}, false
		}
	default:
		return time.Time{}, false
	}
	if until.IsZero() && (spent || resp.StatusCode == http.StatusTooManyRequests) {
		until = resetTime(resp.Header, now)
	}
	return until, true
}

// exhausted tells whether a good answer was the last one allowed, and until
// when: the next request would only be refused.
func exhausted(h http.Header, now time.Time) (until time.Time, ok bool) {
	if remaining(h) != 0 {
		return time.Time{}, false
	}
	if r := h.Get("X-RateLimit-Resource"); r != "" && r != "core" {
		return time.Time{}, false // another purse
	}
	until = resetTime(h, now)
	return until, !until.IsZero()
}

// remaining is the number of requests left, -1 when not said.
func remaining(h http.Header) int {
	for _, name := range []string{"X-RateLimit-Remaining", "RateLimit-Remaining", "X-Rate-Limit-Remaining"} {
		if n, err := strconv.Atoi(strings.TrimSpace(h.Get(name))); err == nil {
			return n
		}
	}
	return -1
}

// resetTime reads when requests are allowed again: seconds since 1970 (GitHub,
// GitLab), or seconds from now (the IETF draft).
func resetTime(h http.Header, now time.Time) time.Time {
	for _, name := range []string{"X-RateLimit-Reset", "RateLimit-Reset", "X-Rate-Limit-Reset"} {
		s, err := strconv.ParseFloat(strings.TrimSpace(h.Get(name)), 64)
		switch {
		case err != nil:
			continue
		case s > 1e12: // milliseconds
			s /= 1000
			fallthrough
		case s > 1e9:
			return inSeconds(s-float64(now.Unix()), now)
		default:
			return inSeconds(s, now)
		}
	}
	return time.Time{}
}

// inSeconds is now and s seconds; zero when s is not in the future.
func inSeconds(s float64, now time.Time) time.Time {
	if !(s > 0) {
		return time.Time{}
	}
	return now.Add(time.Duration(min(s, retryMax.Seconds()) * float64(time.Second)))
}

func bounded(t, now time.Time) time.Time {
	if limit := now.Add(retryMax); t.After(limit) {
		return limit
	}
	return t
}
