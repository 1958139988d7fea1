package store

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"

	"inventorybeacon/connector"
	"inventorybeacon/store/sqlite"
)

// UnusableError means that beacon.db cannot be used as it is. It is left as it is;
// [RestoreBackup] puts another in its place.
type UnusableError struct {
	// Dir is the data directory.
	Dir string
	// Backups are there to choose from, newest first.
	Backups []Backup
	Err     error
}

func (e *UnusableError) Error() string { return e.Err.Error() }

// Unwrap returns what is wrong with the file.
func (e *UnusableError) Unwrap() error { return e.Err }

// Advice implements [connector.Advised].
func (e *UnusableError) Advice() connector.Advice {
	advice, _ := connector.AdviceOf(e.Err)
	var damaged *sqlite.DamagedFileError
	if errors.As(e.Err, &damaged) {
		advice.Message = fmt.Sprintf("The file %s, which holds the connections, schedules and tasks, is damaged or is not a database. It was left as it is.", damaged.Path)
	}
	if len(e.Backups) > 0 {
		advice.Action = fmt.Sprintf("Restore a backup; the newest is of %s. The present file is kept beside it.",
			e.Backups[0].At.Local().Format("2 Jan 2006 15:04"))
		return advice
	}
	advice.Action = fmt.Sprintf("There is no backup in the data directory: restore %s from a backup of this computer, or move %s* out of %s to begin with none.", FileName, FileName, e.Dir)
	return advice
}

// unusable adds the backups to an error that one of them may mend.
func unusable(dir string, err error) error {
	var damaged *sqlite.DamagedFileError
	var foreign *sqlite.ForeignFileError
	if !errors.As(err, &damaged) && !errors.As(err, &foreign) {
		return err
	}
	backups, listErr := Backups(dir)
	return errors.Join(&UnusableError{Dir: dir, Backups: backups, Err: err}, listErr)
}

// lostError means that beacon.db is gone or empty although there are backups of it.
type lostError struct{ path, dir string }

func (e *lostError) Error() string {
	return e.path + " is missing or empty although there are backups of it"
}

// Advice implements [connector.Advised].
func (e *lostError) Advice() connector.Advice {
	return connector.Advice{
		Message: fmt.Sprintf("The file %s is missing or empty, although there are backups of it in %s.", e.path, e.dir),
	}
}

// checkNotLost keeps the program from beginning anew, without a word, where a file
// with connections was.
func checkNotLost(dir string) error {
	path := filepath.Join(dir, FileName)
	for _, name := range []string{path, path + "-wal", path + "-journal"} {
		info, err := os.Stat(name)
		if err == nil && info.Size() > 0 || err != nil && !errors.Is(err, fs.ErrNotExist) {
			return nil // opening it says what is wrong
		}
	}
	backups, err := Backups(dir)
	if err != nil || len(backups) == 0 {
		return err
	}
	return &UnusableError{Dir: dir, Backups: backups, Err: &lostError{path: path, dir: backupFolder(dir)}}
}
