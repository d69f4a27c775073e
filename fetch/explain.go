package fetch

import (
	"context"
	"crypto/rsa"
	"crypto/tls"
	"crypto/x509"
	"errors"
	"fmt"
	"io"
	"net"
	"strings"
	"syscall"
)

// explain turns the error of a connection into one with a reason.
func explain(ctx context.Context, err error) *Error {
	if e, ok := errors.AsType[*Error](err); ok {
		copied := *e
		return &copied
	}
	if e, ok := errors.AsType[*Error](context.Cause(ctx)); ok {
		copied := *e
		return &copied
	}
	for _, try := range []func(error) *Error{explainAddress, explainTLS, explainTimeout, explainHTTP, explainNetwork} {
		if e := try(err); e != nil {
			e.Err = err
			return e
		}
	}
	e := failure(ReasonBadHTTP, "%v", bare(err))
	e.Err = err
	return e
}

func explainAddress(err error) *Error {
	if p, ok := errors.AsType[*privateError](err); ok {
		return failure(ReasonPrivate, "%v", p)
	}
	d, ok := errors.AsType[*net.DNSError](err)
	switch {
	case !ok:
		return nil
	case d.IsNotFound:
		return failure(ReasonDNS, "no such host")
	case d.IsTimeout:
		return failure(ReasonDNS, "the name server does not answer")
	}
	return failure(ReasonDNS, "the name does not resolve: %s", d.Err)
}

// temporary tells whether a name may resolve a little later.
func temporary(err error) bool {
	d, ok := errors.AsType[*net.DNSError](err)
	return ok && !d.IsNotFound && (d.IsTimeout || d.IsTemporary)
}

func explainTimeout(err error) *Error {
	if !isTimeout(err) {
		return nil
	}
	return failure(ReasonTimeout, "%s", whichTimeout(err))
}

// explainNetwork classes the errors of sockets.
func explainNetwork(err error) *Error {
	switch {
	case errors.Is(err, syscall.ECONNREFUSED):
		return failure(ReasonRefused, "connection refused")
	case errors.Is(err, syscall.EHOSTUNREACH), errors.Is(err, syscall.ENETUNREACH), errors.Is(err, syscall.EADDRNOTAVAIL):
		return failure(ReasonUnreachable, "no way to the host")
	case errors.Is(err, syscall.ECONNRESET), errors.Is(err, syscall.EPIPE), errors.Is(err, io.EOF),
		errors.Is(err, io.ErrUnexpectedEOF), errors.Is(err, net.ErrClosed), errors.Is(err, syscall.ECONNABORTED):
		return failure(ReasonReset, "the connection was cut before the answer")
	}
	return nil
}

// whichTimeout tells which deadline passed.
func whichTimeout(err error) string {
	if op, ok := errors.AsType[*net.OpError](err); ok && op.Op == "dial" {
		return fmt.Sprintf("no connection within %v", connectTimeout)
	}
	if strings.Contains(err.Error(), "awaiting response headers") {
		return "connected, but no answer in time"
	}
	return "no answer in time"
}

func isTimeout(err error) bool {
	t, ok := errors.AsType[net.Error](err)
	return ok && t.Timeout() || errors.Is(err, context.DeadlineExceeded)
}

// explainHTTP classes the errors of net/http that have no type of their own.
// Its texts are part of Go's tests, and of ours.
func explainHTTP(err error) *Error {
	text := err.Error()
	has := func(list ...string) bool {
		for _, s := range list {
			if strings.Contains(text, s) {
				return true
			}
		}
		return false
	}
	switch {
	case has("server response headers exceeded", "response header list larger", "exceeded limit on size of headers", "too many 1xx"):
		return failure(ReasonTooLarge, "the head of the answer is larger than %d bytes", maxHeader)
	case has("stream error", "GOAWAY", "REFUSED_STREAM", "client connection lost", "http2: client conn", "server closed idle connection",
		"server sent GOAWAY", "transport connection broken: EOF", "http2: Transport received"):
		return failure(ReasonReset, "the server broke off (%v)", bare(err))
	case has("proxyconnect"):
		return failure(ReasonProxy, "the proxy does not answer (%v)", bare(err))
	case has("malformed", "invalid header", "bad Content-Length", "unsupported transfer encoding", "too many transfer encodings",
		"http2:", "frame", "Unsolicited", "invalid byte in chunk", "chunked"):
		return failure(ReasonBadHTTP, "the answer breaks the rules of HTTP (%v)", bare(err))
	}
	return nil
}

