package store

import (
	"context"
	"database/sql"
	"errors"

	"inventorybeacon/connector"
	"inventorybeacon/store/vault"
)

// ErrTokenChanged says that the refresh token that is stored is not the one that was to be
// replaced.
var ErrTokenChanged = errors.New("another refresh token was stored meanwhile")

// SetRefreshToken stores the refresh token that came in place of the former one, which has
// been used now. When it returns nil the token survives a power cut. The error may be
// [ErrTokenChanged], as after a sign-in in another process, a [NotFoundError] or a
// [vault.KeyError].
func (s *Store) SetRefreshToken(ctx context.Context, connectionID string, former, token connector.Secret) error {
	return s.Vault.Update(ctx, func(tx *sql.Tx, key *vault.Key) error {
		if err := s.setTokenUsed(ctx, tx, connectionID); err != nil {
			return err
		}
		stored, err := refreshToken(ctx, tx, key, connectionID)
		if err != nil {
			return err
		}
		if stored != former {
			return ErrTokenChanged
		}
		return s.putSecrets(ctx, tx, key, connectionID, SecretChanges{RefreshToken: &token})
	})
}

// refreshToken opens the stored refresh token of a connection; it is empty when there is none.
func refreshToken(ctx context.Context, tx *sql.Tx, key *vault.Key, connectionID string) (connector.Secret, error) {
	const field = string(connector.FieldRefreshToken)
	var sealed []byte
	err := tx.QueryRowContext(ctx, "SELECT sealed FROM secret WHERE connection_id = ? AND field = ?", connectionID, field).Scan(&sealed)
	if errors.Is(err, sql.ErrNoRows) {
		return "", nil
	}
	if err != nil {
		return "", err
	}
	token, err := key.Open(connectionID, field, sealed)
	return connector.Secret(token), err
}

// SetTokenUsed records that the refresh token was redeemed now and stays the
// same. The error may be a [NotFoundError].
func (s *Store) SetTokenUsed(ctx context.Context, connectionID string) error {
	return s.db.Update(ctx, func(tx *sql.Tx) error { return s.setTokenUsed(ctx, tx, connectionID) })
}

func (s *Store) setTokenUsed(ctx context.Context, tx *sql.Tx, connectionID string) error {
	result, err := tx.ExecContext(ctx, "UPDATE connection SET token_used = ?, claims = '' WHERE id = ?", formatTime(s.now()), connectionID)
	if err != nil {
		return err
	}
	if n, err := result.RowsAffected(); err != nil || n > 0 {
		return err
	}
	return &NotFoundError{What: "connection", Key: connectionID}
}

// SetClaims records what the token endpoint asks the next sign-in to prove, until a
// token is redeemed or replaced. The error may be a [NotFoundError].
func (s *Store) SetClaims(ctx context.Context, connectionID, claims string) error {
	return s.db.Update(ctx, func(tx *sql.Tx) error {
		result, err := tx.ExecContext(ctx, "UPDATE connection SET claims = ? WHERE id = ?", claims, connectionID)
		if err != nil {
			return err
		}
		if n, err := result.RowsAffected(); err != nil || n > 0 {
			return err
		}
		return &NotFoundError{What: "connection", Key: connectionID}
	})
}

// forgetTokenUse forgets what the refresh token before the present one has met.
func forgetTokenUse(ctx context.Context, tx *sql.Tx, connectionID string) error {
	_, err := tx.ExecContext(ctx, "UPDATE connection SET token_used = '', claims = '' WHERE id = ?", connectionID)
	return err
}
