package signin

import (
	"context"
	"errors"

	"inventorybeacon/app/workspace"
	"inventorybeacon/connector"
	"inventorybeacon/store"
)

// ReadCertificate returns the public facts of a certificate file, for
// [connector.Connection.Certificate]. What is wrong with the file or its password
// is a [workspace.ProblemsError].
func (s *Signer) ReadCertificate(content []byte, password connector.Secret) (connector.Certificate, error) {
	certificate, err := s.source.ReadCertificate(content, password)
	var wrong *connector.CertificateError
	if errors.As(err, &wrong) {
		return connector.Certificate{}, workspace.Refused(connector.Problem{Field: wrong.Field, Message: wrong.Reason})
	}
	return certificate, err
}

// HasCertificateStore reports whether certificates can be chosen that stay in a store of the system.
func (s *Signer) HasCertificateStore() bool { return s.source.HasCertificateStore() }

// UsableCertificates returns those that this account can sign in with.
func (s *Signer) UsableCertificates() ([]connector.UsableCertificate, error) {
	return s.source.UsableCertificates()
}

// ReplaceCredential lets a new certificate take the place of the client secret of a
// connection, and the other way round, stored or waiting for Save. A certificate comes with
// its own password, or with none. Two new credentials are left for the fields' rules to refuse.
func ReplaceCredential(c *connector.Connection, changes *store.SecretChanges) {
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
func (s *Signer) ChooseCredential(ctx context.Context, c *connector.Connection, changes *store.SecretChanges) error {
	ReplaceCredential(c, changes)
	content, password := changes.Certificate, changes.CertificatePassword
	switch {
	case content == nil && (password == nil || *password == ""), content != nil && *content == "":
		return nil
	case content == nil:
		secrets, err := s.effectiveSecrets(ctx, c.ID, *changes)
		if err != nil {
			return err
		}
		if content = &secrets.Certificate; *content == "" {
			return workspace.Refused(connector.Problem{
				Field: connector.FieldCertificatePassword, Message: connector.Message{ID: "certificate.password-alone"},
			})
		}
	}
	facts, err := s.ReadCertificate([]byte(content.Reveal()), *password)
	if err != nil {
		return err
	}
	c.Certificate = facts
	return nil
}
