package store

import "inventorybeacon/connector"

// SecretChanges says which secrets of a connection change: nil leaves one as it
// is, an empty one removes it.
type SecretChanges connector.BySecret[*connector.Secret]

// values are the changes in the order of [connector.SecretFields].
func (c *SecretChanges) values() [len(connector.SecretFields)]**connector.Secret {
	return (*connector.BySecret[*connector.Secret])(c).Values()
}

// Of is the change of the secret in a field; nil when that holds none.
func (c *SecretChanges) Of(field connector.Field) **connector.Secret {
	return (*connector.BySecret[*connector.Secret])(c).Of(field)
}

// Empty reports whether no secret changes.
func (c SecretChanges) Empty() bool { return c == SecretChanges{} }

// Overlay returns the changes with later ones over them.
func (c SecretChanges) Overlay(later SecretChanges) SecretChanges {
	changes := c.values()
	for i, change := range later.values() {
		if *change != nil {
			*changes[i] = *change
		}
	}
	return c
}

// ApplyTo carries the changes out on opened secrets.
func (c SecretChanges) ApplyTo(s *connector.Secrets) {
	secrets := s.Values()
	for i, change := range c.values() {
		if *change != nil {
			*secrets[i] = **change
		}
	}
}

// seal reports whether there is a secret to seal, and not only some to remove.
func (c SecretChanges) seal() bool {
	for _, change := range c.values() {
		if *change != nil && **change != "" {
			return true
		}
	}
	return false
}
