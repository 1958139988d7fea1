// Package certificate reads the certificate and private key of an application from PEM
// and PFX files.
package certificate

import (
	"crypto/rsa"
	"crypto/sha256"
	"crypto/x509"
	"fmt"
	"time"

	"inventorybeacon/connector"
	"inventorybeacon/connector/microsoft365/internal/printable"
)

// leastRSABits is what Microsoft asks of the key of an application
// (learn.microsoft.com/entra/identity-platform/certificate-credentials).
const leastRSABits = 2048

// Certificate is a certificate with its private key, ready to sign with.
type Certificate struct {
	Leaf *x509.Certificate
	Key  *rsa.PrivateKey
}

// Describe returns what everybody may know of the certificate.
func (c *Certificate) Describe() connector.Certificate {
	return connector.Certificate{
		Subject:    printable.Line(c.Leaf.Subject.String(), 256),
		Thumbprint: fmt.Sprintf("%X", sha256.Sum256(c.Leaf.Raw)),
		NotAfter:   connector.DateOf(c.Leaf.NotAfter),
	}
}

// Read returns the certificate of a file that has a private key; a
// file may also hold the certificates of the authorities. The error is a
// *connector.CertificateError.
func Read(content []byte, password connector.Secret, now time.Time) (*Certificate, error) {
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
		return nil, badFile("The file holds neither a certificate nor a private key.", exportAgain)
	case len(f.keys) == 0:
		return nil, badFile("The file holds a certificate but no private key.", exportAgain)
	case len(f.certificates) == 0:
		return nil, badFile("The file holds a private key but no certificate.", exportAgain)
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
		return nil, badFile("The private key is not an RSA key, and Microsoft Entra accepts only RSA.",
			"Create a certificate with an RSA key of at least 2048 bits and upload it to the app registration.")
	}
	return nil, badFile("The private key and the certificate in the file do not belong together.", exportAgain)
}

// check reports whether Microsoft would accept the certificate now.
func (c *Certificate) check(now time.Time) error {
	bits := c.Key.N.BitLen()
	subject := printable.Line(c.Leaf.Subject.String(), 120)
	switch {
	case bits < leastRSABits:
		return badFile(fmt.Sprintf("The RSA key of the certificate %s has %d bits, and Microsoft Entra asks for at least %d.", subject, bits,
			leastRSABits),
			"Create a certificate with a longer key and upload it to the app registration.")
	case now.Before(c.Leaf.NotBefore):
		return badFile(fmt.Sprintf("The certificate %s is not valid before %s.", subject, day(c.Leaf.NotBefore)),
			"Check the clock of this computer, or choose another certificate.")
	case now.After(c.Leaf.NotAfter):
		return badFile(fmt.Sprintf("The certificate %s has expired on %s.", subject, day(c.Leaf.NotAfter)),
			"Create a new certificate, upload it to the app registration, and choose its file in the connection.")
	default:
		return nil
	}
}

const exportAgain = "Export the certificate together with its private key as PFX or PEM, and choose that file."

// badFile is the error of a file that has to be replaced.
func badFile(message, action string) error {
	return &connector.CertificateError{Field: connector.FieldCertificate, Message: message, Action: action}
}

// badPassword is the error of a password that does not open the file.
func badPassword(password connector.Secret) error {
	e := &connector.CertificateError{
		Field: connector.FieldCertificatePassword, Message: "The password does not open the certificate file.",
		Action: "Enter the password that was set when the file was exported.",
	}
	if password == "" {
		e.Message = "The certificate file is protected by a password."
		e.Action = "Enter the password of the file."
	}
	return e
}

// day is how errors show a day.
func day(t time.Time) string { return t.UTC().Format("2 January 2006") }
