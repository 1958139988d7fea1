// Package certificate reads the certificate and private key of an application from PEM
// and PFX files.
package certificate

import (
	"crypto"
	"crypto/rsa"
	"crypto/sha256"
	"crypto/x509"
	"fmt"
	"time"

	"inventorybeacon/connector"
	"inventorybeacon/connector/printable"
)

// leastRSABits is what Microsoft asks of the key of an application
// (learn.microsoft.com/entra/identity-platform/certificate-credentials).
const leastRSABits = 2048

// Certificate is a certificate with its private key, ready to sign with.
type Certificate struct {
	Leaf *x509.Certificate
	// Key is of RSA. It may be one that cannot leave the place where it is.
	Key crypto.Signer
}

// Describe returns what everybody may know of the certificate.
func (c *Certificate) Describe() connector.Certificate {
	return connector.Certificate{
		Subject:    printable.Line(c.Leaf.Subject.String(), 256),
		Thumbprint: fmt.Sprintf("%X", sha256.Sum256(c.Leaf.Raw)),
		NotAfter:   connector.DateOf(c.Leaf.NotAfter),
	}
}

// Read returns the certificate of a file that has a private key, or the one to which a
// [connector.StoredCertificate] refers; a
// file may also hold the certificates of the authorities. The error is a
// *connector.CertificateError.
func Read(content []byte, password connector.Secret, now time.Time) (*Certificate, error) {
	if reference, found := connector.ParseStoredCertificate(content); found {
		return readStored(reference, now)
	}
	found, err := readFile(content, password)
	if err != nil {
		return nil, err
	}
	c, err := found.pair()
	if err != nil {
		return nil, err
	}
	return c, c.check(now)
}

// pair finds the certificate that belongs to the private key.
func (f *file) pair() (*Certificate, error) {
	switch {
	case len(f.keys) == 0 && len(f.certificates) == 0:
		return nil, badFile("certificate.nothing", nil)
	case len(f.keys) == 0:
		return nil, badFile("certificate.no-key", nil)
	case len(f.certificates) == 0:
		return nil, badFile("certificate.no-certificate", nil)
	}
	otherKind := false
	for _, private := range f.keys {
		key, isRSA := private.(*rsa.PrivateKey)
		if !isRSA {
			otherKind = true
			continue
		}
		for _, leaf := range f.certificates {
			if key.PublicKey.Equal(leaf.PublicKey) {
				return &Certificate{Leaf: leaf, Key: key}, nil
			}
		}
	}
	if otherKind {
		return nil, badFile("certificate.no-rsa", nil)
	}
	return nil, badFile("certificate.mismatch", nil)
}

// check reports whether Microsoft would accept the certificate now.
func (c *Certificate) check(now time.Time) error {
	public, _ := c.Leaf.PublicKey.(*rsa.PublicKey)
	bits := public.N.BitLen()
	subject := printable.Line(c.Leaf.Subject.String(), 120)
	switch {
	case bits < leastRSABits:
		return badFile("certificate.short-key", connector.Data{
			"Subject": subject, "Bits": connector.Digits(bits), "Least": connector.Digits(leastRSABits),
		})
	case now.Before(c.Leaf.NotBefore):
		return badFile("certificate.not-yet", connector.Data{"Subject": subject, "Day": connector.DateOf(c.Leaf.NotBefore)})
	case now.After(c.Leaf.NotAfter):
		return badFile("certificate.expired", connector.Data{"Subject": subject, "Day": connector.DateOf(c.Leaf.NotAfter)})
	default:
		return nil
	}
}

// badFile is the error of a file that has to be replaced.
func badFile(id string, data connector.Data) error {
	return &connector.CertificateError{Field: connector.FieldCertificate, Reason: connector.Message{ID: id, Data: data}}
}

// badPassword is the error of a password that has to be entered anew.
func badPassword(id string) error {
	return &connector.CertificateError{Field: connector.FieldCertificatePassword, Reason: connector.Message{ID: id}}
}

// wrongPassword is the error of a password that does not open the file.
func wrongPassword(password connector.Secret) error {
	if password == "" {
		return badPassword("certificate.password")
	}
	return badPassword("certificate.wrong-password")
}
