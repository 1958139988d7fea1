package vault

import (
	"context"
	"crypto/hmac"
	"database/sql"
	"errors"

	"github.com/zalando/go-keyring"

	"inventorybeacon/connector"
	"inventorybeacon/store/sqlite"
)

// errReplaced means that the key is no longer the one that was loaded.
var errReplaced = errors.New("another process has replaced the key meanwhile")

// unchanged makes sure, inside a transaction, that the key is still recorded so.
func (k *Vault) unchanged(ctx context.Context, tx *sql.Tx, record Record) error {
	now, err := ReadRecord(ctx, tx)
	if err == nil && (now == nil || *now != record) {
		err = &KeyError{Problem: Wrong, Place: k.placeOf(record), Err: errReplaced}
	}
	return err
}

// movedKey returns the key of a record that says that it is in the keyring, when it
// was moved to the file since: the record is that of a restored backup.
func (k *Vault) movedKey(record Record) []byte {
	key, err := readFile(k.file)
	if record.place != inKeyring || err != nil || fingerprint(key) != record.fingerprint {
		return nil
	}
	return key
}

// moveToFile writes the keyring's key into the key file and then forgets it there.
// Files are only written and removed while the database is locked for writing, so
// that no other process takes one for a leftover.
func (k *Vault) moveToFile(ctx context.Context, record Record, key []byte) (*Key, error) {
	moved := record
	moved.place = inFile
	err := k.db.Update(ctx, func(tx *sql.Tx) error {
		if err := k.unchanged(ctx, tx, record); err != nil {
			return err
		}
		written, err := k.adoptOrWrite(key)
		switch {
		case err != nil:
			return sqlite.CannotWrite(k.file, err)
		case !hmac.Equal(written, key):
			return connector.NewError(connector.Message{ID: "vault.other-key", Data: connector.Data{"Path": k.file}}, nil)
		}
		return errors.Join(retire(ctx, tx, record.keyringUser), k.write(ctx, tx, moved))
	})
	if err != nil {
		return nil, err
	}
	k.logger.Info("The key that seals secrets was moved from the operating system's keyring to a file.", "file", k.file)
	_ = k.TidyKeyring(ctx)
	return k.usable(moved, key)
}

// MoveToKeyring moves the key from the file to the operating system's keyring, under a
// name that no other process removes, and then removes the file; a key that does not
// exist is made. The error may be a [KeyError].
func (k *Vault) MoveToKeyring(ctx context.Context) error {
	loaded, err := k.get(ctx)
	if err != nil || loaded.record.place == inKeyring {
		return err
	}
	key, err := k.load(ctx, loaded.record)
	if err != nil {
		return err
	}
	entry, err := k.begin()
	if err != nil {
		return err
	}
	moved := Record{place: inKeyring, keyringUser: entry.user, fingerprint: loaded.record.fingerprint}
	if err := k.keep(ctx, entry, key); err != nil {
		return connector.NewError(connector.Message{ID: "vault.no-keyring", Reference: err.Error()}, err)
	}
	err = k.db.Update(ctx, func(tx *sql.Tx) error {
		return errors.Join(k.unchanged(ctx, tx, loaded.record), k.write(ctx, tx, moved))
	})
	k.end(ctx, entry)
	if err != nil && !k.recorded(ctx, moved) {
		return err
	}
	_ = k.tidy(ctx, moved)
	if exists(k.file) {
		return sqlite.CannotWrite(k.file, errors.New("the key is in the keyring now, but this file could not be removed"))
	}
	k.logger.Info("The key that seals secrets was moved from a file to the operating system's keyring.", "file", k.file)
	return nil
}

// recorded reports whether a record was committed, although an error was returned. When
// that cannot be told, it may have been.
func (k *Vault) recorded(ctx context.Context, record Record) bool {
	now, err := ReadRecord(context.WithoutCancel(ctx), k.db.Read)
	return err != nil || now != nil && *now == record
}

// retiredSetting names the entry of the keyring that is not needed any more. It is
// written together with the record of another key or place, so that a process that
// is killed before it removes the entry leaves that to the next.
const retiredSetting = "retired-keyring-entry"

func retire(ctx context.Context, tx *sql.Tx, keyringUser string) error {
	_, err := tx.ExecContext(ctx, "INSERT OR REPLACE INTO setting (name, value) VALUES (?, ?)", retiredSetting, keyringUser)
	return err
}

// TidyKeyring removes from the keyring what commands that were killed have left there. The
// error is a [FormerKeyError].
func (k *Vault) TidyKeyring(ctx context.Context) error {
	return errors.Join(k.dropRetired(ctx), k.dropBegun(ctx))
}

// dropRetired removes the entry that is not needed any more. Entries are never used
// again, so that it does not matter who removes one, and when. The error is a
// [FormerKeyError].
func (k *Vault) dropRetired(ctx context.Context) error {
	var user string
	err := k.db.Read.QueryRowContext(ctx, "SELECT value FROM setting WHERE name = ?", retiredSetting).Scan(&user)
	if err != nil { // there is none
		return nil
	}
	if err := k.keyring.Delete(ctx, keyringService, user); err != nil && !errors.Is(err, keyring.ErrNotFound) {
		k.logger.Warn("The key could not be removed from the operating system's keyring.", "reason", err)
		return &FormerKeyError{Err: err}
	}
	err = k.db.Update(ctx, func(tx *sql.Tx) error {
		_, err := tx.ExecContext(ctx, "DELETE FROM setting WHERE name = ? AND value = ?", retiredSetting, user)
		return err
	})
	if err != nil {
		k.logger.Warn("It could not be noted that the former key was removed.", "reason", err)
	}
	return nil
}
