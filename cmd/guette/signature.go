package main

import (
	"errors"
	"fmt"
	"os"

	"guette/render/pdf/signature"
)

// Signature says where the certificate and the key of the publisher are. All
// empty: bulletins are not signed.
type Signature struct {
	Certificate, Key string // PEM files
	PasswordEnv      string // name of the variable that holds the password of the key
}

var errSignature = errors.New("publisher.signature: certificate and key go together")

// signer reads the certificate and the key; nil when none is configured.
func (s Signature) signer() (*signature.Signer, error) {
	if s == (Signature{}) {
		return nil, nil
	}
	if s.Certificate == "" || s.Key == "" {
		return nil, errSignature
	}
	certificate, err := os.ReadFile(s.Certificate)
	if err != nil {
		return nil, fmt.Errorf("publisher.signature.certificate: %w", err)
	}
	key, err := os.ReadFile(s.Key)
	if err != nil {
		return nil, fmt.Errorf("publisher.signature.key: %w", err)
	}
	password := ""
	if s.PasswordEnv != "" {
		password = os.Getenv(s.PasswordEnv)
	}
	signer, err := signature.Parse(certificate, key, password)
	if errors.Is(err, signature.ErrPassword) {
		return nil, fmt.Errorf("publisher.signature: %w: set the variable that publisher.signature.key_password_env names", err)
	}
	if err != nil {
		return nil, fmt.Errorf("publisher.signature: %w", err)
	}
	return signer, nil
}
