package fetch

import (
	"context"
	"crypto/tls"
	"crypto/x509"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/netip"
	"net/url"
	"os"
	"strings"
	"sync/atomic"
	"syscall"
	"time"

	"golang.org/x/net/http/httpproxy"
)

const (
	connectTimeout   = 10 * time.Second // name resolution and TCP
	tlsTimeout       = 10 * time.Second
	firstByteTimeout = 20 * time.Second // from the request to the head of the answer
	gitFirstByte     = 90 * time.Second // a git server counts objects before it answers
	idleConnection   = 30 * time.Second
	maxHeader        = 256 << 10 // bytes of the head of an answer; real ones have 10 KB at most
	// maxDials bounds the connections of one request: net/http opens a new one,
	// without pause, each time an HTTP/2 server says GOAWAY.
	maxDials = 6
)

// doors are the two ways out: straight, where addresses are checked when they
// are connected to, and through the proxy, where the name is all we see.
type doors struct {
	direct, proxied http.RoundTripper
	proxy           func(*url.URL) (*url.URL, error)
}

// of chooses the way for an address.
func (d *doors) of(u *url.URL) (http.RoundTripper, error) {
	if d.proxy == nil {
		return d.direct, nil
	}
	p, err := d.proxy(u)
	if err != nil {
		return nil, failure(ReasonProxy, "the proxy settings cannot be read") // err would show a password
	}
	if p == nil {
		return d.direct, nil
	}
	return d.proxied, nil
}

func (d *doors) close() {
	for _, rt := range []http.RoundTripper{d.direct, d.proxied} {
		if t, ok := rt.(*http.Transport); ok {
			t.CloseIdleConnections()
		}
	}
}

// openDoors makes the transports of a client.
func openDoors(o Options, g guard, firstByte time.Duration) (*doors, error) {
	if o.RoundTripper != nil {
		return &doors{direct: o.RoundTripper}, nil
	}
	roots, err := rootCAs(o.CAFile)
	if err != nil {
		return nil, err
	}
	proxy, err := proxyFunc(o.Proxy)
	if err != nil {
		return nil, err
	}
	direct := transport(o, roots, firstByte, g.control)
	proxied := transport(o, roots, firstByte, nil)
	proxied.Proxy = func(r *http.Request) (*url.URL, error) { return proxy(r.URL) }
	proxied.OnProxyConnectResponse = connectAnswer
	return &doors{direct: direct, proxied: proxied, proxy: proxy}, nil
}

func transport(o Options, roots *x509.CertPool, firstByte time.Duration, control controlFunc) *http.Transport {
	dialer := &net.Dialer{Timeout: connectTimeout, ControlContext: control}
	return &http.Transport{
		DialContext: func(ctx context.Context, network, addr string) (net.Conn, error) {
			if n, ok := ctx.Value(dialsKey{}).(*atomic.Int32); ok && n.Add(1) > maxDials {
				return nil, failure(ReasonStorm, "the server made us connect more than %d times for one request", maxDials)
			}
			return dialer.DialContext(ctx, network, addr)
		},
		TLSClientConfig: &tls.Config{
			RootCAs:            roots,
			MinVersion:         tls.VersionTLS12,
			VerifyConnection:   strongKey,
			ClientSessionCache: tls.NewLRUClientSessionCache(64),
		},
		TLSHandshakeTimeout:    tlsTimeout,
		ResponseHeaderTimeout:  firstByte,
		MaxResponseHeaderBytes: maxHeader,
		DisableCompression:     true, // decoded in body.go, with limits
		ForceAttemptHTTP2:      true,
		MaxIdleConns:           64,
		MaxIdleConnsPerHost:    o.PerHost,
		IdleConnTimeout:        idleConnection,
		HTTP2:                  &http.HTTP2Config{SendPingTimeout: 15 * time.Second, PingTimeout: 10 * time.Second},
	}
}

type controlFunc func(ctx context.Context, network, address string, c syscall.RawConn) error

// control checks an address after its name is resolved, just before the
// connection: no second look-up can change it.
func (g guard) control(_ context.Context, network, address string, _ syscall.RawConn) error {
	ap, err := netip.ParseAddrPort(address)
	if err != nil {
		return failure(ReasonPrivate, "address %q cannot be checked", address)
	}
	return g.checkIP(ap.Addr())
}

// dialsKey marks the counter of connections of one request.
type dialsKey struct{}

func countDials(ctx context.Context) context.Context {
	return context.WithValue(ctx, dialsKey{}, new(atomic.Int32))
}

// rootCAs are the authorities of the system (SSL_CERT_FILE and SSL_CERT_DIR are
// obeyed) and those of a file.
func rootCAs(file string) (*x509.CertPool, error) {
	if file == "" {
		return nil, nil // the system's
	}
	pem, err := os.ReadFile(file)
	if err != nil {
		return nil, fmt.Errorf("fetch.ca_file: %w", err)
	}
	pool, err := x509.SystemCertPool()
	if err != nil {
		pool = x509.NewCertPool()
	}
	if !pool.AppendCertsFromPEM(pem) {
		return nil, fmt.Errorf("fetch.ca_file: %s: no certificate in it: want PEM", file)
	}
	return pool, nil
}

// proxyFunc chooses the proxy of an address: one for all, "none", or that of
// the environment. NO_PROXY holds in all cases.
func proxyFunc(proxy string) (func(*url.URL) (*url.URL, error), error) {
	cfg := httpproxy.FromEnvironment()
	switch proxy {
	case "":
	case "none":
		cfg.HTTPProxy, cfg.HTTPSProxy = "", ""
	default:
		if u, err := url.Parse(proxy); err != nil || u.Host == "" {
			return nil, fmt.Errorf("fetch.proxy: not an address: want http://host:port")
		}
		cfg.HTTPProxy, cfg.HTTPSProxy = proxy, proxy
	}
	return cfg.ProxyFunc(), nil
}

// connectAnswer explains a proxy that refuses a tunnel.
func connectAnswer(_ context.Context, _ *url.URL, _ *http.Request, resp *http.Response) error {
	if resp.StatusCode == http.StatusOK {
		return nil
	}
	if resp.StatusCode == http.StatusProxyAuthRequired {
		e := failure(HTTPReason(resp.StatusCode), "the proxy wants a sign-in")
		e.Status = resp.StatusCode
		return e
	}
	e := failure(ReasonProxy, "the proxy refused the connection: status %d", resp.StatusCode)
	if saysNoSuchHost(resp) {
		e = failure(ReasonDNS, "the proxy knows no such host")
	}
	e.Status = resp.StatusCode
	return e
}

// saysNoSuchHost reads what a proxy says of a name that does not resolve: in a
// header (Squid), or in its short text.
func saysNoSuchHost(resp *http.Response) bool {
	if strings.HasPrefix(resp.Header.Get("X-Squid-Error"), "ERR_DNS_FAIL") {
		return true
	}
	if resp.ContentLength <= 0 || resp.ContentLength > 4096 {
		return false // reading might wait for ever
	}
	text, _ := io.ReadAll(io.LimitReader(resp.Body, resp.ContentLength))
	return strings.Contains(strings.ToLower(string(text)), "no such host")
}
