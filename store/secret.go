package store

import (
	"context"
	"database/sql"
	"time"

	"inventorybeacon/connector"
	"inventorybeacon/store/vault"
)

// SecretState says when each secret of a connection was stored; the zero time
// where there is none. It needs no key.
type SecretState = connector.BySecret[time.Time]

// SecretState says which secrets of a connection are stored, and since when.
func (s *Store) SecretState(ctx context.Context, connectionID string) (SecretState, error) {
	stored, err := s.sealedSecrets(ctx, connectionID)
	var state SecretState
	for _, secret := range stored {
		if at := state.Of(secret.field); at != nil {
			*at = secret.stored
		}
	}
	return state, err
}

// Secrets opens the secrets of a connection. The error may be a [vault.KeyError].
func (s *Store) Secrets(ctx context.Context, connectionID string) (connector.Secrets, error) {
	var secrets connector.Secrets
	stored, err := s.sealedSecrets(ctx, connectionID)
	if err != nil || len(stored) == 0 {
		return secrets, err
	}
	err = s.Vault.WithKey(ctx, func(key *vault.Key) error {
		if stored, err = s.sealedSecrets(ctx, connectionID); err != nil { // once more, now that there is the key
			return err
		}
		secrets, err = openAll(key, connectionID, stored)
		return err
	})
	return secrets, err
}

func openAll(key *vault.Key, connectionID string, stored []sealedSecret) (secrets connector.Secrets, err error) {
	for _, secret := range stored {
		value, err := key.Open(connectionID, string(secret.field), secret.sealed)
		if err != nil {
			return connector.Secrets{}, err
		}
		if of := secrets.Of(secret.field); of != nil {
			*of = connector.Secret(value)
		}
	}
	return secrets, nil
}

func (s *Store) putSecrets(ctx context.Context, tx *sql.Tx, key *vault.Key, connectionID string, changes SecretChanges) error {
	for i, change := range changes.values() {
		field, secret := string(connector.SecretFields[i]), *change // part of what is sealed
		if secret == nil {
			continue
		}
		var err error
		if *secret == "" {
			_, err = tx.ExecContext(ctx, "DELETE FROM secret WHERE connection_id = ? AND field = ?", connectionID, field)
		} else {
			_, err = tx.ExecContext(ctx, "INSERT OR REPLACE INTO secret (connection_id, field, sealed, stored) VALUES (?, ?, ?, ?)",
				connectionID, field, key.Seal(connectionID, field, []byte(secret.Reveal())), formatTime(s.now()))
		}
		if err != nil {
			return err
		}
	}
	return nil
}

// sealedSecret is a row of the table secret.
type sealedSecret struct {
	field  connector.Field
	sealed []byte
	stored time.Time
}

func (s *Store) sealedSecrets(ctx context.Context, connectionID string) ([]sealedSecret, error) {
	return query(ctx, s, func(rows *sql.Rows) (secret sealedSecret, err error) {
		var stored string
		if err := rows.Scan(&secret.field, &secret.sealed, &stored); err != nil {
			return secret, err
		}
		secret.stored, err = parseTime(stored)
		return secret, err
	}, "SELECT field, sealed, stored FROM secret WHERE connection_id = ?", connectionID)
}
