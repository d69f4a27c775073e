package fetch

import (
	"cmp"
	"fmt"
	"net/http"
	"strconv"
	"time"
)

// The stable codes of the run report that tell why an address gave nothing, or
// less than it should. HTTP statuses without a code of their own are "http-"
// and the number.
const (
	ReasonTimeout      = "timeout"         // a deadline passed, or the answer came too slowly
	ReasonDNS          = "dns"             // the name does not resolve
	ReasonTLS          = "tls"             // no secure connection; the message tells what is wrong
	ReasonRefused      = "refused"         // nobody listens there
	ReasonUnreachable  = "unreachable"     // no way to the network of the host
	ReasonReset        = "reset"           // the connection was cut before the answer
	ReasonProxy        = "proxy"           // the proxy refused or failed
	ReasonPrivate      = "private-address" // loopback, private or reserved address
	ReasonBadURL       = "bad-url"         // not an address that can be asked
	ReasonRedirectLoop = "redirect-loop"   // redirects that come back, or too many of them
	ReasonBadRedirect  = "bad-redirect"    // a redirect that leads nowhere, or where it must not
	ReasonDowngrade    = "downgrade"       // https:// that sends to http://
	ReasonTooLarge     = "too-large"       // more bytes than the limit, of head or of body
	ReasonTruncated    = "truncated"       // the answer was cut
	ReasonBadEncoding  = "bad-encoding"    // bytes that are not in the encoding they claim
	ReasonBadHTTP      = "bad-http"        // not HTTP, or HTTP that cannot be relied on
	ReasonStorm        = "reconnect-storm" // a server that makes clients connect again and again
	ReasonRateLimited  = "rate-limited"    // too many requests; see retry_at
	ReasonHostDown     = "host-down"       // the host failed several times just now
	ReasonNotFeed      = "not-a-feed"      // the answer is no feed
	ReasonHTML         = "html-instead"    // a web page came instead of data
	ReasonEmpty        = "empty"           // an answer without content
	ReasonNotJSON      = "bad-json"        // not JSON
	ReasonWrongType    = "wrong-type"      // JSON of another shape than documented
	ReasonTooDeep      = "too-deep"        // nested deeper than any honest document
	ReasonTooMany      = "too-many"        // more elements than any honest document
	ReasonNoItems      = "no-items"        // a feed without entries that had some before
	ReasonSilent       = "silent"          // nothing new for more than a year
	ReasonFuture       = "future-date"     // entries dated in the future
	ReasonBadEntries   = "bad-entries"     // some entries could not be read
	ReasonRepaired     = "repaired"        // read after repair; something may be lost
	ReasonMoved        = "moved"           // read at another address, for good
	ReasonPagination   = "pagination"      // pages that repeat or never end
)

// hints tell a person what to do about a reason.
var hints = map[string]string{
	ReasonTimeout:      "try again later; if it goes on, raise fetch.timeout or look whether the host still lives",
	ReasonDNS:          "check the spelling of the host, and the name servers of this machine",
	ReasonTLS:          "tell the publisher; for a certificate authority of your own, set fetch.ca_file",
	ReasonRefused:      "check host and port in the catalogue",
	ReasonUnreachable:  "check the network of this machine and its proxy",
	ReasonReset:        "try again later",
	ReasonProxy:        "check fetch.proxy or HTTPS_PROXY, and ask whether the proxy lets this host through",
	ReasonPrivate:      "if it is meant to be asked, list its network in fetch.allow_networks",
	ReasonBadURL:       "correct the address in the catalogue",
	ReasonRedirectLoop: "open the address in a browser, and put the final address into the catalogue",
	ReasonBadRedirect:  "open the address in a browser, and put the final address into the catalogue",
	ReasonDowngrade:    "find the https:// address, or write the http:// one into the catalogue if you accept it",
	ReasonTooLarge:     "raise fetch.max_body if this source is worth it",
	ReasonTruncated:    "try again later",
	ReasonBadEncoding:  "tell the publisher",
	ReasonBadHTTP:      "check that the address is that of a web server",
	ReasonStorm:        "try again later",
	ReasonRateLimited:  "wait until retry_at, or set a token for the host in tokens",
	ReasonHostDown:     "try again later",
	ReasonNotFeed:      "check the address in the catalogue: it must be that of the feed itself",
	ReasonHTML:         "the feed may have moved, or wants a sign-in: open the address in a browser",
	ReasonEmpty:        "open the address in a browser",
	ReasonNotJSON:      "open the address in a browser",
	ReasonWrongType:    "the interface of the source may have changed",
	ReasonTooDeep:      "do not trust this source before somebody has looked at it",
	ReasonTooMany:      "do not trust this source before somebody has looked at it",
	ReasonNoItems:      "open the address in a browser: the feed may have moved",
	ReasonSilent:       "check whether the publisher still writes here",
	ReasonFuture:       "check the dates at the publisher's",
	ReasonBadEntries:   "look at the entries with: guette source test",
	ReasonRepaired:     "tell the publisher",
	ReasonMoved:        "put the new address into the catalogue",
	ReasonPagination:   "what came is kept; the interface of the source may be at fault",
	"http-401":         "the source wants a sign-in: set a token for the host in tokens, or take another address",
	"http-403":         "the source refuses robots or this network: ask its publisher, or take another address",
	"http-404":         "the address is gone: look for the new one and correct the catalogue",
	"http-410":         "the publisher has removed the address for good: correct the catalogue",
	"http-407":         "the proxy wants a sign-in: put it into fetch.proxy",
	"http-451":         "the source is closed for legal reasons: take another address",
}

// Hint tells a person what to do about a reason; "" when nothing is known.
func Hint(reason string) string { return hints[reason] }

// HTTPReason is the code of an HTTP status.
func HTTPReason(status int) string { return "http-" + strconv.Itoa(status) }

// Fail makes the error of an address whose answer is of no use, with the usual
// hint of its reason.
func Fail(url, reason, format string, args ...any) *Error {
	e := failure(reason, format, args...)
	e.URL = url
	return e
}

// failure makes an error whose address is filled in later.
func failure(reason, format string, args ...any) *Error {
	err := fmt.Errorf(format, args...)
	return &Error{Reason: reason, Message: err.Error(), Hint: hints[reason], Err: err}
}

// statusFailure explains an HTTP status that is no success.
func statusFailure(resp *http.Response, now time.Time) *Error {
	at := retryAfter(resp.Header, now)
	if until, limited := rateLimited(resp, now); limited {
		e := failure(ReasonRateLimited, "too many requests (status %d)", resp.StatusCode)
		e.Status, e.RetryAt = resp.StatusCode, until
		return e
	}
	text := cmp.Or(http.StatusText(resp.StatusCode), "no known status")
	e := failure(HTTPReason(resp.StatusCode), "status %d (%s)", resp.StatusCode, text)
	if e.Hint == "" && resp.StatusCode >= 500 {
		e.Hint = hints[ReasonReset]
	}
	e.Status, e.RetryAt = resp.StatusCode, at
	return e
}
