package store

import (
	"context"
	"database/sql"
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"time"

	"inventorybeacon/store/atomicfile"
	"inventorybeacon/store/history"
	"inventorybeacon/store/lock"
	"inventorybeacon/store/sqlite"
	"inventorybeacon/store/vault"
)

// Restored says what [RestoreBackup] has done.
type Restored struct {
	// From is the path of the backup.
	From string `json:"from"`
	// Kept is where the beacon.db of before is now; empty when there was none. KeptHistory
	// is where the history.db of before is; empty when there was none, or it was left.
	Kept        string `json:"kept,omitempty"`
	KeptHistory string `json:"keptHistory,omitempty"`
	// HistoryLeft says that the backup has no history.db, and that the one of before is
	// still in its place.
	HistoryLeft bool `json:"historyLeft"`
}

// RestoreBackup puts a copy of a backup in the place of beacon.db, and of history.db when it
// holds that, which are renamed. The backup is named by its name, or by the path of any file that was a
// beacon.db, as those are that a restore has kept. The error may be an
// [lock.OpenElsewhereError], a [NotFoundError] or an [UnrestorableError]; nothing has changed then. When the process is
// killed meanwhile, the next [Open] finishes what it has begun.
func RestoreBackup(ctx context.Context, dir, backup string, now time.Time) (Restored, error) {
	return restoreBackup(ctx, dir, backup, now, atomicfile.Rename)
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
	release, err := lock.Store(dir)
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
	e, err := exchangeAt(filepath.Join(dir, FileName), now, rename)
	if err != nil {
		return Restored{}, err
	}
	present := keyRecordOf(ctx, e.path, options)
	if err := vault.KeepBegun(dir, present); err != nil {
		return Restored{}, sqlite.CannotWrite(dir, err)
	}
	restored := Restored{From: from, Kept: e.keepsAs()}
	past, err := readyHistory(ctx, dir, from, e)
	if err != nil {
		return Restored{}, err
	}
	if past != nil {
		restored.KeptHistory = past.keepsAs()
	} else {
		restored.HistoryLeft = sizeOf(filepath.Join(dir, history.FileName)) > 0
	}
	// In the copy, before anything is exchanged: a process that is killed later has
	// its restore finished by renames alone.
	// The key may have been moved since the backup was made, and still be the same one.
	var carry func(tx *sql.Tx) error
	if present != nil {
		carry = func(tx *sql.Tx) error { return present.Carry(ctx, tx) }
	}
	err = sqlite.Copy(ctx, from, e.ready(), options, func(copied string) error {
		return upgrade(ctx, copied, options, carry)
	})
	if err != nil {
		return Restored{}, errors.Join(unrestorable(from, err), past.undo())
	}
	if err := past.do(); err != nil {
		return Restored{}, errors.Join(err, e.undo(), past.undo())
	}
	if err := e.do(); err != nil {
		return Restored{}, errors.Join(err, e.undo(), past.undo())
	}
	return restored, nil
}

// readyHistory makes the copy of the history.db that belongs to a backup, and returns how it
// is exchanged beside beacon.db; nil when the backup has none.
func readyHistory(ctx context.Context, dir, backup string, beside *exchange) (*exchange, error) {
	from := historyOf(backup)
	if _, err := os.Stat(from); errors.Is(err, fs.ErrNotExist) {
		return nil, nil
	}
	options, err := history.FileOptions()
	if err != nil {
		return nil, err
	}
	e := beside.alike(filepath.Join(dir, history.FileName))
	err = sqlite.Copy(ctx, from, e.ready(), options, func(copied string) error { return upgrade(ctx, copied, options, nil) })
	return e, unrestorable(from, err)
}

// keyRecordOf returns where a beacon.db that nobody has open says that the key is; nil
// where it is missing or cannot be read: the key is then looked for where the backup
// says that it is.
func keyRecordOf(ctx context.Context, path string, options sqlite.Options) (record *vault.Record) {
	err := sqlite.View(ctx, path, options, func(db *sql.DB) (err error) {
		record, err = vault.ReadRecord(ctx, db)
		return err
	})
	if err != nil {
		return nil
	}
	return record
}

// upgrade brings a copy of a backup up to date and has change write to it, before it takes
// the place of anything: one that cannot be used is no backup. nil changes nothing.
func upgrade(ctx context.Context, path string, options sqlite.Options, change func(tx *sql.Tx) error) error {
	db, err := sqlite.Open(ctx, path, options)
	if err != nil {
		return err
	}
	if change != nil {
		err = db.Update(ctx, change)
	}
	return errors.Join(err, db.Close())
}

// FindBackup returns the path of a backup that is given by its name or path. The error
// may be a [NotFoundError], or an [UnrestorableError] for what is no file.
func FindBackup(dir, backup string) (string, error) {
	paths := []string{backup}
	if !strings.ContainsAny(backup, `/\`) {
		paths = []string{filepath.Join(backupFolder(dir), backup), backup}
	}
	for _, path := range paths {
		if err := checkIsFile(path); err == nil {
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
	past := historyOf(path)
	options, err := history.FileOptions()
	if _, missing := os.Stat(past); missing == nil && err == nil {
		err = unrestorable(past, sqlite.Check(ctx, past, options))
	}
	return errors.Join(checkCopy(ctx, path), err)
}

// checkCopy says why a copy of beacon.db cannot be used.
func checkCopy(ctx context.Context, path string) error {
	options, err := fileOptions()
	if err != nil {
		return err
	}
	return unrestorable(path, sqlite.Check(ctx, path, options))
}
