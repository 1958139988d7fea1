package connection

import (
	"context"
	"errors"

	"inventorybeacon/app"
	"inventorybeacon/app/command/console"
	"inventorybeacon/app/message"
	"inventorybeacon/app/workspace"
	"inventorybeacon/connector"
)

// readSecrets reads the files with secrets that were given.
func (f fields) readSecrets(
	ctx context.Context, c *console.Console, beacon *app.Beacon, conn *connector.Connection, changes *app.SecretChanges,
) error {
	if f.CertificatePasswordFile != nil && f.CertificateFile == nil {
		return console.UsageErrorf("--certificate-password-file belongs to --certificate-file: give both")
	}
	if err := f.chooseStored(changes); err != nil {
		return err
	}
	if f.fromInput() > 1 {
		return console.UsageErrorf("only one secret can come from standard input: put the others into files")
	}
	files := f.secretFiles()
	for i, file := range files.Values() {
		if *file == nil {
			continue
		}
		field, read := connector.SecretFields[i], c.ReadSecret
		if field == connector.FieldCertificate {
			read = c.ReadCertificate
		}
		secret, err := read(console.FlagOf(field), **file)
		if err != nil {
			return err
		}
		*changes.Of(field) = &secret
	}
	if changes.RefreshToken != nil {
		// Whose token this is will be known when it is redeemed.
		conn.SignIn = connector.SignIn{}
	}
	return beacon.ChooseCredential(ctx, conn, changes)
}

// chooseStored takes a certificate that stays in a store of Windows.
func (f fields) chooseStored(changes *app.SecretChanges) error {
	if f.CertificateStore == nil {
		if f.CertificateThumbprint != nil || f.CertificateSubject != nil {
			return console.UsageErrorf("--certificate-thumbprint and --certificate-subject belong to --certificate-store: give both")
		}
		return nil
	}
	if f.CertificateFile != nil {
		return console.UsageErrorf("--certificate-store and --certificate-file exclude each other")
	}
	var thumbprint, subject string
	console.Set(&thumbprint, f.CertificateThumbprint)
	console.Set(&subject, f.CertificateSubject)
	stored, err := connector.NewStoredCertificate(*f.CertificateStore, thumbprint, subject)
	var refused *connector.CertificateError
	if errors.As(err, &refused) {
		return &workspace.ProblemsError{Problems: []workspace.Problem{{Field: refused.Field, Message: message.Sentence(refused.Reason)}}}
	}
	content := stored.Content()
	changes.Certificate = &content
	return err
}

// secretFiles are the paths of the files with secrets that were given.
func (f fields) secretFiles() connector.BySecret[*string] {
	return connector.BySecret[*string]{
		RefreshToken: f.RefreshTokenFile, ClientSecret: f.ClientSecretFile, ProxyPassword: f.ProxyPasswordFile,
		Certificate: f.CertificateFile, CertificatePassword: f.CertificatePasswordFile,
	}
}

// fromInput is how many secrets are to come from standard input.
func (f fields) fromInput() (n int) {
	files := f.secretFiles()
	for _, file := range files.Values() {
		if *file != nil && **file == "-" {
			n++
		}
	}
	return n
}

// removeSecrets adds the removal of stored secrets to the changes of a connection.
// One that is removed and given at once is a [console.UsageError].
func removeSecrets(names []string, conn *connector.Connection, changes *app.SecretChanges) error {
	for _, name := range names {
		field, none := connector.Field(name), connector.Secret("")
		change := changes.Of(field)
		if *change != nil && **change != "" {
			return console.UsageErrorf("--remove-secret %s and --%s exclude each other", name, console.FlagOf(field))
		}
		*change = &none
		switch field {
		case connector.FieldRefreshToken:
			conn.SignIn = connector.SignIn{}
		case connector.FieldClientSecret:
			conn.ClientSecretExpires = 0
		case connector.FieldCertificate: // with its password
			changes.CertificatePassword, conn.Certificate = &none, connector.Certificate{}
		}
	}
	return nil
}
