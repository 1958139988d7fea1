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
	opened, err := s.openSecrets(ctx, connectionID)
	for field, secret := range opened {
		if of := secrets.Of(field); of != nil {
			*of = secret
		}
	}
	return secrets, err
}

// openSecrets opens the secrets of a connection, or of another owner, by their fields.
func (s *Store) openSecrets(ctx context.Context, owner string) (opened map[connector.Field]connector.Secret, err error) {
	stored, err := s.sealedSecrets(ctx, owner)
	if err != nil || len(stored) == 0 {
		return nil, err
	}
	err = s.Vault.WithKey(ctx, func(key *vault.Key) error {
		if stored, err = s.sealedSecrets(ctx, owner); err != nil { // once more, now that there is the key
			return err
		}
		opened, err = openAll(key, owner, stored)
		return err
	})
	return opened, err
}

func openAll(key *vault.Key, owner string, stored []sealedSecret) (map[connector.Field]connector.Secret, error) {
	opened := make(map[connector.Field]connector.Secret, len(stored))
	for _, secret := range stored {
		value, err := key.Open(owner, string(secret.field), secret.sealed)
		if err != nil {
			return nil, err
		}
		opened[secret.field] = connector.Secret(value)
	}
	return opened, nil
}

func (s *Store) putSecrets(ctx context.Context, tx *sql.Tx, key *vault.Key, connectionID string, changes SecretChanges) error {
	for i, change := range changes.values() {
		if err := s.putSecret(ctx, tx, key, connectionID, connector.SecretFields[i], *change); err != nil {
			return err
		}
	}
	return nil
}

// update does something in a transaction, with the key where secrets are to be sealed: what seals none needs no key, and is
// given none.
func (s *Store) update(ctx context.Context, seals bool, do func(tx *sql.Tx, key *vault.Key) error) error {
	if seals {
		return s.Vault.Update(ctx, do)
	}
	return s.db.Update(ctx, func(tx *sql.Tx) error { return do(tx, nil) })
}

// putSecret seals a secret of owner, the id of a connection or channel or a word that none has; nil
// leaves it as it is, an empty one removes it and needs no key.
func (s *Store) putSecret(
	ctx context.Context, tx *sql.Tx, key *vault.Key, owner string, field connector.Field, secret *connector.Secret,
) (err error) {
	switch {
	case secret == nil:
	case *secret == "":
		_, err = tx.ExecContext(ctx, "DELETE FROM secret WHERE connection_id = ? AND field = ?", owner, string(field))
	default: // the field is part of what is sealed
		_, err = tx.ExecContext(ctx, "INSERT OR REPLACE INTO secret (connection_id, field, sealed, stored) VALUES (?, ?, ?, ?)",
			owner, string(field), key.Seal(owner, string(field), []byte(secret.Reveal())), formatTime(s.now()))
	}
	return err
}

// sealedSecret is a row of the table secret.
type sealedSecret struct {
	field  connector.Field
	sealed []byte
	stored time.Time
}

func (s *Store) sealedSecrets(ctx context.Context, connectionID string) ([]sealedSecret, error) {
	return query(ctx, s, func(rows *sql.Rows) (secret sealedSecret, err error) {
		err = rows.Scan(&secret.field, &secret.sealed, storedTime{&secret.stored})
		return secret, err
	}, "SELECT field, sealed, stored FROM secret WHERE connection_id = ?", connectionID)
}
