package vault

import (
	"context"
	"database/sql"
	"errors"
	"fmt"

	"inventorybeacon/store/sqlite"
)

// Rotated says what [Vault.Rotate] has done.
type Rotated struct {
	// Resealed is how many secrets and waiting edits were sealed anew.
	Resealed int
	// Left is why the former key still stands where it was, a [FormerKeyError]; nil
	// when it is gone.
	Left error
}

// Rotate makes another key, in the place of the present one, and seals every
// secret and every waiting edit anew with it, in one transaction. A process that is
// killed at any moment leaves either all of them sealed with the former key or all of
// them with the new one. Backups that were made before need the former key, which is
// gone then. The error may be a [KeyError].
func (k *Vault) Rotate(ctx context.Context) (done Rotated, err error) {
	for range replacements {
		var former *Key
		if former, err = k.get(ctx); err != nil {
			return Rotated{}, err
		}
		done.Left, err = k.replace(ctx, former.record.place == inFile, func(tx *sql.Tx, fresh *Key) (err error) {
			if err := k.unchanged(ctx, tx, former.record); err != nil {
				return err
			}
			done.Resealed, err = reseal(ctx, tx, former, fresh)
			return err
		})
		if !errors.Is(err, errReplaced) {
			break
		}
	}
	return done, err
}

// Forget deletes every stored secret and every waiting edit, for an
// administrator who has lost the key and signs in again, and makes another key: what
// was sealed before, such as in a backup, cannot be opened any more with the key
// that is here.
func (k *Vault) Forget(ctx context.Context) error {
	record, err := ReadRecord(ctx, k.db.Read)
	if err != nil {
		return sqlite.Explain(k.db.Path, err)
	}
	inTheFile := k.useFile || record != nil && record.place == inFile
	// A former key that is left opens nothing any more here, and the next start removes it.
	_, err = k.replace(ctx, inTheFile, func(tx *sql.Tx, _ *Key) error {
		_, err := tx.ExecContext(ctx, "DELETE FROM secret; DELETE FROM draft")
		return err
	})
	return err
}

// replace makes another key the one that is recorded, in the transaction in which
// change brings everything in line with it. The new key is stored beside the former
// one before, under another name, and the former one is removed afterwards; left says
// why it could not be.
func (k *Vault) replace(ctx context.Context, inTheFile bool, change func(tx *sql.Tx, fresh *Key) error) (left, err error) {
	key, record, entry, err := k.newKey(ctx, inTheFile)
	if err != nil {
		return nil, err
	}
	defer k.end(ctx, entry)
	fresh, err := k.usable(record, key)
	if err != nil {
		return nil, err
	}
	_ = k.dropRetired(ctx)
	err = k.db.Update(ctx, func(tx *sql.Tx) error {
		former, err := ReadRecord(ctx, tx)
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
		return nil, err
	}
	// It is done. What is left to do, the next process does too.
	ctx = context.WithoutCancel(ctx)
	left = errors.Join(k.tidyFiles(ctx, record), k.TidyKeyring(ctx))
	k.logger.Info("The key that seals secrets was replaced by another one.", "place", fresh.place.Message().String())
	return left, nil
}

// reseal opens all sealed values and seals them with another key.
func reseal(ctx context.Context, tx *sql.Tx, former, fresh *Key) (n int, err error) {
	type value struct {
		connectionID, field string
		sealed              []byte
	}
	rows, err := tx.QueryContext(ctx,
		"SELECT connection_id, field, sealed FROM secret UNION ALL SELECT connection_id, ?, sealed FROM draft", DraftField)
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
		opened, err := former.Open(v.connectionID, v.field, v.sealed)
		if err != nil {
			return 0, fmt.Errorf("sealing everything anew: %w", err)
		}
		sealed := fresh.Seal(v.connectionID, v.field, opened)
		if v.field == DraftField {
			_, err = tx.ExecContext(ctx, "UPDATE draft SET sealed = ? WHERE connection_id = ?", sealed, v.connectionID)
		} else {
			_, err = tx.ExecContext(ctx, "UPDATE secret SET sealed = ? WHERE connection_id = ? AND field = ?", sealed,
				v.connectionID, v.field)
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

// WithKey calls use with the key, and again when another process has replaced the
// key meanwhile. use reads what it opens by itself.
func (k *Vault) WithKey(ctx context.Context, use func(key *Key) error) error {
	var err error
	for range replacements {
		var key *Key
		if key, err = k.get(ctx); err != nil {
			return err
		}
		err = use(key)
		var problem *KeyError
		if !errors.As(err, &problem) {
			return err
		}
		now, failed := ReadRecord(ctx, k.db.Read)
		if failed != nil || now == nil || now.fingerprint == key.record.fingerprint {
			return err
		}
	}
	return err
}
