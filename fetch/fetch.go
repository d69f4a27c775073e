// Package fetch is the only door to the network. A [Client] gets bounded
// answers politely: it checks addresses when it connects, limits time, bytes,
// redirects and requests per host, asks conditionally, retries what may
// succeed later, and explains what does not. A body that was cut is never
// taken for a whole one.
package fetch

import (
	"context"
	"net/http"
	"time"
)

// A Request asks for one address. Its zero limits are the client's.
type Request struct {
	URL    string
	Method string // "" is GET
	Header http.Header
	Body   []byte
	Token  Token // sent only to the host it belongs to
	Limits Limits
	// Fresh asks for the answer without the cache.
	Fresh bool
}

// Limits bounds one request. The zero value is the safe default.
type Limits struct {
	Bytes   int64         // decoded body; 0 means 8 MiB
	Timeout time.Duration // whole exchange, retries included; 0 means the client's
}

// A Token is a secret for one host. It prints as "***".
type Token struct {
	Host   string // "api.github.com"
	Header string // "Authorization"
	value  string
}

// NewToken makes a token.
func NewToken(host, header, value string) Token { return Token{host, header, value} }

// String never tells the secret.
func (Token) String() string { return "***" }

// A Response is a whole answer with status 200 to 299.
type Response struct {
	URL       string // of the answer, after redirects
	Moved     string // where permanent redirects alone lead, "" when there were none
	Status    int
	Header    http.Header
	Body      []byte // decoded
	SHA256    string // of Body, hex
	Retrieved time.Time
	// Unchanged: the server said that the cached body, which is in Body, still
	// holds. Retrieved is then the day when that body was received.
	Unchanged bool
	Requests  int
	Bytes     int64 // received, before decoding
}

// An Error says why an address gave nothing. Reason is a stable code of the
// run report.
type Error struct {
	URL      string
	Reason   string // timeout, dns, tls, refused, private-address, redirect-loop, too-large, truncated, http-404, rate-limited, …
	Message  string // one line, for people
	Hint     string // what to do; may be ""
	Status   int    // HTTP status, 0 without an answer
	RetryAt  time.Time
	Requests int
	Bytes    int64
	Err      error
}

// Error tells which address, and why.
func (e *Error) Error() string { return e.URL + ": " + e.Message }

// Unwrap returns the cause.
func (e *Error) Unwrap() error { return e.Err }

// A Getter is what collectors need of a [Client].
type Getter interface {
	// Do gets one answer. The error is an *Error, or that of ctx.
	Do(ctx context.Context, req Request) (*Response, error)
	// Transport returns a round tripper with the client's address checks,
	// proxies, limits per host and deadlines, for a protocol that makes its own
	// requests (git). It stops with an *Error after budget decoded bytes.
	Transport(budget int64) http.RoundTripper
}
