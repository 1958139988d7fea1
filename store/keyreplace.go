package store

import (
	"context"
	"database/sql"
	"errors"
	"fmt"

	"inventorybeacon/store/sqlite"
)

// RotateKey makes another key, in the place of the present one, and seals every
// secret and every waiting edit anew with it, in one transaction. It returns how
// many were. A process that is killed at any moment leaves either all of them
// sealed with the former key or all of them with the new one. Backups that were
// made before need the former key, which is gone then. The error may be a
// [KeyError].
func (s *Store) RotateKey(ctx context.Context) (resealed int, err error) {
	for range replacements {
		var former *usableKey
		if former, err = s.key.get(ctx); err != nil {
			return 0, err
		}
		err = s.key.replace(ctx, former.record.place == inFile, func(tx *sql.Tx, fresh *usableKey) (err error) {
			if err := s.key.unchanged(ctx, tx, former.record); err != nil {
				return err
			}
			resealed, err = reseal(ctx, tx, former, fresh)
			return err
		})
		if !errors.Is(err, errReplaced) {
			break
		}
	}
	return resealed, err
}

// ForgetSecrets deletes every stored secret and every waiting edit, for an
// administrator who has lost the key and signs in again, and makes another key: what
// was sealed before, such as in a backup, cannot be opened any more with the key
// that is here.
func (s *Store) ForgetSecrets(ctx context.Context) error {
	record, err := readKeyRecord(ctx, s.db.Read)
	if err != nil {
		return sqlite.Explain(s.db.Path, err)
	}
	inTheFile := s.key.useFile || record != nil && record.place == inFile
	return s.key.replace(ctx, inTheFile, func(tx *sql.Tx, _ *usableKey) error {
		_, err := tx.ExecContext(ctx, "DELETE FROM secret; DELETE FROM draft")
		return err
	})
}

// replace makes another key the one that is recorded, in the transaction in which
// change brings everything in line with it. The new key is stored beside the former
// one before, under another name, and the former one is removed afterwards.
func (k *dataKey) replace(ctx context.Context, inTheFile bool, change func(tx *sql.Tx, fresh *usableKey) error) error {
	key, record, err := k.newKey(ctx, inTheFile)
	if err != nil {
		return err
	}
	fresh, err := k.usable(record, key)
	if err != nil {
		return err
	}
	k.dropRetired(ctx)
	err = k.db.Update(ctx, func(tx *sql.Tx) error {
		former, err := readKeyRecord(ctx, tx)
		if err != nil {
			return err
		}
		if err := change(tx, fresh); err != nil {
			return err
		}
		if record.place == inFile {
			if err := k.writeNext(former, key); err != nil {
				return sqlite.CannotWrite(k.next(), err)
			}
		}
		if former != nil && former.place == inKeyring {
			if err := retire(ctx, tx, former.keyringUser); err != nil {
				return err
			}
		}
		return k.write(ctx, tx, record)
	})
	if err != nil && !k.recorded(ctx, record) {
		if record.place == inKeyring {
			_ = k.keyring.Delete(context.WithoutCancel(ctx), keyringService, record.keyringUser)
		}
		return err
	}
	// It is done. What is left to do, the next process that needs the key does too.
	ctx = context.WithoutCancel(ctx)
	k.tidy(ctx, record)
	k.dropRetired(ctx)
	k.logger.Info("The key that seals secrets was replaced by another one.", "place", fresh.place.String())
	return nil
}

// reseal opens all sealed values and seals them with another key.
func reseal(ctx context.Context, tx *sql.Tx, former, fresh *usableKey) (n int, err error) {
	type value struct {
		connectionID, field string
		sealed              []byte
	}
	rows, err := tx.QueryContext(ctx, "SELECT connection_id, field, sealed FROM secret UNION ALL SELECT connection_id, ?, sealed FROM draft", fieldDraft)
	if err != nil {
		return 0, err
	}
	defer func() { _ = rows.Close() }()
	var values []value
	for rows.Next() {
		var v value
		if err := rows.Scan(&v.connectionID, &v.field, &v.sealed); err != nil {
			return 0, err
		}
		values = append(values, v)
	}
	if err := rows.Err(); err != nil {
		return 0, err
	}
	for _, v := range values {
		opened, err := former.openField(v.connectionID, v.field, v.sealed)
		if err != nil {
			return 0, fmt.Errorf("sealing everything anew: %w", err)
		}
		sealed := fresh.seal(v.connectionID, v.field, opened)
		if v.field == fieldDraft {
			_, err = tx.ExecContext(ctx, "UPDATE draft SET sealed = ? WHERE connection_id = ?", sealed, v.connectionID)
		} else {
			_, err = tx.ExecContext(ctx, "UPDATE secret SET sealed = ? WHERE connection_id = ? AND field = ?", sealed, v.connectionID, v.field)
		}
		if err != nil {
			return 0, err
		}
	}
	return len(values), nil
}

// replacements is how often other processes may replace the key while this one works
// with it.
const replacements = 100

// withKey calls use with the key, and again when another process has replaced the
// key meanwhile. use reads what it opens by itself.
func (s *Store) withKey(ctx context.Context, use func(key *usableKey) error) error {
	var err error
	for range replacements {
		var key *usableKey
		if key, err = s.key.get(ctx); err != nil {
			return err
		}
		err = use(key)
		var problem *KeyError
		if !errors.As(err, &problem) {
			return err
		}
		now, failed := readKeyRecord(ctx, s.db.Read)
		if failed != nil || now == nil || now.fingerprint == key.record.fingerprint {
			return err
		}
	}
	return err
}
