package connector

import (
	"slices"
	"strings"
	"unicode"
)

// CertificateStores are the stores of Windows in which a certificate with its key is looked
// for: of the account that runs, and of the computer.
func CertificateStores() []string { return []string{`CurrentUser\My`, `LocalMachine\My`} }

// storedPrefix begins a reference to a certificate in a store; no PEM or PFX file begins so.
const storedPrefix = "certificate store: "

// StoredCertificate refers to a certificate that stays in a certificate store of Windows with its
// private key, which nobody can take out. It takes the place of a file in
// [Secrets.Certificate].
type StoredCertificate struct {
	// Store is one of [CertificateStores].
	Store string
	// Thumbprint is the SHA-1 or SHA-256 digest of the certificate in hexadecimal digits.
	Thumbprint string
	// Subject, in place of Thumbprint, is the common name or the whole distinguished name of its
	// owner. Of several the one counts that is valid longest, so that a renewed one
	// is used by itself.
	Subject string
}

// Content is the reference in the form of [Secrets.Certificate].
func (s StoredCertificate) Content() Secret {
	return Secret(storedPrefix + s.Store + "\nthumbprint: " + s.Thumbprint + "\nsubject: " + s.Subject + "\n")
}

// UsableCertificate is a certificate in a store whose key this account can use.
type UsableCertificate struct {
	Certificate
	// Store is one of [CertificateStores].
	Store string
}

// Itself refers to this certificate and no other.
func (u UsableCertificate) Itself() StoredCertificate {
	return StoredCertificate{Store: u.Store, Thumbprint: u.Thumbprint}
}

// OrRenewed refers to whichever certificate of the same subject is valid longest.
func (u UsableCertificate) OrRenewed() StoredCertificate {
	return StoredCertificate{Store: u.Store, Subject: u.Subject}
}

// ParseStoredCertificate reads a reference; false when content is that of a file.
func ParseStoredCertificate(content []byte) (s StoredCertificate, found bool) {
	rest, found := strings.CutPrefix(string(content), storedPrefix)
	if !found {
		return s, false
	}
	store, rest, _ := strings.Cut(rest, "\n")
	s.Store = strings.TrimSpace(store)
	for line := range strings.Lines(rest) {
		key, value, _ := strings.Cut(line, ":")
		switch value = strings.TrimSpace(value); strings.TrimSpace(key) {
		case "thumbprint":
			s.Thumbprint = value
		case "subject":
			s.Subject = value
		}
	}
	return s, true
}

// NewStoredCertificate checks what was entered. Thumbprints come with blanks, colons and the invisible
// marks of Windows' dialog. The error is a [CertificateError].
func NewStoredCertificate(store, thumbprint, subject string) (StoredCertificate, error) {
	refuse := func(id string, data Data) (StoredCertificate, error) {
		return StoredCertificate{}, &CertificateError{Field: FieldCertificate, Reason: Message{ID: id, Data: data}}
	}
	place := slices.IndexFunc(CertificateStores(), func(known string) bool {
		return strings.EqualFold(known, strings.ReplaceAll(strings.TrimPrefix(store, `Cert:\`), "/", `\`))
	})
	if place < 0 {
		return refuse("certificate.store.unknown", Data{"Store": store, "Known": CertificateStores()})
	}
	digits := strings.ToUpper(Solid(strings.ReplaceAll(thumbprint, ":", "")))
	subject = strings.TrimSpace(subject)
	switch {
	case (digits == "") == (subject == ""):
		return refuse("certificate.store.one", nil)
	case strings.ContainsFunc(subject, unicode.IsControl):
		return refuse("certificate.store.one", nil)
	case digits != "" && (len(digits) != 40 && len(digits) != 64 || strings.Trim(digits, "0123456789ABCDEF") != ""):
		return refuse("certificate.store.thumbprint", nil)
	}
	return StoredCertificate{Store: CertificateStores()[place], Thumbprint: digits, Subject: subject}, nil
}
