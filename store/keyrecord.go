package store

import (
	"context"
	"database/sql"
	"errors"
)

// querier is a [sql.DB] or [sql.Tx].
type querier interface {
	QueryRowContext(ctx context.Context, query string, args ...any) *sql.Row
}

// readKeyRecord returns nil when no key has been made yet.
func readKeyRecord(ctx context.Context, q querier) (*keyRecord, error) {
	var record keyRecord
	err := q.QueryRowContext(ctx, "SELECT place, keyring_user, fingerprint FROM data_key").
		Scan(&record.place, &record.keyringUser, &record.fingerprint)
	if errors.Is(err, sql.ErrNoRows) {
		return nil, nil
	}
	return &record, err
}

func (k *dataKey) write(ctx context.Context, tx *sql.Tx, record keyRecord) error {
	_, err := tx.ExecContext(ctx, `
		INSERT OR REPLACE INTO data_key (id, place, keyring_user, fingerprint, created) VALUES (1, ?, ?, ?, ?)`,
		record.place, record.keyringUser, []byte(record.fingerprint), formatTime(k.now()))
	return err
}

// sealedValues says whether anything is stored that needs the key.
func sealedValues(ctx context.Context, q querier) (exist bool, err error) {
	err = q.QueryRowContext(ctx, "SELECT EXISTS (SELECT 1 FROM secret) OR EXISTS (SELECT 1 FROM draft)").Scan(&exist)
	return exist, err
}

// confirm makes sure, inside the transaction that stores sealed values, that the
// key is still the file's: a value sealed with a replaced key would be lost.
func (key *usableKey) confirm(ctx context.Context, tx *sql.Tx) error {
	record, err := readKeyRecord(ctx, tx)
	if err == nil && (record == nil || record.fingerprint != key.record.fingerprint) {
		err = &KeyError{Problem: KeyWrong, Place: key.place, Err: errors.New("another process has replaced the key meanwhile")}
	}
	return err
}

// KeyPlace says where the key is that seals secrets; it makes the key when there
// is none yet. The error may be a [KeyError].
func (s *Store) KeyPlace(ctx context.Context) (KeyPlace, error) {
	key, err := s.key.get(ctx)
	if err != nil {
		return KeyPlace{}, err
	}
	return key.place, nil
}

// ForgetSecrets deletes every stored secret, every waiting edit and the record of
// their key, for an administrator who has lost the key and signs in again. The
// next secret is sealed with a new key.
func (s *Store) ForgetSecrets(ctx context.Context) error {
	return s.db.Update(ctx, func(tx *sql.Tx) error {
		_, err := tx.ExecContext(ctx, "DELETE FROM secret; DELETE FROM draft; DELETE FROM data_key")
		return err
	})
}

// updateSealed runs change in one transaction with the key that seals.
func (s *Store) updateSealed(ctx context.Context, change func(tx *sql.Tx, key *usableKey) error) error {
	key, err := s.key.get(ctx)
	if err != nil {
		return err
	}
	return s.db.Update(ctx, func(tx *sql.Tx) error {
		if err := key.confirm(ctx, tx); err != nil {
			return err
		}
		return change(tx, key)
	})
}
