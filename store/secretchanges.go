package store

import "inventorybeacon/connector"

// SecretChanges says which secrets of a connection change: nil leaves one as it
// is, an empty one removes it.
type SecretChanges struct {
	RefreshToken        *connector.Secret
	ClientSecret        *connector.Secret
	ProxyPassword       *connector.Secret
	Certificate         *connector.Secret
	CertificatePassword *connector.Secret
}

// Empty says that no secret changes.
func (c SecretChanges) Empty() bool { return c == SecretChanges{} }

// Overlay returns the changes with later ones over them.
func (c SecretChanges) Overlay(later SecretChanges) SecretChanges {
	for _, one := range []struct{ target, later **connector.Secret }{
		{&c.RefreshToken, &later.RefreshToken},
		{&c.ClientSecret, &later.ClientSecret},
		{&c.ProxyPassword, &later.ProxyPassword},
		{&c.Certificate, &later.Certificate},
		{&c.CertificatePassword, &later.CertificatePassword},
	} {
		if *one.later != nil {
			*one.target = *one.later
		}
	}
	return c
}

// ApplyTo carries the changes out on opened secrets.
func (c SecretChanges) ApplyTo(s *connector.Secrets) {
	for _, one := range []struct {
		change *connector.Secret
		target *connector.Secret
	}{
		{c.RefreshToken, &s.RefreshToken},
		{c.ClientSecret, &s.ClientSecret},
		{c.ProxyPassword, &s.ProxyPassword},
		{c.Certificate, &s.Certificate},
		{c.CertificatePassword, &s.CertificatePassword},
	} {
		if one.change != nil {
			*one.target = *one.change
		}
	}
}

// byField calls do for each secret that changes, until it fails.
func (c SecretChanges) byField(do func(field string, secret connector.Secret) error) error {
	for _, one := range []struct {
		field  string
		secret *connector.Secret
	}{
		{fieldRefreshToken, c.RefreshToken},
		{fieldClientSecret, c.ClientSecret},
		{fieldProxyPassword, c.ProxyPassword},
		{fieldCertificate, c.Certificate},
		{fieldCertificatePassword, c.CertificatePassword},
	} {
		if one.secret == nil {
			continue
		}
		if err := do(one.field, *one.secret); err != nil {
			return err
		}
	}
	return nil
}

// seal says whether there is a secret to seal, and not only some to remove.
func (c SecretChanges) seal() (found bool) {
	_ = c.byField(func(_ string, secret connector.Secret) error {
		found = found || secret != ""
		return nil
	})
	return found
}
