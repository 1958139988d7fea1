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
		err = &KeyError{Problem: KeyWrong, Place: key.place, Err: errReplaced}
	}
	return err
}

// KeyPlace says where the key is that seals secrets. It makes none, and says so when
// there is none yet. The error may be a [KeyError].
func (s *Store) KeyPlace(ctx context.Context) (KeyPlace, error) {
	key, err := s.key.look(ctx)
	if errors.Is(err, errNoKey) {
		return KeyPlace{None: true}, nil
	}
	if err != nil {
		return KeyPlace{}, err
	}
	return key.place, nil
}

// MakeKey says where the key is, and makes it when there is none yet. The error may
// be a [KeyError].
func (s *Store) MakeKey(ctx context.Context) (KeyPlace, error) {
	key, err := s.key.get(ctx)
	if err != nil {
		return KeyPlace{}, err
	}
	return key.place, nil
}

// MoveKeyToKeyring moves the key from the file to the operating system's keyring; one
// that does not exist is made. The error may be a [KeyError] or a
// [KeyringUnusableError].
func (s *Store) MoveKeyToKeyring(ctx context.Context) error { return s.key.moveToKeyring(ctx) }

// updateSealed runs change in one transaction with the key that seals.
func (s *Store) updateSealed(ctx context.Context, change func(tx *sql.Tx, key *usableKey) error) error {
	return s.withKey(ctx, func(key *usableKey) error {
		return s.db.Update(ctx, func(tx *sql.Tx) error {
			if err := key.confirm(ctx, tx); err != nil {
				return err
			}
			return change(tx, key)
		})
	})
}
