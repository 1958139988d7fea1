package store

import (
	"time"

	"inventorybeacon/connector"
)

// secretFields are the secrets of a connection. The names are those of the column
// field, and part of what is sealed.
var secretFields = [...]struct {
	name   string
	of     func(*connector.Secrets) *connector.Secret
	change func(*SecretChanges) **connector.Secret
	stored func(*SecretState) *time.Time
}{
	{
		"refresh-token",
		func(s *connector.Secrets) *connector.Secret { return &s.RefreshToken },
		func(c *SecretChanges) **connector.Secret { return &c.RefreshToken },
		func(s *SecretState) *time.Time { return &s.RefreshToken },
	},
	{
		"client-secret",
		func(s *connector.Secrets) *connector.Secret { return &s.ClientSecret },
		func(c *SecretChanges) **connector.Secret { return &c.ClientSecret },
		func(s *SecretState) *time.Time { return &s.ClientSecret },
	},
	{
		"proxy-password",
		func(s *connector.Secrets) *connector.Secret { return &s.ProxyPassword },
		func(c *SecretChanges) **connector.Secret { return &c.ProxyPassword },
		func(s *SecretState) *time.Time { return &s.ProxyPassword },
	},
	{
		"certificate",
		func(s *connector.Secrets) *connector.Secret { return &s.Certificate },
		func(c *SecretChanges) **connector.Secret { return &c.Certificate },
		func(s *SecretState) *time.Time { return &s.Certificate },
	},
	{
		"certificate-password",
		func(s *connector.Secrets) *connector.Secret { return &s.CertificatePassword },
		func(c *SecretChanges) **connector.Secret { return &c.CertificatePassword },
		func(s *SecretState) *time.Time { return &s.CertificatePassword },
	},
}

// SecretChanges says which secrets of a connection change: nil leaves one as it
// is, an empty one removes it.
type SecretChanges struct {
	RefreshToken        *connector.Secret
	ClientSecret        *connector.Secret
	ProxyPassword       *connector.Secret
	Certificate         *connector.Secret
	CertificatePassword *connector.Secret
}

// Empty reports whether no secret changes.
func (c SecretChanges) Empty() bool { return c == SecretChanges{} }

// Overlay returns the changes with later ones over them.
func (c SecretChanges) Overlay(later SecretChanges) SecretChanges {
	for _, f := range secretFields {
		if change := *f.change(&later); change != nil {
			*f.change(&c) = change
		}
	}
	return c
}

// ApplyTo carries the changes out on opened secrets.
func (c SecretChanges) ApplyTo(s *connector.Secrets) {
	for _, f := range secretFields {
		if change := *f.change(&c); change != nil {
			*f.of(s) = *change
		}
	}
}

// seal reports whether there is a secret to seal, and not only some to remove.
func (c SecretChanges) seal() bool {
	for _, f := range secretFields {
		if change := *f.change(&c); change != nil && *change != "" {
			return true
		}
	}
	return false
}
