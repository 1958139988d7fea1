package sqlite

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"time"
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
		if err := os.Rename(path+log, kept+log); err != nil && !errors.Is(err, fs.ErrNotExist) {
			return CannotWrite(path+log, err)
		}
	}
	return nil
}

// Replace sets the file aside by a suffix and makes an empty one in its place,
// which everybody who uses db sees from then on. Nobody may use it meanwhile.
func (db *DB) Replace(ctx context.Context, suffix string) error {
	return db.exchange(ctx, func() error { return SetAside(db.Path, suffix) })
}

// Take makes a scratch file, which has been finished, the file of db. What db was
// before is gone. Nobody may use it meanwhile.
func (db *DB) Take(ctx context.Context, scratch string) error {
	return db.exchange(ctx, func() error {
		// A log that stayed would be taken for one of the new file.
		for _, log := range logs[1:] {
			if err := os.Remove(db.Path + log); err != nil && !errors.Is(err, fs.ErrNotExist) {
				return CannotWrite(db.Path+log, err)
			}
		}
		if err := os.Rename(scratch, db.Path); err != nil {
			return CannotWrite(db.Path, err)
		}
		_ = syncFile(filepath.Dir(db.Path)) // not every system can
		return nil
	})
}

// exchange runs change while the file is closed, and opens what is there then.
func (db *DB) exchange(ctx context.Context, change func() error) error {
	for _, pool := range []*sql.DB{db.Read, db.Write} {
		pool.SetMaxIdleConns(0) // closes them
		if n := pool.Stats().OpenConnections; n > 0 {
			keepIdle(db)
			return &InUseError{Path: db.Path, Err: fmt.Errorf("%d connections are in use", n)}
		}
	}
	defer keepIdle(db)
	if err := change(); err != nil {
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

// Finish closes a scratch file and waits until the disk has it.
func (db *DB) Finish() error {
	if err := db.Close(); err != nil {
		return Explain(db.Path, err)
	}
	if err := syncFile(db.Path); err != nil {
		return CannotWrite(db.Path, err)
	}
	return nil
}

// FlushMeanwhile has the disk take what was written of a scratch file, again and
// again until stop is called, so that [DB.Finish] need not wait for all of it. It
// opens the file anew, which only a scratch file allows: to close it takes the locks
// from everybody else in this process (sqlite.org/howtocorrupt.html, 2.2).
func (db *DB) FlushMeanwhile(every time.Duration) (stop func()) {
	ended, over := make(chan struct{}), make(chan struct{})
	go func() {
		defer close(over)
		ticks := time.NewTicker(every)
		defer ticks.Stop()
		for {
			select {
			case <-ticks.C:
				_ = syncFile(db.Path) // Finish says what is wrong
			case <-ended:
				return
			}
		}
	}()
	return func() { close(ended); <-over }
}
