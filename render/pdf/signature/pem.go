package signature

import (
	"crypto"
	"crypto/x509"
	"encoding/pem"
	"errors"
	"fmt"

	"github.com/youmark/pkcs8"
)

// What Parse refuses.
var (
	ErrNoKey    = errors.New("no private key in PEM there; write one by openssl pkcs8 -topk8")
	ErrPassword = errors.New("the key is encrypted and its password is missing or wrong")
)

// Parse reads PEM files: certificates, and a private key (PKCS #8, encrypted or
// not, or the older forms of RSA and EC). No error repeats the password or the
// key.
func Parse(certificates, key []byte, password string) (*Signer, error) {
	var chain []*x509.Certificate
	for block, rest := pem.Decode(certificates); block != nil; block, rest = pem.Decode(rest) {
		if block.Type != "CERTIFICATE" {
			continue
		}
		c, err := x509.ParseCertificate(block.Bytes)
		if err != nil {
			return nil, fmt.Errorf("certificate %d: %w", len(chain)+1, err)
		}
		chain = append(chain, c)
	}
	private, err := parseKey(key, password)
	if err != nil {
		return nil, err
	}
	return New(private, chain)
}

func parseKey(text []byte, password string) (crypto.Signer, error) {
	for block, rest := pem.Decode(text); block != nil; block, rest = pem.Decode(rest) {
		var key any
		var err error
		switch {
		case block.Headers["DEK-Info"] != "":
			return nil, ErrNoKey // its encryption protects nothing any more
		case block.Type == "PRIVATE KEY":
			key, err = x509.ParsePKCS8PrivateKey(block.Bytes)
		case block.Type == "RSA PRIVATE KEY":
			key, err = x509.ParsePKCS1PrivateKey(block.Bytes)
		case block.Type == "EC PRIVATE KEY":
			key, err = x509.ParseECPrivateKey(block.Bytes)
		case block.Type == "ENCRYPTED PRIVATE KEY":
			if key, err = pkcs8.ParsePKCS8PrivateKey(block.Bytes, []byte(password)); err != nil {
				err = ErrPassword
			}
		default:
			continue
		}
		if err != nil {
			return nil, err
		}
		if s, ok := key.(crypto.Signer); ok {
			return s, nil
		}
		return nil, ErrKey
	}
	return nil, ErrNoKey
}
