package app

import (
	"context"
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
		return connector.Certificate{}, certificateProblem(wrong.Field, wrong.Reason)
	}
	return certificate, err
}

func certificateProblem(field connector.Field, reason connector.Message) error {
	return &workspace.ProblemsError{Problems: []Problem{{Field: field, Message: message.Sentence(reason)}}}
}

// HasCertificateStore reports whether certificates can be chosen that stay in a store of the system.
func (b *Beacon) HasCertificateStore() bool { return b.source.HasCertificateStore() }

// UsableCertificates returns those that this account can sign in with.
func (b *Beacon) UsableCertificates() ([]connector.UsableCertificate, error) {
	return b.source.UsableCertificates()
}

// ReplaceCredential lets a new certificate take the place of the client secret of a
// connection, and the other way round, stored or waiting for Save. A certificate comes with
// its own password, or with none. Two new credentials are left for the fields' rules to refuse.
func ReplaceCredential(c *connector.Connection, changes *SecretChanges) {
	none := connector.Secret("")
	if changes.Certificate == nil {
		if changes.ClientSecret != nil {
			changes.Certificate, changes.CertificatePassword, c.Certificate = &none, &none, connector.Certificate{}
		}
		return
	}
	c.Certificate = connector.Certificate{} // as long as it was not read
	if changes.CertificatePassword == nil {
		changes.CertificatePassword = &none
	}
	if changes.ClientSecret == nil {
		changes.ClientSecret, c.ClientSecretExpires = &none, 0
	}
}

// ChooseCredential is [ReplaceCredential], and reads the certificate with the password that
// will apply: the new one, or that of the connection when its password alone is new. What is
// wrong with either is a [workspace.ProblemsError].
func (b *Beacon) ChooseCredential(ctx context.Context, c *connector.Connection, changes *SecretChanges) error {
	ReplaceCredential(c, changes)
	content, password := changes.Certificate, changes.CertificatePassword
	switch {
	case content == nil && (password == nil || *password == ""), content != nil && *content == "":
		return nil
	case content == nil:
		secrets, err := b.effectiveSecrets(ctx, c.ID, *changes)
		if err != nil {
			return err
		}
		if content = &secrets.Certificate; *content == "" {
			return certificateProblem(connector.FieldCertificatePassword, connector.Message{ID: "certificate.password-alone"})
		}
	}
	facts, err := b.ReadCertificate([]byte(content.Reveal()), *password)
	if err != nil {
		return err
	}
	c.Certificate = facts
	return nil
}

// ConsentLink returns the address at which an administrator who is not at this
// computer consents to everything that a connection asks for.
func (b *Beacon) ConsentLink(c connector.Connection) (string, error) { return b.source.ConsentLink(c) }