// explainTLS tells what is wrong with a certificate, in terms that the operator
// and the publisher can act on.
func explainTLS(err error) *Error {
	if e := explainCertificate(err); e != nil {
		return e
	}
	if r, ok := errors.AsType[tls.RecordHeaderError](err); ok {
		if string(r.RecordHeader[:]) == "HTTP/" {
			return failure(ReasonTLS, "the server speaks plain HTTP on this port")
		}
		return failure(ReasonTLS, "the server does not speak TLS on this port")
	}
	text := err.Error()
	switch {
	case strings.Contains(text, "protocol version not supported"), strings.Contains(text, "unsupported protocol version"), strings.Contains(text, "unsupported versions"):
		return failure(ReasonTLS, "the server knows only old versions of TLS (before 1.2)")
	case isRemote(err):
		return failure(ReasonTLS, "the server refuses the secure connection (%s)", bare(err))
	case strings.Contains(text, "TLS handshake timeout"):
		return failure(ReasonTimeout, "the secure connection was not made within %v", tlsTimeout)
	case strings.Contains(text, "insecure algorithm"), strings.Contains(text, "insecure"):
		return failure(ReasonTLS, "the certificate is weak (%v)", bare(err))
	case strings.Contains(text, "tls: "), strings.Contains(text, "x509: "):
		return failure(ReasonTLS, "no secure connection (%v)", bare(err))
	}
	return nil
}

// isRemote tells an alert that the server sent.
func isRemote(err error) bool {
	op, ok := errors.AsType[*net.OpError](err)
	return ok && op.Op == "remote error"
}

func explainCertificate(err error) *Error {
	if w, ok := errors.AsType[*weakKeyError](err); ok {
		return failure(ReasonTLS, "%v", w)
	}
	if i, ok := errors.AsType[x509.CertificateInvalidError](err); ok {
		if i.Reason == x509.Expired {
			return failure(ReasonTLS, "the certificate is not valid today: it holds from %s to %s",
				i.Cert.NotBefore.UTC().Format("2006-01-02"), i.Cert.NotAfter.UTC().Format("2006-01-02"))
		}
		return failure(ReasonTLS, "the certificate is not valid (%v)", i)
	}
	if h, ok := errors.AsType[x509.HostnameError](err); ok {
		return failure(ReasonTLS, "the certificate is for another host (%s), not for %s", names(h.Certificate), h.Host)
	}
	if u, ok := errors.AsType[x509.UnknownAuthorityError](err); ok {
		if u.Cert != nil && string(u.Cert.RawIssuer) == string(u.Cert.RawSubject) && !u.Cert.IsCA {
			return failure(ReasonTLS, "the certificate is self-signed: nobody vouches for it")
		}
		return failure(ReasonTLS, "the certificate is signed by an authority that is not known here, or the server left out a certificate between (%v)", bare(u))
	}
	if a, ok := errors.AsType[x509.InsecureAlgorithmError](err); ok {
		return failure(ReasonTLS, "the certificate is weak: signed with %v", x509.SignatureAlgorithm(a))
	}
	if errors.Is(err, x509.SystemRootsError{}) {
		return failure(ReasonTLS, "this machine has no list of certificate authorities")
	}
	return nil
}

// names lists the hosts of a certificate, bounded.
func names(c *x509.Certificate) string {
	list := c.DNSNames
	if len(list) == 0 {
		return "no host named"
	}
	if len(list) > 3 {
		return fmt.Sprintf("%q and %d more", list[:3], len(list)-3)
	}
	return fmt.Sprintf("%q", list)
}

// minRSA bits are what authorities have demanded since 2014. Source: CA/Browser
// Forum baseline requirements, 6.1.5.
const minRSA = 2048

// A weakKeyError is a certificate whose key can be broken.
type weakKeyError struct{ bits int }

func (e *weakKeyError) Error() string {
	return fmt.Sprintf("the certificate is weak: RSA key of %d bits, want %d or more", e.bits, minRSA)
}

func strongKey(cs tls.ConnectionState) error {
	if len(cs.PeerCertificates) == 0 {
		return nil
	}
	if k, ok := cs.PeerCertificates[0].PublicKey.(*rsa.PublicKey); ok && k.N.BitLen() < minRSA {
		return &weakKeyError{k.N.BitLen()}
	}
	return nil
}

// bare is the innermost text of an error, in one line of bounded length: outer
// ones repeat addresses.
func bare(err error) string {
	if op, ok := errors.AsType[*net.OpError](err); ok && op.Err != nil {
		err = op.Err
	}
	text := strings.Map(func(r rune) rune {
		if r < ' ' || r == 0x7f {
			return ' '
		}
		return r
	}, strings.ToValidUTF8(err.Error(), "?"))
	if len(text) > 200 {
		text = strings.ToValidUTF8(text[:200], "") + "…"
	}
	return text
}
