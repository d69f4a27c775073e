package pdf_test

import (
	"bytes"
	"crypto"
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/rsa"
	"crypto/sha256"
	"crypto/x509"
	"crypto/x509/pkix"
	"encoding/asn1"
	"encoding/hex"
	"errors"
	"fmt"
	"math/big"
	"regexp"
	"strconv"
	"testing"
	"time"

	"guette/render/pdf"
	"guette/render/pdf/signature"
)

// signedOn is when the signers of these tests claim to sign.
var signedOn = time.Date(2026, time.August, 7, 9, 30, 0, 0, time.UTC)

// authority is the certificate of a test authority and its key.
type authority struct {
	key  *ecdsa.PrivateKey
	cert *x509.Certificate
}

func newKey(t testing.TB, kind string) crypto.Signer {
	t.Helper()
	var key crypto.Signer
	var err error
	if kind == "RSA" {
		key, err = rsa.GenerateKey(rand.Reader, 2048)
	} else {
		key, err = ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	}
	if err != nil {
		t.Fatal(err)
	}
	return key
}

func newAuthority(t testing.TB) authority {
	t.Helper()
	key := newKey(t, "ECDSA").(*ecdsa.PrivateKey)
	ca := &x509.Certificate{
		SerialNumber: big.NewInt(1), Subject: pkix.Name{CommonName: "Autorité d'essai"}, IsCA: true, BasicConstraintsValid: true,
		KeyUsage: x509.KeyUsageCertSign, NotBefore: signedOn.AddDate(-1, 0, 0), NotAfter: signedOn.AddDate(9, 0, 0),
	}
	return authority{key, certificate(t, ca, ca, key.Public(), key)}
}

func certificate(t testing.TB, c, issuer *x509.Certificate, public crypto.PublicKey, key crypto.Signer) *x509.Certificate {
	t.Helper()
	der, err := x509.CreateCertificate(rand.Reader, c, issuer, public, key)
	if err != nil {
		t.Fatal(err)
	}
	made, err := x509.ParseCertificate(der)
	if err != nil {
		t.Fatal(err)
	}
	return made
}

// issue makes the certificate of a signer.
func (a authority) issue(t testing.TB, key crypto.Signer) *x509.Certificate {
	t.Helper()
	return certificate(t, &x509.Certificate{
		SerialNumber: big.NewInt(2), Subject: pkix.Name{CommonName: "Mission logiciels libres (é)"},
		KeyUsage:  x509.KeyUsageDigitalSignature | x509.KeyUsageContentCommitment,
		NotBefore: signedOn.AddDate(0, -1, 0), NotAfter: signedOn.AddDate(3, 0, 0),
	}, a.cert, key.Public(), a.key)
}

func newSigner(t testing.TB, kind string) (*signature.Signer, authority) {
	t.Helper()
	a, key := newAuthority(t), newKey(t, kind)
	s, err := signature.New(key, []*x509.Certificate{a.cert, a.issue(t, key)})
	if err != nil {
		t.Fatal(err)
	}
	return s, a
}

func signed(t testing.TB, name string, s *signature.Signer) []byte {
	t.Helper()
	src := read(t, name)
	o := options(t, src)
	o.Draft, o.Signer, o.Signed = false, s, signedOn
	out, _, err := pdf.Render(src, o)
	if err != nil {
		t.Fatal(err)
	}
	return out
}

// The forms of RFC 5652 that a reader needs, written apart from those of the
// writer.
type (
	envelope struct {
		Type    asn1.ObjectIdentifier
		Content struct {
			Version      int
			Digests      []pkix.AlgorithmIdentifier `asn1:"set"`
			Content      struct{ Type asn1.ObjectIdentifier }
			Certificates asn1.RawValue `asn1:"tag:0"`
			Signers      []signer      `asn1:"set"`
		} `asn1:"explicit,tag:0"`
	}
	signer struct {
		Version   int
		ID        asn1.RawValue
		Digest    pkix.AlgorithmIdentifier
		Signed    asn1.RawValue `asn1:"tag:0"`
		Algorithm pkix.AlgorithmIdentifier
		Signature []byte
	}
	signedAttribute struct {
		Type   asn1.ObjectIdentifier
		Values asn1.RawValue
	}
)

var (
	byteRange = regexp.MustCompile(`/ByteRange\[(\d+) (\d+) (\d+) (\d+)\] */Contents<`)
	errSigned = errors.New("not signed so")
)

