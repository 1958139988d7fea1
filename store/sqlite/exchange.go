package sqlite

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"io/fs"
	"os"

	"inventorybeacon/store/atomicfile"
)

// logs are what follows the name of a file in the names of the file and its logs.
var logs = []string{"", "-wal", "-shm", "-journal"}

// Parts returns the paths of a file and of the logs that it may have, the file first.
func Parts(path string) []string {
	parts := make([]string, len(logs))
	for i, log := range logs {
		parts[i] = path + log
	}
	return parts
}

// SetAside renames the file at path, with its logs, by adding a suffix to its
// name. Nobody may have it open. A file that does not exist is left out.
func SetAside(path, suffix string) error {
	kept := path + suffix
	// The file first: without it, a log that stays behind belongs to nothing. Its
	// logs keep belonging to it.
	for _, log := range logs {
		if err := atomicfile.Rename(path+log, kept+log); err != nil && !errors.Is(err, fs.ErrNotExist) {
			return CannotWrite(path+log, err)
		}
	}
	return nil
}

// PutBack undoes [SetAside] in place of what was made at path meanwhile.
func PutBack(path, suffix string) error {
	for _, log := range logs {
		if err := os.Remove(path + log); err != nil && !errors.Is(err, fs.ErrNotExist) {
			return CannotWrite(path+log, err)
		}
	}
	for _, log := range logs {
		if err := atomicfile.Rename(path+suffix+log, path+log); err != nil && !errors.Is(err, fs.ErrNotExist) {
			return CannotWrite(path+log, err)
		}
	}
	return nil
}

// Replace sets the file aside by a suffix and makes an empty one in its place,
// which everybody who uses db sees from then on. Nobody may use it meanwhile.
func (db *DB) Replace(ctx context.Context, suffix string) error {
	for _, pool := range []*sql.DB{db.Read, db.Write} {
		pool.SetMaxIdleConns(0) // closes them
		if n := pool.Stats().OpenConnections; n > 0 {
			keepIdle(db)
			return &InUseError{Path: db.Path, Err: fmt.Errorf("%d connections are in use", n)}
		}
	}
	defer keepIdle(db)
	if err := SetAside(db.Path, suffix); err != nil {
		return err
	}
	migrations, known, err := db.options.load()
	if err != nil {
		return err
	}
	if err := makeWritable(db.Path); err != nil {
		return err
	}
	return Explain(db.Path, db.prepare(ctx, known, migrations))
}
