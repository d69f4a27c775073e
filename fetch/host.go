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
	// breakerAddresses must have failed before failures count: some dead
	// addresses do not make a dead host.
	breakerAddresses = 3
	// breakerDelay is how long an open circuit refuses requests; then one may
	// try. A request waits that long once rather than give up.
	breakerDelay = 15 * time.Second
	// holdAddresses in a row must ask to be left alone before their whole host
	// is, unless an answer speaks of a quota: some addresses are limited on their
	// own.
	holdAddresses = 4
	maxNoted      = 64 // addresses noted of one host
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
	until   map[string]time.Time // by purse: the whole host, or one address of it
	failing map[string]bool      // addresses that failed since the last answer
	limited map[string]bool      // addresses that asked for peace since the last other answer
}

// A purse is what requests are paid from: a credential at a host, or one
// address for it.
type purse struct{ credential, address string }

func (p purse) one() string   { return p.credential + " " + p.address }
func (p purse) whole() string { return p.credential }

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
		until:   map[string]time.Time{},
		failing: map[string]bool{},
		limited: map[string]bool{},
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

// hold keeps requests away until a time: those to one address, or those to the
// whole host when the answer spoke for it, or when several addresses in a row
// say so.
func (h *host) hold(p purse, until time.Time, whole bool) {
	h.mu.Lock()
	defer h.mu.Unlock()
	if len(h.limited) < maxNoted {
		h.limited[p.one()] = true
	}
	if whole || len(h.limited) >= holdAddresses {
		h.until[p.whole()] = until
	} else {
		h.until[p.one()] = until
	}
}

// held tells until when requests of a purse must wait.
func (h *host) held(p purse, now time.Time) (until time.Time, held bool) {
	h.mu.Lock()
	defer h.mu.Unlock()
	until = h.until[p.whole()]
	if one := h.until[p.one()]; one.After(until) {
		until = one
	}
	return until, until.After(now)
}

// ready tells whether the host may be asked now. When it may, record must be
// called with what came of it.
func (h *host) ready(p purse, now time.Time) *Error {
	if until, held := h.held(p, now); held {
		e := failure(ReasonRateLimited, "the host asked to be left alone until %s", until.UTC().Format(time.RFC3339))
		e.RetryAt = until
		return e
	}
	if !h.breaker.TryAcquirePermit() {
		e := failure(ReasonHostDown, "the host failed %d times in a row: it is left alone for a moment", breakerFailures)
		e.RetryAt = now.Add(h.breaker.RemainingDelay())
		return e
	}
	return nil
}

// record keeps what came of a request that was allowed by ready.
func (h *host) record(address string, fail *Error) {
	h.mu.Lock()
	if fail == nil || fail.alive() {
		clear(h.failing)
		if fail == nil || !fail.asksForPeace() {
			clear(h.limited)
		}
		h.mu.Unlock()
		h.breaker.RecordSuccess()
		return
	}
	if len(h.failing) < maxNoted {
		h.failing[address] = true
	}
	several := len(h.failing) >= breakerAddresses
	h.mu.Unlock()
	if several || !h.breaker.IsClosed() {
		h.breaker.RecordFailure()
	}
}
