package signature_test

import (
	"crypto"
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/rsa"
	"crypto/x509"
	"crypto/x509/pkix"
	"encoding/pem"
	"errors"
	"math/big"
	"testing"
	"time"

	"github.com/youmark/pkcs8"

	"guette/render/pdf/signature"
)

// made is a key with its certificate, in PEM.
func made(t *testing.T, key crypto.Signer, usage x509.KeyUsage) []byte {
	t.Helper()
	c := &x509.Certificate{SerialNumber: big.NewInt(7), Subject: pkix.Name{CommonName: "Essai"}, KeyUsage: usage, NotAfter: time.Now().Add(time.Hour)}
	der, err := x509.CreateCertificate(rand.Reader, c, c, key.Public(), key)
	if err != nil {
		t.Fatal(err)
	}
	return block("CERTIFICATE", der)
}

func block(kind string, der []byte) []byte {
	return pem.EncodeToMemory(&pem.Block{Type: kind, Bytes: der})
}

func must[T any](t *testing.T) func(T, error) T {
	return func(v T, err error) T {
		t.Helper()
		if err != nil {
			t.Fatal(err)
		}
		return v
	}
}

func TestParse(t *testing.T) {
	der := must[[]byte](t)
	ec := must[*ecdsa.PrivateKey](t)(ecdsa.GenerateKey(elliptic.P256(), rand.Reader))
	other := must[*ecdsa.PrivateKey](t)(ecdsa.GenerateKey(elliptic.P384(), rand.Reader))
	long := must[*rsa.PrivateKey](t)(rsa.GenerateKey(rand.Reader, 2048))
	plain := der(x509.MarshalPKCS8PrivateKey(ec))
	locked := block("ENCRYPTED PRIVATE KEY", der(pkcs8.MarshalPrivateKey(ec, []byte("sésame"), nil)))
	own, ofRSA := made(t, ec, x509.KeyUsageDigitalSignature), made(t, long, 0)
	for _, c := range []struct {
		name     string
		cert     []byte
		key      []byte
		password string
		want     error
	}{
		{"PKCS #8", own, block("PRIVATE KEY", plain), "", nil},
		{"PKCS #8, encrypted", own, locked, "sésame", nil},
		{"the form of EC", own, block("EC PRIVATE KEY", der(x509.MarshalECPrivateKey(ec))), "", nil},
		{"the form of RSA", ofRSA, block("RSA PRIVATE KEY", x509.MarshalPKCS1PrivateKey(long)), "", nil},
		{"the certificate after another", append(ofRSA, own...), block("PRIVATE KEY", plain), "", nil},
		{"a wrong password", own, locked, "sesame", signature.ErrPassword},
		{"no password", own, locked, "", signature.ErrPassword},
		{"no key", own, own, "", signature.ErrNoKey},
		{"nothing", nil, nil, "", signature.ErrNoKey},
		{"the certificate of another key", ofRSA, block("PRIVATE KEY", plain), "", signature.ErrCertificate},
		{"a curve that is not P-256", made(t, other, 0), block("PRIVATE KEY", der(x509.MarshalPKCS8PrivateKey(other))), "", signature.ErrKey},
		{"a certificate for encryption only", made(t, ec, x509.KeyUsageKeyEncipherment), block("PRIVATE KEY", plain), "", signature.ErrUsage},
	} {
		s, err := signature.Parse(c.cert, c.key, c.password)
		if !errors.Is(err, c.want) {
			t.Errorf("%s: got %v, want %v", c.name, err, c.want)
		}
		if err == nil && s.Name() != "Essai" {
			t.Errorf("%s: got the name %q", c.name, s.Name())
		}
	}
}
