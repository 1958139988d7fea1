package certificate

import (
	"cmp"
	"crypto/sha1" // by which Windows shows certificates
	"crypto/sha256"
	"crypto/x509"
	"fmt"
	"slices"
	"strings"
	"time"

	"inventorybeacon/connector"
)

// readStored returns the certificate to which a reference leads. The error is a
// [*connector.CertificateError].
func readStored(wanted connector.StoredCertificate, now time.Time) (*Certificate, error) {
	// Checked once more, for a file may hold a reference, too.
	wanted, err := connector.NewStoredCertificate(wanted.Store, wanted.Thumbprint, wanted.Subject)
	if err != nil {
		return nil, err
	}
	data := connector.Data{"Store": wanted.Store, "Which": wanted.Subject + wanted.Thumbprint}
	leaves, err := storedLeaves(wanted.Store)
	if err != nil {
		return nil, err
	}
	leaf := choose(leaves, wanted, now)
	if leaf == nil {
		return nil, badFile("certificate.store.missing", data)
	}
	key, err := storedKey(wanted.Store, leaf)
	if err != nil {
		return nil, err
	}
	c := &Certificate{Leaf: leaf, Key: key}
	return c, c.check(now)
}

// Usable returns the certificates of all stores with which an application can sign in now; that which is valid
// longest comes first. The error, a [*connector.CertificateError], is that no store could be read.
func Usable(now time.Time) (usable []connector.UsableCertificate, err error) {
	read := 0
	for _, store := range connector.CertificateStores() {
		leaves, storeErr := storedLeaves(store)
		if storeErr != nil {
			err = storeErr
			continue
		}
		read++
		usable = append(usable, usableOf(store, leaves, now)...)
	}
	if read > 0 {
		err = nil
	}
	slices.SortStableFunc(usable, func(a, b connector.UsableCertificate) int { return cmp.Compare(b.NotAfter, a.NotAfter) })
	return usable, err
}

func usableOf(store string, leaves []*x509.Certificate, now time.Time) (usable []connector.UsableCertificate) {
	for _, leaf := range leaves {
		key, err := storedKey(store, leaf)
		if err != nil {
			continue
		}
		c := &Certificate{Leaf: leaf, Key: key}
		if c.check(now) == nil {
			usable = append(usable, connector.UsableCertificate{Certificate: c.Describe(), Store: store})
		}
	}
	return usable
}

// choose returns the certificate that is wanted; of several with a subject one that is valid, and of these the one
// that is so longest.
func choose(leaves []*x509.Certificate, wanted connector.StoredCertificate, now time.Time) (chosen *x509.Certificate) {
	valid := func(c *x509.Certificate) bool { return !now.Before(c.NotBefore) && !now.After(c.NotAfter) }
	for _, leaf := range leaves {
		switch {
		case !matches(leaf, wanted):
		case chosen == nil, valid(leaf) && !valid(chosen), valid(leaf) == valid(chosen) && leaf.NotAfter.After(chosen.NotAfter):
			chosen = leaf
		}
	}
	return chosen
}

func matches(leaf *x509.Certificate, wanted connector.StoredCertificate) bool {
	if wanted.Thumbprint != "" {
		return fmt.Sprintf("%X", sha1.Sum(leaf.Raw)) == wanted.Thumbprint || fmt.Sprintf("%X", sha256.Sum256(leaf.Raw)) == wanted.Thumbprint
	}
	squeezed := func(name string) string { return strings.ToLower(strings.ReplaceAll(name, ", ", ",")) }
	return strings.EqualFold(leaf.Subject.CommonName, wanted.Subject) || squeezed(leaf.Subject.String()) == squeezed(wanted.Subject)
}
