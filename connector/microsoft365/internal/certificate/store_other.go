//go:build !windows

package certificate

import (
	"crypto"
	"crypto/x509"
)

// HasStore says that this system has no certificate stores.
const HasStore = false

// storedLeaves has no store to look into.
func storedLeaves(string) ([]*x509.Certificate, error) {
	return nil, badFile("certificate.store.windows", nil)
}

func storedKey(string, *x509.Certificate) (crypto.Signer, error) {
	return nil, badFile("certificate.store.windows", nil)
}
