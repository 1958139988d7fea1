package vault

import (
	"context"
	"database/sql"
	"errors"
	"path/filepath"
)

// querier is a [sql.DB] or [sql.Tx].
type querier interface {
	QueryRowContext(ctx context.Context, query string, args ...any) *sql.Row
}

// ReadRecord returns nil when no key has been made yet.
func ReadRecord(ctx context.Context, q querier) (*Record, error) {
	var record Record
	err := q.QueryRowContext(ctx, "SELECT place, keyring_user, fingerprint FROM data_key").
		Scan(&record.place, &record.keyringUser, &record.fingerprint)
	if errors.Is(err, sql.ErrNoRows) {
		return nil, nil
	}
	return &record, err
}

// Check says where the key of a data directory is, and why it cannot be used, mostly a
// [KeyError]; nil when it can. A nil keyring is the operating system's.
func (r Record) Check(ctx context.Context, dir string, ring Keyring) (Place, error) {
	if ring == nil {
		ring = systemKeyring{limit: keyringLimit}
	}
	k := &Vault{keyring: ring, file: filepath.Join(dir, FileName)}
	_, err := k.read(ctx, r)
	return k.placeOf(r), err
}

// SameKey reports whether two records are of one key, wherever it is.
func (r Record) SameKey(other Record) bool { return r.fingerprint == other.fingerprint }

// Carry records the place of the key in a copy of a backup, when the key was moved
// since the backup was made and is still the same one.
func (r Record) Carry(ctx context.Context, tx *sql.Tx) error {
	_, err := tx.ExecContext(ctx, "UPDATE data_key SET place = ?, keyring_user = ? WHERE fingerprint = ?",
		r.place, r.keyringUser, []byte(r.fingerprint))
	return err
}

func (k *Vault) write(ctx context.Context, tx *sql.Tx, record Record) error {
	_, err := tx.ExecContext(ctx, `
		INSERT OR REPLACE INTO data_key (id, place, keyring_user, fingerprint, created) VALUES (1, ?, ?, ?, ?)`,
		record.place, record.keyringUser, []byte(record.fingerprint), k.now().UTC().Format("2006-01-02T15:04:05.000Z"))
	return err
}

// Sealed reports whether anything is stored that needs the key.
func Sealed(ctx context.Context, q querier) (exist bool, err error) {
	err = q.QueryRowContext(ctx, "SELECT EXISTS (SELECT 1 FROM secret) OR EXISTS (SELECT 1 FROM draft)").Scan(&exist)
	return exist, err
}

// confirm makes sure, inside the transaction that stores sealed values, that the
// key is still the file's: a value sealed with a replaced key would be lost.
func (k *Key) confirm(ctx context.Context, tx *sql.Tx) error {
	record, err := ReadRecord(ctx, tx)
	if err == nil && (record == nil || record.fingerprint != k.record.fingerprint) {
		err = &KeyError{Problem: Wrong, Place: k.place, Err: errReplaced}
	}
	return err
}

// Place says where the key is that seals secrets. It makes none, and says so when
// there is none yet. The error may be a [KeyError].
func (k *Vault) Place(ctx context.Context) (Place, error) {
	key, err := k.look(ctx)
	if errors.Is(err, errNoKey) {
		return Place{None: true}, nil
	}
	if err != nil {
		return Place{}, err
	}
	return key.place, nil
}

// Make says where the key is, and makes it when there is none yet. The error may
// be a [KeyError].
func (k *Vault) Make(ctx context.Context) (Place, error) {
	key, err := k.get(ctx)
	if err != nil {
		return Place{}, err
	}
	return key.place, nil
}

// Update runs change in one transaction with the key that seals.
func (k *Vault) Update(ctx context.Context, change func(tx *sql.Tx, key *Key) error) error {
	return k.WithKey(ctx, func(key *Key) error {
		return k.db.Update(ctx, func(tx *sql.Tx) error {
			if err := key.confirm(ctx, tx); err != nil {
				return err
			}
			return change(tx, key)
		})
	})
}
