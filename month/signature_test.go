package month

import (
	"bytes"
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/x509"
	"crypto/x509/pkix"
	"math/big"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"guette/render/pdf/signature"
)

// signerUntil makes a signer whose certificate ends at a time.
func signerUntil(t *testing.T, end time.Time) *signature.Signer {
	t.Helper()
	key, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	c := &x509.Certificate{SerialNumber: big.NewInt(1), Subject: pkix.Name{CommonName: "Essai"}, NotBefore: end.AddDate(-1, 0, 0), NotAfter: end}
	der, err := x509.CreateCertificate(rand.Reader, c, c, key.Public(), key)
	if err != nil {
		t.Fatal(err)
	}
	made, err := x509.ParseCertificate(der)
	if err != nil {
		t.Fatal(err)
	}
	s, err := signature.New(key, []*x509.Certificate{made})
	if err != nil {
		t.Fatal(err)
	}
	return s
}

func TestOnlyWhatIsPublishedForGoodIsSigned(t *testing.T) {
	d := desk(t, recorded(t))
	if _, err := d.Run(t.Context()); err != nil {
		t.Fatal(err)
	}
	d.Settings.Signer = signerUntil(t, d.Now().AddDate(0, 1, 0))
	signed := func(p Publication) (n int) {
		done, err := d.Publish(t.Context(), p)
		if err != nil {
			t.Fatal(err)
		}
		for _, one := range done {
			b, err := os.ReadFile(filepath.Join(d.Dir(), one.PDF))
			if err != nil {
				t.Fatal(err)
			}
			n += bytes.Count(b, []byte("/SubFilter/ETSI.CAdES.detached"))
		}
		return n
	}
	if n := signed(Publication{Drafts: true}); n != 0 {
		t.Errorf("%d drafts that nobody reviewed are signed", n)
	}
	markReviewed(t, d)
	if n := signed(Publication{}); n != 2 {
		t.Errorf("%d bulletins of 2 are signed", n)
	}
	d.Settings.Signer = signerUntil(t, d.Now().AddDate(0, 0, -1))
	done, err := d.Publish(t.Context(), Publication{})
	if err == nil || len(done) != 2 || !strings.Contains(done[0].Refused, signature.ErrExpired.Error()) {
		t.Errorf("with a certificate that ended: got %+v, %v", done, err)
	}
}
