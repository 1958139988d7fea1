package store

import (
	"context"
	"database/sql"
	"path/filepath"
	"time"

	"inventorybeacon/store/sqlite"
)

// CheckBackupKey says why the secrets in a backup could not be opened once it was
// restored, mostly with a [KeyError]; nil when they could, or when there are none. A nil
// keyring is the operating system's. It changes nothing.
func CheckBackupKey(ctx context.Context, dir, path string, keyring Keyring) error {
	options, err := fileOptions()
	if err != nil {
		return err
	}
	var record *keyRecord
	var sealed bool
	err = sqlite.View(ctx, path, options, func(db *sql.DB) (err error) {
		if record, err = readKeyRecord(ctx, db); err == nil {
			sealed, err = sealedValues(ctx, db)
		}
		return err
	})
	if err != nil || record == nil || !sealed {
		return err
	}
	present := keyRecordOf(ctx, filepath.Join(dir, FileName), options)
	if present != nil && present.fingerprint == record.fingerprint {
		return nil // as far as they can be opened now
	}
	key := lookingKey(dir, keyring)
	_, err = key.read(ctx, *record)
	return err
}

// lookingKey reads the key of a data directory that is not open.
func lookingKey(dir string, keyring Keyring) *dataKey {
	if keyring == nil {
		keyring = systemKeyring{limit: keyringLimit}
	}
	return &dataKey{keyring: keyring, file: filepath.Join(dir, KeyFileName), now: time.Now}
}
