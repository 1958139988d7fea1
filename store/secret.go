package store

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"time"

	"inventorybeacon/connector"
)

// The fields of sealed values; they are part of what is sealed.
const (
	fieldRefreshToken  = "refresh-token"
	fieldClientSecret  = "client-secret"
	fieldProxyPassword = "proxy-password"
	fieldDraft         = "draft"
)

// SecretChanges says which secrets of a connection change: nil leaves one as it
// is, an empty one removes it.
type SecretChanges struct {
	RefreshToken  *connector.Secret
	ClientSecret  *connector.Secret
	ProxyPassword *connector.Secret
}

// byField calls do for each secret that changes, until it fails.
func (c SecretChanges) byField(do func(field string, secret connector.Secret) error) error {
	for _, one := range []struct {
		field  string
		secret *connector.Secret
	}{{fieldRefreshToken, c.RefreshToken}, {fieldClientSecret, c.ClientSecret}, {fieldProxyPassword, c.ProxyPassword}} {
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

// SecretState says when each secret of a connection was stored; the zero time
// where there is none. It needs no key.
type SecretState struct {
	RefreshToken  time.Time
	ClientSecret  time.Time
	ProxyPassword time.Time
}

// SecretState says which secrets of a connection are stored, and since when.
func (s *Store) SecretState(ctx context.Context, connectionID string) (SecretState, error) {
	stored, err := s.sealedSecrets(ctx, connectionID)
	var state SecretState
	for _, secret := range stored {
		switch secret.field {
		case fieldRefreshToken:
			state.RefreshToken = secret.stored
		case fieldClientSecret:
			state.ClientSecret = secret.stored
		case fieldProxyPassword:
			state.ProxyPassword = secret.stored
		}
	}
	return state, err
}

// Secrets opens the secrets of a connection. The error may be a [KeyError].
func (s *Store) Secrets(ctx context.Context, connectionID string) (connector.Secrets, error) {
	var secrets connector.Secrets
	stored, err := s.sealedSecrets(ctx, connectionID)
	if err != nil || len(stored) == 0 {
		return secrets, err
	}
	key, err := s.key.get(ctx)
	if err != nil {
		return secrets, err
	}
	for _, secret := range stored {
		value, err := key.openField(connectionID, secret.field, secret.sealed)
		if err != nil {
			return connector.Secrets{}, err
		}
		switch secret.field {
		case fieldRefreshToken:
			secrets.RefreshToken = connector.Secret(value)
		case fieldClientSecret:
			secrets.ClientSecret = connector.Secret(value)
		case fieldProxyPassword:
			secrets.ProxyPassword = connector.Secret(value)
		}
	}
	return secrets, nil
}

// SetRefreshToken stores a rotated refresh token. When it returns nil the token
// survives a power cut. The error may be a [NotFoundError] or a [KeyError].
func (s *Store) SetRefreshToken(ctx context.Context, connectionID string, token connector.Secret) error {
	return s.updateSealed(ctx, func(tx *sql.Tx, key *usableKey) error {
		var known bool
		err := tx.QueryRowContext(ctx, "SELECT EXISTS (SELECT 1 FROM connection WHERE id = ?)", connectionID).Scan(&known)
		if err == nil && !known {
			err = &NotFoundError{What: "connection", Key: connectionID}
		}
		if err != nil {
			return err
		}
		return s.putSecrets(ctx, tx, key, connectionID, SecretChanges{RefreshToken: &token})
	})
}

func (s *Store) putSecrets(ctx context.Context, tx *sql.Tx, key *usableKey, connectionID string, changes SecretChanges) error {
	return changes.byField(func(field string, secret connector.Secret) error {
		if secret == "" {
			_, err := tx.ExecContext(ctx, "DELETE FROM secret WHERE connection_id = ? AND field = ?", connectionID, field)
			return err
		}
		_, err := tx.ExecContext(ctx, "INSERT OR REPLACE INTO secret (connection_id, field, sealed, stored) VALUES (?, ?, ?, ?)",
			connectionID, field, key.seal(connectionID, field, []byte(secret.Reveal())), formatTime(s.now()))
		return err
	})
}

// sealedSecret is a row of the table secret.
type sealedSecret struct {
	field  string
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

// openField opens a sealed value, or says whose value was altered.
func (key *usableKey) openField(connectionID, field string, sealed []byte) ([]byte, error) {
	value, err := key.open(connectionID, field, sealed)
	if errors.Is(err, errNotOpened) {
		err = &KeyError{Problem: ValueAltered, Place: key.place, Err: fmt.Errorf("%s of connection %s: %w", field, connectionID, err)}
	}
	return value, err
}
