// Package signature makes the electronic signature of a PDF: PAdES baseline B-B
// (ETSI EN 319 142-1), a detached CMS by RSA (PKCS #1 v1.5) or ECDSA on P-256,
// with SHA-256. It reads no file and no clock; the same document, key and
// certificates give the same bytes.
package signature

import (
	"crypto"
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rsa"
	"crypto/x509"
	"crypto/x509/pkix"
	"encoding/asn1"
	"errors"
	"fmt"
	"slices"
	"time"
)

// A Signer holds a private key and its certificates.
type Signer struct {
	key       crypto.Signer
	algorithm pkix.AlgorithmIdentifier
	chain     []*x509.Certificate // that of the key first
	size      int                 // bytes of a signature, at most
}

// What New and At refuse.
var (
	ErrKey         = errors.New("key cannot sign: want RSA of 2048 bits at least, or ECDSA on P-256")
	ErrCertificate = errors.New("no certificate belongs to the key")
	ErrUsage       = errors.New("certificate is not meant for signatures")
	ErrExpired     = errors.New("certificate is not valid on that day")
)

// minRSA is the least length of an RSA key in bits (ETSI TS 119 312).
const minRSA = 2048

// New makes a signer. The certificates may come in any order; the one of the key
// must be among them, the others go with the signature so that readers can
// follow them to an authority.
func New(key crypto.Signer, certificates []*x509.Certificate) (*Signer, error) {
	s := &Signer{key: key}
	switch k := key.(type) {
	case *rsa.PrivateKey:
		if k.N.BitLen() < minRSA {
			return nil, ErrKey
		}
		s.algorithm, s.size = pkix.AlgorithmIdentifier{Algorithm: oidSHA256WithRSA, Parameters: asn1.NullRawValue}, k.Size()
	case *ecdsa.PrivateKey:
		if k.Curve != elliptic.P256() {
			return nil, ErrKey
		}
		s.algorithm, s.size = pkix.AlgorithmIdentifier{Algorithm: oidECDSAWithSHA256}, maxECDSA
	default:
		return nil, ErrKey
	}
	own := slices.IndexFunc(certificates, func(c *x509.Certificate) bool {
		k, ok := c.PublicKey.(interface{ Equal(crypto.PublicKey) bool })
		return ok && k.Equal(key.Public())
	})
	if own < 0 {
		return nil, ErrCertificate
	}
	leaf := certificates[own]
	if leaf.KeyUsage != 0 && leaf.KeyUsage&(x509.KeyUsageDigitalSignature|x509.KeyUsageContentCommitment) == 0 {
		return nil, ErrUsage
	}
	s.chain = append([]*x509.Certificate{leaf}, slices.Delete(slices.Clone(certificates), own, own+1)...)
	return s, nil
}

// maxECDSA is the longest signature on P-256 in DER: two numbers of 33 bytes.
const maxECDSA = 72

// frame bounds what a CMS holds beside certificates, issuer and signature.
const frame = 512

// Size bounds the bytes of a CMS of this signer.
func (s *Signer) Size() int {
	n := frame + s.size + len(s.chain[0].RawIssuer)
	for _, c := range s.chain {
		n += len(c.Raw)
	}
	return n
}

// Name is who signs: the common name of the certificate.
func (s *Signer) Name() string { return s.chain[0].Subject.CommonName }

// At checks that the certificate is valid at a time.
func (s *Signer) At(t time.Time) error {
	if c := s.chain[0]; t.Before(c.NotBefore) || t.After(c.NotAfter) {
		return fmt.Errorf("%w: valid from %s to %s, signed on %s", ErrExpired,
			c.NotBefore.Format(time.RFC3339), c.NotAfter.Format(time.RFC3339), t.Format(time.RFC3339))
	}
	return nil
}