// verify reads the signature of a file as a validator does.
func verify(out []byte, root *x509.Certificate) error {
	m := byteRange.FindSubmatch(out)
	if m == nil {
		return fmt.Errorf("%w: no byte range", errSigned)
	}
	var n [4]int
	for i := range n {
		n[i], _ = strconv.Atoi(string(m[i+1]))
	}
	if n[0] != 0 || n[1] >= n[2] || n[2]+n[3] != len(out) || out[n[1]] != '<' || out[n[2]-1] != '>' {
		return fmt.Errorf("%w: byte range %v of %d bytes", errSigned, n, len(out))
	}
	der := make([]byte, (n[2]-n[1]-2)/2)
	if _, err := hex.Decode(der, out[n[1]+1:n[2]-1]); err != nil {
		return err
	}
	var e envelope
	if rest, err := asn1.Unmarshal(der, &e); err != nil || len(bytes.Trim(rest, "\x00")) > 0 {
		return fmt.Errorf("%w: CMS: %v", errSigned, err)
	}
	digest := sha256.Sum256(append(append([]byte(nil), out[:n[1]]...), out[n[2]:]...))
	return check(e, digest[:], root)
}

func check(e envelope, digest []byte, root *x509.Certificate) error {
	chain, err := x509.ParseCertificates(e.Content.Certificates.Bytes)
	if err != nil || len(e.Content.Signers) != 1 {
		return fmt.Errorf("%w: %d signers, %v", errSigned, len(e.Content.Signers), err)
	}
	s := e.Content.Signers[0]
	values := map[string][]byte{}
	for rest := s.Signed.Bytes; len(rest) > 0; {
		var a signedAttribute
		if rest, err = asn1.Unmarshal(rest, &a); err != nil {
			return err
		}
		values[a.Type.String()] = a.Values.Bytes
	}
	octets, _ := asn1.Marshal(digest)
	if !bytes.Equal(values["1.2.840.113549.1.9.4"], octets) {
		return fmt.Errorf("%w: digest", errSigned)
	}
	data, _ := asn1.Marshal(asn1.ObjectIdentifier{1, 2, 840, 113549, 1, 7, 1})
	if !bytes.Equal(values["1.2.840.113549.1.9.3"], data) || len(values) != 3 {
		return fmt.Errorf("%w: attributes %v", errSigned, values)
	}
	set := append([]byte(nil), s.Signed.FullBytes...)
	set[0] = 0x31 // what is signed is the SET OF, not its implicit tag
	for _, c := range chain {
		hash := sha256.Sum256(c.Raw)
		if !bytes.HasSuffix(values["1.2.840.113549.1.9.16.2.47"], hash[:]) {
			continue
		}
		roots := x509.NewCertPool()
		roots.AddCert(root)
		if _, err := c.Verify(x509.VerifyOptions{Roots: roots, CurrentTime: signedOn, KeyUsages: []x509.ExtKeyUsage{x509.ExtKeyUsageAny}}); err != nil {
			return err
		}
		method := x509.SHA256WithRSA
		if c.PublicKeyAlgorithm == x509.ECDSA {
			method = x509.ECDSAWithSHA256
		}
		return c.CheckSignature(method, set, s.Signature)
	}
	return fmt.Errorf("%w: no certificate of the signer", errSigned)
}

func TestASignedBulletinConformsAndVerifies(t *testing.T) {
	for _, kind := range []string{"RSA", "ECDSA"} {
		s, a := newSigner(t, kind)
		for _, name := range drafts {
			out := signed(t, name, s)
			conforms(t, name+"-"+kind, out)
			if err := verify(out, a.cert); err != nil {
				t.Errorf("%s, %s: %v", name, kind, err)
			}
			if again := signed(t, name, s); !bytes.Equal(out, again) {
				t.Errorf("%s, %s: signed twice, the bytes differ", name, kind)
			}
		}
	}
}

func TestAChangedByteBreaksTheSignature(t *testing.T) {
	s, a := newSigner(t, "ECDSA")
	out := signed(t, "technique", s)
	m := byteRange.FindSubmatchIndex(out)
	for _, at := range []int{9, 400, len(out) / 3, m[1] + 200, len(out) - 2} {
		bad := bytes.Clone(out)
		bad[at] ^= 1
		if verify(bad, a.cert) == nil {
			t.Errorf("byte %d of %d changed, and the signature still holds", at, len(out))
		}
	}
	if verify(append(bytes.Clone(out), '\n'), a.cert) == nil {
		t.Error("a byte was added, and the signature still holds")
	}
}

func TestACertificateOutsideItsDatesSignsNothing(t *testing.T) {
	s, _ := newSigner(t, "ECDSA")
	src := read(t, "technique")
	for _, day := range []time.Time{signedOn.AddDate(0, -2, 0), signedOn.AddDate(4, 0, 0), {}} {
		if _, _, err := pdf.Render(src, pdf.Options{Signer: s, Signed: day}); !errors.Is(err, signature.ErrExpired) {
			t.Errorf("%s: got %v, want %v", day, err, signature.ErrExpired)
		}
	}
}
