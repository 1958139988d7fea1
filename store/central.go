package store

import (
	"context"
	"database/sql"
	"time"

	"inventorybeacon/connector"
	"inventorybeacon/store/vault"
)

// Central says how the central database is reached, into which imports are published. Its
// secrets are [CentralSecrets].
type Central struct {
	// Server is host:port.
	Server   string `json:"server"`
	Database string `json:"database"`
	User     string `json:"user"`
	// Schema has the tables and views.
	Schema string `json:"schema"`
	// TLS says how the connection is protected.
	TLS string `json:"tls"`
	// CA are the certificates of authorities, as PEM; empty for those of the system.
	CA string `json:"ca,omitempty"`
	// Certificate is that of the user, with those between it and its authority, as PEM; empty
	// where the user has none.
	Certificate string `json:"certificate,omitempty"`
}

// CentralSecrets has one value for each secret of the central database.
type CentralSecrets[T any] struct {
	// Password is that of the user, Key the private one of its certificate, as PEM.
	Password, Key T
}

// The fields of the central database's secrets, and who owns them. No connection has that id.
const (
	centralOwner                      = "central"
	centralPassword   connector.Field = "password"
	centralPrivateKey connector.Field = "key"
)

// of is the value of a field; nil when it is unknown.
func (c *CentralSecrets[T]) of(field connector.Field) *T {
	switch field {
	case centralPassword:
		return &c.Password
	case centralPrivateKey:
		return &c.Key
	default:
		return nil
	}
}

// Central returns how the central database is reached; found says whether one was set up.
func (s *Store) Central(ctx context.Context) (c Central, found bool, err error) {
	all, err := query(ctx, s, func(rows *sql.Rows) (c Central, err error) {
		return c, rows.Scan(&c.Server, &c.Database, &c.User, &c.Schema, &c.TLS, &c.CA, &c.Certificate)
	}, "SELECT server, database, user, schema, tls, ca, certificate FROM central")
	if err != nil || len(all) == 0 {
		return Central{}, false, err
	}
	return all[0], true, nil
}

// CentralSecretState says when each secret of the central database was stored; the zero
// time where there is none. It needs no key.
func (s *Store) CentralSecretState(ctx context.Context) (state CentralSecrets[time.Time], err error) {
	stored, err := s.sealedSecrets(ctx, centralOwner)
	for _, secret := range stored {
		if of := state.of(secret.field); of != nil {
			*of = secret.stored
		}
	}
	return state, err
}

// CentralSecrets opens the secrets of the central database. The error may be a
// [vault.KeyError].
func (s *Store) CentralSecrets(ctx context.Context) (secrets CentralSecrets[connector.Secret], err error) {
	opened, err := s.openSecrets(ctx, centralOwner)
	for field, secret := range opened {
		if of := secrets.of(field); of != nil {
			*of = secret
		}
	}
	return secrets, err
}

// SetCentral stores how the central database is reached, and those secrets that change: nil
// leaves one as it is, an empty one removes it. The error may be a [vault.KeyError].
func (s *Store) SetCentral(ctx context.Context, c Central, changes CentralSecrets[*connector.Secret]) error {
	put := func(tx *sql.Tx, key *vault.Key) error {
		if _, err := tx.ExecContext(ctx, `
			INSERT OR REPLACE INTO central (id, server, database, user, schema, tls, ca, certificate, changed)
			VALUES (1, ?, ?, ?, ?, ?, ?, ?, ?)`,
			c.Server, c.Database, c.User, c.Schema, c.TLS, c.CA, c.Certificate, formatTime(s.now())); err != nil {
			return err
		}
		for _, field := range []connector.Field{centralPassword, centralPrivateKey} {
			if err := s.putSecret(ctx, tx, key, centralOwner, field, *changes.of(field)); err != nil {
				return err
			}
		}
		return nil
	}
	seals := func(change *connector.Secret) bool { return change != nil && *change != "" }
	return s.update(ctx, seals(changes.Password) || seals(changes.Key), put)
}

// ForgetCentral removes how the central database is reached, with its secrets.
func (s *Store) ForgetCentral(ctx context.Context) error {
	return s.db.Update(ctx, func(tx *sql.Tx) error {
		if _, err := tx.ExecContext(ctx, "DELETE FROM central"); err != nil {
			return err
		}
		_, err := tx.ExecContext(ctx, "DELETE FROM secret WHERE connection_id = ?", centralOwner)
		return err
	})
}
