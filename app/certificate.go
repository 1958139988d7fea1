package app

import (
	"errors"

	"inventorybeacon/app/message"
	"inventorybeacon/app/workspace"
	"inventorybeacon/connector"
)

// ReadCertificate returns the public facts of a certificate file, for
// [connector.Connection.Certificate]. What is wrong with the file or its password
// is a [workspace.ProblemsError].
func (b *Beacon) ReadCertificate(content []byte, password connector.Secret) (connector.Certificate, error) {
	certificate, err := b.source.ReadCertificate(content, password)
	var wrong *connector.CertificateError
	if errors.As(err, &wrong) {
		problem := Problem{Field: wrong.Field, Message: message.Sentence(wrong.Reason)}
		return connector.Certificate{}, &workspace.ProblemsError{Problems: []Problem{problem}}
	}
	return certificate, err
}

// HasCertificateStore reports whether certificates can be chosen that stay in a store of the system.
func (b *Beacon) HasCertificateStore() bool { return b.source.HasCertificateStore() }

// UsableCertificates returns those that this account can sign in with.
func (b *Beacon) UsableCertificates() ([]connector.UsableCertificate, error) {
	return b.source.UsableCertificates()
}

// ChooseCredential lets a new certificate take the place of the client secret of a
// connection, and the other way round. Two new ones are left for the fields' rules to
// refuse. What is wrong with the certificate is a [workspace.ProblemsError].
func (b *Beacon) ChooseCredential(c *connector.Connection, changes *SecretChanges) error {
	none := connector.Secret("")
	if changes.Certificate == nil {
		if changes.ClientSecret != nil {
			changes.Certificate, changes.CertificatePassword, c.Certificate = &none, &none, connector.Certificate{}
		}
		return nil
	}
	if changes.CertificatePassword == nil {
		changes.CertificatePassword = &none
	}
	if changes.ClientSecret == nil {
		changes.ClientSecret, c.ClientSecretExpires = &none, 0
	}
	var err error
	c.Certificate, err = b.ReadCertificate([]byte(changes.Certificate.Reveal()), *changes.CertificatePassword)
	return err
}

// ConsentLink returns the address at which an administrator who is not at this
// computer consents to everything that a connection asks for.
func (b *Beacon) ConsentLink(c connector.Connection) (string, error) { return b.source.ConsentLink(c) }
