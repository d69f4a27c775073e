package hostile

import (
	"crypto/tls"
	"crypto/x509"
	"io"
	"net"
	"strings"
	"testing"
	"time"

	"guette/watch"
)

func tlsFaults(t testing.TB, a *authority) []fault {
	stranger := newAuthority(t, "Unknown Authority")
	good := a.server(nil)
	old := good.Clone()
	old.MinVersion, old.MaxVersion = tls.VersionTLS10, tls.VersionTLS11
	client := good.Clone()
	client.ClientAuth = tls.RequireAndVerifyClientCert
	between := stranger.server(nil)
	alone := selfSigned(a)

	list := []fault{
		{name: "certificate expired", tls: a.server(func(c *x509.Certificate) {
			c.NotBefore, c.NotAfter = time.Now().Add(-48*time.Hour), time.Now().Add(-24*time.Hour)
		}), check: says("not valid today")},
		{name: "certificate of tomorrow", tls: a.server(func(c *x509.Certificate) {
			c.NotBefore, c.NotAfter = time.Now().Add(24*time.Hour), time.Now().Add(48*time.Hour)
		}), check: says("not valid today")},
		{name: "certificate of another host", tls: a.server(func(c *x509.Certificate) {
			c.DNSNames, c.IPAddresses = []string{"other.test"}, nil
		}), check: says("another host")},
		{name: "certificate of other addresses", tls: a.server(func(c *x509.Certificate) {
			c.IPAddresses = []net.IP{net.IPv4(127, 0, 0, 9)}
		}), check: says("another host")},
		{name: "certificate signed by itself", tls: alone, check: says("self-signed")},
		{name: "authority that nobody knows", tls: between, check: says("authority that is not known")},
		{name: "weak key", tls: a.serverKey(weakKey(t), nil), check: says("weak")},
		{name: "certificate for clients", tls: a.server(func(c *x509.Certificate) {
			c.ExtKeyUsage = []x509.ExtKeyUsage{x509.ExtKeyUsageClientAuth}
		}), check: says("certificate")},
		{name: "only old versions", tls: old, check: says("old versions")},
		{name: "wants a certificate of ours", tls: client, check: says("refuses")},
	}
	for i := range list {
		list[i].serve, list[i].reasons = body(rss, feedOf(1)), []string{"tls"}
	}
	list = append(list,
		fault{name: "plain HTTP on the port of TLS", conn: func(c net.Conn) {
			io.WriteString(c, okHead+"\r\n")
			hold(c)
		}, reasons: []string{"tls"}, check: says("plain HTTP")},
		fault{name: "garbage in the handshake", conn: func(c net.Conn) {
			io.WriteString(c, "\x16\x03\x03\x00\x05garbage")
			hold(c)
		}, reasons: []string{"tls", "bad-http", "timeout", "reset"}},
		fault{name: "handshake that never ends", conn: hold, reasons: []string{"timeout"}},
		fault{name: "handshake cut", conn: func(c net.Conn) { io.CopyN(io.Discard, c, 10) }, reasons: []string{"reset", "tls"}},
		fault{name: "refused by an alert", conn: func(c net.Conn) {
			io.CopyN(io.Discard, c, 10)
			io.WriteString(c, "\x15\x03\x03\x00\x02\x02\x28")
			hold(c)
		}, reasons: []string{"tls"}},
	)
	for i := range list {
		list[i].class, list[i].outcome = "tls", watch.OutcomeError
		list[i].url = ""
	}
	return append(list,
		fault{class: "tls", name: "control: a good certificate", tls: good, serve: body(rss, feedOf(2)), outcome: watch.OutcomeOK, items: 2},
		fault{class: "tls", name: "sends from https to http", tls: good, serve: redirect(301, "http://feeds.test/feed"), outcome: watch.OutcomeError, reasons: []string{"downgrade"}},
	)
}

func selfSigned(a *authority) *tls.Config {
	key := newKey(a.t)
	c := a.sign(&x509.Certificate{IPAddresses: addresses(), ExtKeyUsage: []x509.ExtKeyUsage{x509.ExtKeyUsageServerAuth}}, key, nil)
	return &tls.Config{Certificates: []tls.Certificate{{Certificate: [][]byte{c.Raw}, PrivateKey: key}}}
}

// says checks the message that a person reads.
func says(text string) func(*testing.T, result) {
	return func(t *testing.T, r result) {
		if !strings.Contains(r.row.Message, text) {
			t.Errorf("message %q: want it to say %q", r.row.Message, text)
		}
		if r.row.Hint == "" {
			t.Error("no hint")
		}
	}
}
