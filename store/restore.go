package store

import (
	"context"
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"time"

	"inventorybeacon/store/sqlite"
)

// Restored says what [RestoreBackup] has done.
type Restored struct {
	// From is the path of the backup.
	From string `json:"from"`
	// Kept is where the beacon.db of before is now; empty when there was none.
	Kept string `json:"kept,omitempty"`
}

// RestoreBackup puts a copy of a backup in the place of beacon.db, which is
// renamed. The backup is named by its name, or by the path of any file that was a
// beacon.db. The error may be an [OpenElsewhereError], a [NotFoundError] or one of
// [sqlite.Open] about the backup; nothing has changed then. When the process is
// killed meanwhile, the next [Open] finishes what it has begun.
func RestoreBackup(ctx context.Context, dir, backup string, now time.Time) (Restored, error) {
	return restoreBackup(ctx, dir, backup, now, os.Rename)
}

func restoreBackup(ctx context.Context, dir, backup string, now time.Time, rename renamer) (Restored, error) {
	from, err := FindBackup(dir, backup)
	if err != nil {
		return Restored{}, err
	}
	options, err := fileOptions()
	if err != nil {
		return Restored{}, err
	}
	release, err := ownStore(dir)
	if err != nil {
		return Restored{}, err
	}
	defer release()
	if err := finishRestores(dir); err != nil {
		return Restored{}, err
	}
	if err := sqlite.RemoveUnfinished(dir); err != nil {
		return Restored{}, sqlite.CannotWrite(dir, err)
	}
	e := exchange{path: filepath.Join(dir, FileName), rename: rename}
	if e.kept, err = unusedName(e.path+keptInfix+now.UTC().Format(backupTime), ""); err != nil {
		return Restored{}, err
	}
	restored := Restored{From: from}
	if _, err := os.Stat(e.path); err == nil {
		restored.Kept = e.kept
	}
	if err := sqlite.Copy(ctx, from, e.ready(), options); err != nil {
		return Restored{}, err
	}
	if err := e.do(); err != nil {
		return Restored{}, errors.Join(err, e.undo())
	}
	if restored.Kept != "" {
		// Where that fails, the key is looked for where the backup says that it is.
		_ = carryKeyPlace(ctx, restored.Kept, e.path, options)
	}
	return restored, nil
}

// carryKeyPlace records in a restored file where the key is now, when it was moved
// since the backup was made and is still the same key.
func carryKeyPlace(ctx context.Context, kept, path string, options sqlite.Options) error {
	db, err := sqlite.Open(ctx, path, options)
	if err != nil {
		return err
	}
	defer func() { _ = db.Close() }()
	conn, err := db.Write.Conn(ctx)
	if err != nil {
		return err
	}
	defer func() { _ = conn.Close() }()
	_, err = conn.ExecContext(ctx, `
		ATTACH DATABASE ? AS kept;
		UPDATE data_key SET (place, keyring_user) = (SELECT place, keyring_user FROM kept.data_key)
		WHERE fingerprint IN (SELECT fingerprint FROM kept.data_key);
		DETACH DATABASE kept`, kept)
	return err
}

// FindBackup returns the path of a backup that is given by its name or path. The error
// may be a [NotFoundError].
func FindBackup(dir, backup string) (string, error) {
	paths := []string{backup}
	if !strings.ContainsAny(backup, `/\`) {
		paths = []string{filepath.Join(backupFolder(dir), backup), backup}
	}
	for _, path := range paths {
		if _, err := os.Stat(path); err == nil {
			return filepath.Abs(path)
		} else if !errors.Is(err, fs.ErrNotExist) {
			return "", err
		}
	}
	return "", &NotFoundError{What: "backup", Key: backup}
}

// CheckBackup says why a backup cannot be restored; nil when it can. It changes
// nothing.
func CheckBackup(ctx context.Context, path string) error {
	options, err := fileOptions()
	if err != nil {
		return err
	}
	return sqlite.Check(ctx, path, options)
}
