package store

import (
	"context"
	"database/sql"
	"path/filepath"

	"inventorybeacon/store/sqlite"
	"inventorybeacon/store/vault"
)

// CheckBackupKey says why the secrets in a backup could not be opened once it was
// restored, mostly with a [vault.KeyError]; nil when they could, or when there are none. A nil
// keyring is the operating system's. It changes nothing.
func CheckBackupKey(ctx context.Context, dir, path string, keyring vault.Keyring) error {
	options, err := fileOptions()
	if err != nil {
		return err
	}
	var record *vault.Record
	var sealed bool
	err = sqlite.View(ctx, path, options, func(db *sql.DB) (err error) {
		if record, err = vault.ReadRecord(ctx, db); err == nil {
			sealed, err = vault.Sealed(ctx, db)
		}
		return err
	})
	if err != nil || record == nil || !sealed {
		return err
	}
	present := keyRecordOf(ctx, filepath.Join(dir, FileName), options)
	if present != nil && present.SameKey(*record) {
		return nil // as far as they can be opened now
	}
	_, err = record.Check(ctx, dir, keyring)
	return err
}
