package store

import (
	"context"
	"database/sql"
	"time"

	"inventorybeacon/connector"
	"inventorybeacon/store/vault"
)

// The fields of sealed values; they are part of what is sealed.
const (
	fieldRefreshToken        = "refresh-token"
	fieldClientSecret        = "client-secret"
	fieldProxyPassword       = "proxy-password"
	fieldCertificate         = "certificate"
	fieldCertificatePassword = "certificate-password"
)

// SecretState says when each secret of a connection was stored; the zero time
// where there is none. It needs no key.
type SecretState struct {
	RefreshToken        time.Time
	ClientSecret        time.Time
	ProxyPassword       time.Time
	Certificate         time.Time
	CertificatePassword time.Time
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
		case fieldCertificate:
			state.Certificate = secret.stored
		case fieldCertificatePassword:
			state.CertificatePassword = secret.stored
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
		value, err := key.Open(connectionID, secret.field, secret.sealed)
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
		case fieldCertificate:
			secrets.Certificate = connector.Secret(value)
		case fieldCertificatePassword:
			secrets.CertificatePassword = connector.Secret(value)
		}
	}
	return secrets, nil
}

func (s *Store) putSecrets(ctx context.Context, tx *sql.Tx, key *vault.Key, connectionID string, changes SecretChanges) error {
	return changes.byField(func(field string, secret connector.Secret) error {
		if secret == "" {
			_, err := tx.ExecContext(ctx, "DELETE FROM secret WHERE connection_id = ? AND field = ?", connectionID, field)
			return err
		}
		_, err := tx.ExecContext(ctx, "INSERT OR REPLACE INTO secret (connection_id, field, sealed, stored) VALUES (?, ?, ?, ?)",
			connectionID, field, key.Seal(connectionID, field, []byte(secret.Reveal())), formatTime(s.now()))
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
