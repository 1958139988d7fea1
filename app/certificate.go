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

// ConsentLink returns the address at which an administrator who is not at this
// computer consents to everything that a connection asks for.
func (b *Beacon) ConsentLink(c connector.Connection) (string, error) { return b.source.ConsentLink(c) }
