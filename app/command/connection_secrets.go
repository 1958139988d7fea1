package command

import (
	"inventorybeacon/app"
	"inventorybeacon/connector"
)

// readSecrets reads the files with secrets that were given.
func (f connectionFlags) readSecrets(c *console, beacon *app.Beacon, conn *connector.Connection, changes *app.SecretChanges) error {
	if f.CertificatePasswordFile != nil && f.CertificateFile == nil {
		return &usageError{"--certificate-password-file belongs to --certificate-file: give both"}
	}
	fromInput := 0
	for _, s := range []struct {
		file   *string
		target **connector.Secret
		read   func(string) (connector.Secret, error)
	}{
		{f.RefreshTokenFile, &changes.RefreshToken, c.readSecret},
		{f.ClientSecretFile, &changes.ClientSecret, c.readSecret},
		{f.ProxyPasswordFile, &changes.ProxyPassword, c.readSecret},
		{f.CertificateFile, &changes.Certificate, c.readSecretFile},
		{f.CertificatePasswordFile, &changes.CertificatePassword, c.readSecret},
	} {
		if s.file == nil {
			continue
		}
		if *s.file == "-" {
			if fromInput++; fromInput > 1 {
				return &usageError{"only one secret can come from standard input: put the others into files"}
			}
		}
		secret, err := s.read(*s.file)
		if err != nil {
			return err
		}
		*s.target = &secret
	}
	if changes.RefreshToken != nil {
		// A file that could not be filled must not cost the stored token.
		if *changes.RefreshToken == "" {
			return problem(connector.FieldRefreshToken, "The file with the refresh token is empty; nothing was changed.")
		}
		// Whose token this is will be known when it is redeemed.
		conn.SignIn = connector.SignIn{}
	}
	return chooseCredential(beacon, conn, changes)
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
