package signin

import (
	"context"
	"fmt"

	"inventorybeacon/app/workspace"
	"inventorybeacon/connector"
	"inventorybeacon/store"
)

// effectiveSecrets returns the secrets as they would be after OK and Save: the
// stored ones, over them those that wait, over them the dialog's.
func (s *Signer) effectiveSecrets(ctx context.Context, id string, changes store.SecretChanges) (connector.Secrets, error) {
	var secrets connector.Secrets
	if entry, ok := s.workspace.Entry(id); ok && entry.Edit != workspace.EditNew {
		var err error
		if secrets, err = s.store.Secrets(ctx, id); err != nil {
			return secrets, fmt.Errorf("opening the secrets of %s: %w", entry.Connection.Name, err)
		}
	}
	s.waiting(id).Overlay(changes).ApplyTo(&secrets)
	return secrets, nil
}

// ProxyPassword returns the password for the proxy of a connection as it would be after OK and Save.
func (s *Signer) ProxyPassword(ctx context.Context, c connector.Connection, changes store.SecretChanges) (connector.Secret, error) {
	if c.Proxy.Username == "" { // it goes with the user name
		return "", nil
	}
	secrets, err := s.effectiveSecrets(ctx, c.ID, changes)
	return secrets.ProxyPassword, err
}

func (s *Signer) waiting(id string) store.SecretChanges {
	entry, _ := s.workspace.Entry(id)
	return entry.Waiting
}
