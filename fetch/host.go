package fetch

import (
	"context"
	"strings"
	"sync"
	"time"

	"github.com/failsafe-go/failsafe-go/circuitbreaker"
	"golang.org/x/time/rate"
)

const (
	// breakerFailures in a row open the circuit of a host: two requests that
	// failed at each of their attempts.
	breakerFailures = 2 * maxAttempts
	// breakerDelay is how long an open circuit refuses requests.
	breakerDelay = time.Minute
)

// hosts knows how each host is to be treated.
type hosts struct {
	mu      sync.Mutex
	all     map[string]*host
	perHost int
	spacing time.Duration
}

// A host limits what is asked of one host at once, remembers until when it
// wants to be left alone, and whether it answers at all.
type host struct {
	slots   chan struct{}
	pace    *rate.Limiter
	breaker circuitbreaker.CircuitBreaker[any]
	mu      sync.Mutex
	until   map[string]time.Time // by credential
}

// of returns the state of a host. There are as many as hosts in the catalogue
// and their redirects, so nothing is ever dropped.
func (h *hosts) of(name string) *host {
	name = strings.ToLower(name)
	h.mu.Lock()
	defer h.mu.Unlock()
	if one := h.all[name]; one != nil {
		return one
	}
	limit := rate.Inf
	if h.spacing > 0 {
		limit = rate.Every(h.spacing)
	}
	one := &host{
		slots: make(chan struct{}, h.perHost),
		pace:  rate.NewLimiter(limit, 1),
		breaker: circuitbreaker.NewBuilder[any]().
			WithFailureThreshold(breakerFailures).WithDelay(breakerDelay).Build(),
		until: map[string]time.Time{},
	}
	h.all[name] = one
	return one
}

// enter waits for the turn of a request. leave must be called once it is over.
func (h *host) enter(ctx context.Context) error {
	select {
	case h.slots <- struct{}{}:
	case <-ctx.Done():
		return ctx.Err()
	}
	if err := h.pace.Wait(ctx); err != nil {
		h.leave()
		if ctx.Err() != nil {
			return ctx.Err()
		}
		return context.DeadlineExceeded // the turn comes after the deadline
	}
	return nil
}

func (h *host) leave() { <-h.slots }

// hold keeps requests with a credential away until a time.
func (h *host) hold(credential string, until time.Time) {
	h.mu.Lock()
	defer h.mu.Unlock()
	if until.After(h.until[credential]) {
		h.until[credential] = until
	}
}

// held tells until when requests with a credential must wait.
func (h *host) held(credential string, now time.Time) (until time.Time, held bool) {
	h.mu.Lock()
	defer h.mu.Unlock()
	until = h.until[credential]
	return until, until.After(now)
}

// ready tells whether the host may be asked now.
func (h *host) ready(credential string, now time.Time) *Error {
	if until, held := h.held(credential, now); held {
		e := failure(ReasonRateLimited, "the host asked to be left alone until %s", until.UTC().Format(time.RFC3339))
		e.RetryAt = until
		return e
	}
	if !h.breaker.TryAcquirePermit() {
		e := failure(ReasonHostDown, "the host failed %d times in a row: not asked again for now", breakerFailures)
		e.RetryAt = now.Add(h.breaker.RemainingDelay())
		return e
	}
	return nil
}

// record keeps what came of a request that was allowed by ready.
func (h *host) record(alive bool) {
	if alive {
		h.breaker.RecordSuccess()
	} else {
		h.breaker.RecordFailure()
	}
}
