package main

import (
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/x509"
	"crypto/x509/pkix"
	"encoding/pem"
	"errors"
	"io/fs"
	"math/big"
	"path/filepath"
	"testing"
	"time"

	"github.com/youmark/pkcs8"

	"guette/render/pdf/signature"
)

// signatureFiles writes a certificate, and its key under a password.
func signatureFiles(t *testing.T, password string) Signature {
	t.Helper()
	key, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	c := &x509.Certificate{SerialNumber: big.NewInt(1), Subject: pkix.Name{CommonName: "Essai"}, NotAfter: time.Now().Add(time.Hour)}
	cert, err := x509.CreateCertificate(rand.Reader, c, c, key.Public(), key)
	if err != nil {
		t.Fatal(err)
	}
	locked, err := pkcs8.MarshalPrivateKey(key, []byte(password), nil)
	if err != nil {
		t.Fatal(err)
	}
	dir := t.TempDir()
	writeFiles(t, dir, map[string]string{
		"certificate.pem": string(pem.EncodeToMemory(&pem.Block{Type: "CERTIFICATE", Bytes: cert})),
		"key.pem":         string(pem.EncodeToMemory(&pem.Block{Type: "ENCRYPTED PRIVATE KEY", Bytes: locked})),
		"config.yaml":     "publisher: {signature: {certificate: certificate.pem, key: key.pem, key_password_env: SIGNATURE_PASSWORD}}\n",
	})
	config, err := loadConfig(filepath.Join(dir, "config.yaml"), true)
	if err != nil {
		t.Fatal(err)
	}
	return config.Signature
}

func TestTheSignerIsReadFromTheConfiguration(t *testing.T) {
	t.Setenv("SIGNATURE_PASSWORD", "sésame")
	whole := signatureFiles(t, "sésame")
	half, gone := whole, whole
	half.Key = ""
	gone.Certificate += ".old"
	for _, c := range []struct {
		name   string
		in     Signature
		want   error
		signer string
	}{
		{"nothing is configured", Signature{}, nil, ""},
		{"a key with its password", whole, nil, "Essai"},
		{"a certificate without key", half, errSignature, ""},
		{"a certificate that is gone", gone, fs.ErrNotExist, ""},
		{"another password", signatureFiles(t, "autre"), signature.ErrPassword, ""},
	} {
		got, err := c.in.signer()
		if !errors.Is(err, c.want) {
			t.Errorf("%s: got %v, want %v", c.name, err, c.want)
		}
		if name := nameOf(got); name != c.signer {
			t.Errorf("%s: got the signer %q, want %q", c.name, name, c.signer)
		}
	}
}

func nameOf(s *signature.Signer) string {
	if s == nil {
		return ""
	}
	return s.Name()
}
