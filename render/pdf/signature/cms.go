package signature

import (
	"bytes"
	"crypto"
	"crypto/sha256"
	"crypto/x509/pkix"
	"encoding/asn1"
	"math/big"
	"slices"
)

// Object identifiers of RFC 5652 (CMS), RFC 5035 (signing-certificate-v2),
// RFC 5754 (SHA-2 in CMS).
var (
	oidData               = asn1.ObjectIdentifier{1, 2, 840, 113549, 1, 7, 1}
	oidSignedData         = asn1.ObjectIdentifier{1, 2, 840, 113549, 1, 7, 2}
	oidContentType        = asn1.ObjectIdentifier{1, 2, 840, 113549, 1, 9, 3}
	oidMessageDigest      = asn1.ObjectIdentifier{1, 2, 840, 113549, 1, 9, 4}
	oidSigningCertificate = asn1.ObjectIdentifier{1, 2, 840, 113549, 1, 9, 16, 2, 47}
	oidSHA256             = asn1.ObjectIdentifier{2, 16, 840, 1, 101, 3, 4, 2, 1}
	oidSHA256WithRSA      = asn1.ObjectIdentifier{1, 2, 840, 113549, 1, 1, 11}
	oidECDSAWithSHA256    = asn1.ObjectIdentifier{1, 2, 840, 10045, 4, 3, 2}
)

type contentInfo struct {
	Type    asn1.ObjectIdentifier
	Content signedData `asn1:"explicit,tag:0"`
}

type signedData struct {
	Version      int
	Digests      []pkix.AlgorithmIdentifier `asn1:"set"`
	Content      encapsulated
	Certificates asn1.RawValue
	Signers      []signerInfo `asn1:"set"`
}

// encapsulated has no content: the signature is detached.
type encapsulated struct{ Type asn1.ObjectIdentifier }

type signerInfo struct {
	Version    int
	Issuer     issuerAndSerial
	Digest     pkix.AlgorithmIdentifier
	Attributes asn1.RawValue
	Algorithm  pkix.AlgorithmIdentifier
	Signature  []byte
}

type issuerAndSerial struct {
	Issuer asn1.RawValue
	Serial *big.Int
}

type attribute struct {
	Type   asn1.ObjectIdentifier
	Values []any `asn1:"set"`
}

// signingCertificate is SigningCertificateV2; the hash is SHA-256, its default.
type signingCertificate struct{ Certificates []certificateID }

type certificateID struct{ Hash []byte }

// CMS signs the SHA-256 of a document: a detached SignedData of RFC 5652 in DER,
// with the attributes that PAdES asks for and no signing time, which PAdES keeps
// in the PDF itself (EN 319 142-1, table 1).
func (s *Signer) CMS(digest []byte) ([]byte, error) {
	attributes, err := s.attributes(digest)
	if err != nil {
		return nil, err
	}
	sum := sha256.Sum256(attributes)
	// Without a source of chance RSA PKCS #1 v1.5 and ECDSA (RFC 6979) give the
	// same signature for the same bytes.
	value, err := s.key.Sign(nil, sum[:], crypto.SHA256)
	if err != nil {
		return nil, err
	}
	leaf, sha := s.chain[0], pkix.AlgorithmIdentifier{Algorithm: oidSHA256}
	var certificates [][]byte
	for _, c := range s.chain {
		certificates = append(certificates, c.Raw)
	}
	slices.SortFunc(certificates, bytes.Compare) // the order of a SET OF in DER
	return asn1.Marshal(contentInfo{oidSignedData, signedData{
		Version: 1, Digests: []pkix.AlgorithmIdentifier{sha}, Content: encapsulated{oidData},
		Certificates: tagged(slices.Concat(certificates...)),
		Signers: []signerInfo{{
			Version: 1, Issuer: issuerAndSerial{asn1.RawValue{FullBytes: leaf.RawIssuer}, leaf.SerialNumber},
			Digest: sha, Attributes: tagged(content(attributes)), Algorithm: s.algorithm, Signature: value,
		}},
	}})
}

// attributes are the signed ones, as the SET OF that is hashed.
func (s *Signer) attributes(digest []byte) ([]byte, error) {
	hash := sha256.Sum256(s.chain[0].Raw)
	return asn1.MarshalWithParams([]attribute{
		{oidContentType, []any{oidData}},
		{oidMessageDigest, []any{digest}},
		{oidSigningCertificate, []any{signingCertificate{[]certificateID{{hash[:]}}}}},
	}, "set")
}

// tagged wraps DER in the implicit tag [0].
func tagged(der []byte) asn1.RawValue {
	return asn1.RawValue{Class: asn1.ClassContextSpecific, Tag: 0, IsCompound: true, Bytes: der}
}

// content is what a DER value holds, without its tag and length.
func content(der []byte) []byte {
	var v asn1.RawValue
	if _, err := asn1.Unmarshal(der, &v); err != nil {
		panic(err) // our own DER
	}
	return v.Bytes
}
