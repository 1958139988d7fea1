package store

import (
	"context"
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"strings"

	"inventorybeacon/store/history"
	"inventorybeacon/store/sqlite"
)

// OpenHistory opens the history.db of the data directory of an open [Store]. The errors are
// those of [history.Open], and [UnusableError] when a backup may help.
func OpenHistory(ctx context.Context, dir string, options history.Options) (*history.History, error) {
	if err := checkNotLost(dir, history.FileName); err != nil {
		return nil, err
	}
	h, err := history.Open(ctx, dir, options)
	return h, unusable(dir, history.FileName, err)
}

// CheckHistory reads every page of the history.db of a data directory, and changes
// nothing. The errors are those of [OpenHistory], a [RestoreCutShortError], and fs.ErrNotExist
// when there is none.
func CheckHistory(ctx context.Context, dir string) error {
	if err := checkRestored(dir); err != nil {
		return err
	}
	if _, err := os.Stat(filepath.Join(dir, history.FileName)); errors.Is(err, fs.ErrNotExist) {
		return errors.Join(checkNotLost(dir, history.FileName), err)
	}
	return unusable(dir, history.FileName, history.CheckFile(ctx, dir))
}

// historyExt is what a copy of history.db ends with, which stands beside that of beacon.db.
const historyExt = ".history.db"

// historyOf is where the copy of history.db is that belongs to the copy of beacon.db at
// path: with a backup under its name, with what a restore has kept, or another data
// directory's own, beside it. Backups of former versions have none.
func historyOf(path string) string {
	folder, name := filepath.Split(path)
	if rest, own := strings.CutPrefix(name, FileName); own && (rest == "" || strings.HasPrefix(rest, keptInfix)) {
		return folder + history.FileName + rest
	}
	return strings.TrimSuffix(path, filepath.Ext(FileName)) + historyExt
}

// backUpHistory copies history.db beside what is to be the copy of beacon.db at path, if
// there is any.
func (s *Store) backUpHistory(ctx context.Context, path string) error {
	from := filepath.Join(s.dir(), history.FileName)
	if _, err := os.Stat(from); errors.Is(err, fs.ErrNotExist) {
		return nil
	}
	options, err := history.FileOptions()
	if err != nil {
		return err
	}
	return sqlite.BackUp(ctx, from, historyOf(path), options)
}

// removeLoneHistories removes the copies of history.db whose backup was not made, because
// the process ended between the two, or was dropped.
func removeLoneHistories(folder string) error {
	entries, err := os.ReadDir(folder)
	for _, entry := range entries {
		begins, is := strings.CutSuffix(entry.Name(), historyExt)
		if !is {
			continue
		}
		if _, lone := os.Stat(filepath.Join(folder, begins+filepath.Ext(FileName))); errors.Is(lone, fs.ErrNotExist) {
			err = errors.Join(err, os.Remove(filepath.Join(folder, entry.Name())))
		}
	}
	return err
}

// removeBackup removes a backup with both its files.
func removeBackup(path string) error {
	var failed error
	for _, file := range []string{path, historyOf(path)} {
		if err := os.Remove(file); err != nil && !errors.Is(err, fs.ErrNotExist) {
			failed = errors.Join(failed, sqlite.CannotWrite(file, err))
		}
	}
	return failed
}
