package store

import "inventorybeacon/connector"

// Empty says that no secret changes.
func (c SecretChanges) Empty() bool { return c == SecretChanges{} }

// Overlay returns the changes with later ones over them.
func (c SecretChanges) Overlay(later SecretChanges) SecretChanges {
	for _, one := range []struct{ target, later **connector.Secret }{
		{&c.RefreshToken, &later.RefreshToken},
		{&c.ClientSecret, &later.ClientSecret},
		{&c.ProxyPassword, &later.ProxyPassword},
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
	} {
		if one.change != nil {
			*one.target = *one.change
		}
	}
}
