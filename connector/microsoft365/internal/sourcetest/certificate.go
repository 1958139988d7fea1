package sourcetest

import (
	"crypto"
	"crypto/rand"
	"crypto/rsa"
	"crypto/x509"
	"crypto/x509/pkix"
	"encoding/pem"
	"math/big"
	"sync"
	"testing"
	"time"

	"software.sslmate.com/src/go-pkcs12"
)

// RSAKey makes one key for all tests, because that takes long.
var RSAKey = sync.OnceValue(func() *rsa.PrivateKey { return NewRSAKey(2048) })

func NewRSAKey(bits int) *rsa.PrivateKey {
	key, err := rsa.GenerateKey(rand.Reader, bits)
	if err != nil {
		panic(err)
	}
	return key
}

// Certify makes a self-signed certificate that is valid from and until so many
// days from now.
func Certify(t testing.TB, key crypto.Signer, from, until int) *x509.Certificate {
	t.Helper()
	template := &x509.Certificate{
		SerialNumber: big.NewInt(1), Subject: pkix.Name{CommonName: "Inventory Beacon", Organization: []string{"Contoso"}},
		NotBefore: time.Now().AddDate(0, 0, from), NotAfter: time.Now().AddDate(0, 0, until),
	}
	der, err := x509.CreateCertificate(rand.Reader, template, template, key.Public(), key)
	if err != nil {
		t.Fatal(err)
	}
	leaf, err := x509.ParseCertificate(der)
	if err != nil {
		t.Fatal(err)
	}
	return leaf
}

func PEM(kind string, der []byte) []byte {
	return pem.EncodeToMemory(&pem.Block{Type: kind, Bytes: der})
}

func CertificatePEM(c *x509.Certificate) []byte { return PEM("CERTIFICATE", c.Raw) }

func KeyPEM(t testing.TB, key any) []byte {
	t.Helper()
	der, err := x509.MarshalPKCS8PrivateKey(key)
	if err != nil {
		t.Fatal(err)
	}
	return PEM("PRIVATE KEY", der)
}

func PFX(t testing.TB, encoder *pkcs12.Encoder, key any, leaf *x509.Certificate, chain []*x509.Certificate, password string) []byte {
	t.Helper()
	pfx, err := encoder.Encode(key, leaf, chain, password)
	if err != nil {
		t.Fatal(err)
	}
	return pfx
}
