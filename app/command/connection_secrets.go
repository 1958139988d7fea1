package command

import (
	"inventorybeacon/app"
	"inventorybeacon/connector"
)

// readSecrets reads the files with secrets that were given.
func (f connectionFlags) readSecrets(c *console, beacon *app.Beacon, conn *connector.Connection, changes *app.SecretChanges) error {
	if f.CertificatePasswordFile != nil && f.CertificateFile == nil {
		return wrongUse("--certificate-password-file belongs to --certificate-file: give both")
	}
	if f.fromInput() > 1 {
		return wrongUse("only one secret can come from standard input: put the others into files")
	}
	for _, s := range []struct {
		option string
		file   *string
		target **connector.Secret
		read   func(option, path string) (connector.Secret, error)
	}{
		{"refresh-token-file", f.RefreshTokenFile, &changes.RefreshToken, c.readSecret},
		{"client-secret-file", f.ClientSecretFile, &changes.ClientSecret, c.readSecret},
		{"proxy-password-file", f.ProxyPasswordFile, &changes.ProxyPassword, c.readSecret},
		{"certificate-file", f.CertificateFile, &changes.Certificate, c.readCertificate},
		{"certificate-password-file", f.CertificatePasswordFile, &changes.CertificatePassword, c.readSecret},
	} {
		if s.file == nil {
			continue
		}
		secret, err := s.read(s.option, *s.file)
		if err != nil {
			return err
		}
		*s.target = &secret
	}
	if changes.RefreshToken != nil {
		// Whose token this is will be known when it is redeemed.
		conn.SignIn = connector.SignIn{}
	}
	return chooseCredential(beacon, conn, changes)
}

// fromInput is how many secrets are to come from standard input.
func (f connectionFlags) fromInput() (n int) {
	for _, file := range []*string{f.RefreshTokenFile, f.ClientSecretFile, f.ProxyPasswordFile, f.CertificateFile, f.CertificatePasswordFile} {
		if file != nil && *file == "-" {
			n++
		}
	}
	return n
}

// chooseCredential lets a new certificate take the place of the client secret,
// and the other way round. Two new ones are left for the fields' rules to refuse.
func chooseCredential(beacon *app.Beacon, conn *connector.Connection, changes *app.SecretChanges) error {
	none := connector.Secret("")
	if changes.Certificate == nil {
		if changes.ClientSecret != nil {
			changes.Certificate, changes.CertificatePassword, conn.Certificate = &none, &none, connector.Certificate{}
		}
		return nil
	}
	if changes.CertificatePassword == nil {
		changes.CertificatePassword = &none
	}
	if changes.ClientSecret == nil {
		changes.ClientSecret, conn.ClientSecretExpires = &none, 0
	}
	var err error
	conn.Certificate, err = beacon.ReadCertificate([]byte(changes.Certificate.Reveal()), *changes.CertificatePassword)
	return err
}

// The secrets that connection edit removes by name.
const (
	removeRefreshToken  = "refresh-token"
	removeClientSecret  = "client-secret"
	removeCertificate   = "certificate" // with its password
	removeProxyPassword = "proxy-password"
)

// removeSecrets adds the removal of stored secrets to the changes of a connection.
// One that is removed and given at once is a [usageError].
func removeSecrets(names []string, conn *connector.Connection, changes *app.SecretChanges) error {
	for _, name := range names {
		target := &changes.RefreshToken
		switch name {
		case removeClientSecret:
			target = &changes.ClientSecret
		case removeCertificate:
			target = &changes.Certificate
		case removeProxyPassword:
			target = &changes.ProxyPassword
		}
		if *target != nil && **target != "" {
			return wrongUse("--remove-secret %s and --%s-file exclude each other", name, name)
		}
		none := connector.Secret("")
		*target = &none
		switch name {
		case removeRefreshToken:
			conn.SignIn = connector.SignIn{}
		case removeClientSecret:
			conn.ClientSecretExpires = 0
		case removeCertificate:
			changes.CertificatePassword, conn.Certificate = &none, connector.Certificate{}
		}
	}
	return nil
}
