package sqlite

import (
	"context"
	"errors"
	"io"
	"net/url"
	"os"

	"inventorybeacon/connector"
	"inventorybeacon/store/atomicfile"
)

// ErrEmpty means that a copy has nothing in it.
var ErrEmpty = errors.New("the file is empty")

// Check looks at a whole file without changing anything, not even beside it. The
// errors are those of [Open] for a file that cannot be used.
func Check(ctx context.Context, path string, options Options) error {
	_, known, err := options.load()
	if err != nil {
		return err
	}
	info, err := os.Stat(path)
	if err != nil {
		return err
	}
	if info.Size() == 0 {
		return &DamagedFileError{Path: path, Err: ErrEmpty}
	}
	return Explain(path, inspect(ctx, path, known, true))
}

// BackUp is [BackUp] of an open file.
func (db *DB) BackUp(ctx context.Context, path string) error {
	if db.readOnly != nil {
		return db.readOnly
	}
	return BackUp(ctx, db.Path, path, db.options)
}

// BackUp writes a copy of the file from, as of its last commit, to path (mode 0600).
// Writers and readers go on meanwhile. The copy takes the name only when it is
// complete, has been checked and is on the disk; what had the name before is
// replaced.
func BackUp(ctx context.Context, from, path string, options Options) error {
	return writeWhole(path, func(temporary string) error {
		if err := copyInto(ctx, from, temporary); err != nil {
			return explainCopy(from, path, err)
		}
		return Check(ctx, temporary, options)
	})
}

// copyInto has a connection of its own: those of [DB.Read] write nothing, not even
// elsewhere.
func copyInto(ctx context.Context, from, path string) error {
	own := openPool(from, url.Values{"mode": {"ro"}}, "")
	_, err := own.ExecContext(ctx, "VACUUM INTO ?", path)
	return errors.Join(err, own.Close())
}

// explainCopy tells a disk without room for the copy from a fault of the file.
func explainCopy(from, path string, err error) error {
	explained := Explain(path, err)
	var full *DiskFullError
	var damaged *DamagedFileError
	switch {
	case errors.As(explained, &full):
		if info, err := os.Stat(from); err == nil {
			full.Need = connector.Size(info.Size())
		}
	case errors.As(explained, &damaged):
		return Explain(from, err)
	}
	return explained
}

// Copy makes a copy of the file from as path (mode 0600), which takes the name only
// when it is complete, has been checked and is on the disk. What is in a log beside
// from, of a program that was killed, is in the copy. Before the copy is checked,
// change may write to it; nil for a copy as it is.
func Copy(ctx context.Context, from, path string, options Options, change func(copied string) error) error {
	return writeWhole(path, func(temporary string) error {
		if err := copyFile(from, temporary); err != nil {
			return err
		}
		if hasContent(from + "-wal") {
			if err := mergeLog(ctx, from+"-wal", temporary); err != nil {
				return renamed(Explain(temporary, err), from)
			}
		}
		if change != nil {
			// What is wrong with the file is found, and told, before it is written to.
			if err := renamed(Check(ctx, temporary, options), from); err != nil {
				return err
			}
			if err := change(temporary); err != nil {
				return renamed(err, from)
			}
			if hasContent(temporary + "-wal") { // of which SQLite says nothing
				return CannotWrite(path, errors.New("the log of the copy could not be written into it"))
			}
		}
		return renamed(Check(ctx, temporary, options), from)
	})
}

// mergeLog writes what is committed in a log into a copy of its file.
func mergeLog(ctx context.Context, log, path string) error {
	if err := copyFile(log, path+"-wal"); err != nil {
		return err
	}
	db := openWriter(path, Options{})
	_, err := db.ExecContext(ctx, "PRAGMA journal_mode = DELETE")
	return errors.Join(err, db.Close())
}

// drafts writes copies.
var drafts = atomicfile.Writer{Prefix: ".copy-", Sync: atomicfile.Sync}

// writeWhole writes a file as [atomicfile.Writer.Write] does, and removes the logs that it
// has had meanwhile.
func writeWhole(path string, write func(temporary string) error) error {
	var failed error
	err := drafts.Write(path, func(temporary string) error {
		defer removeLogs(temporary)
		failed = write(temporary)
		return failed
	})
	if err != nil && failed == nil {
		return CannotWrite(path, err)
	}
	return err
}

// removeLogs removes the logs of a file that nobody has open any more.
func removeLogs(path string) {
	for _, log := range logs[1:] {
		_ = os.Remove(path + log) // there may be none
	}
}

// RemoveUnfinished removes what a process that was killed while it wrote a copy
// has left in a folder.
func RemoveUnfinished(folder string) error { return drafts.RemoveUnfinished(folder) }

// Unfinished returns what RemoveUnfinished would remove.
func Unfinished(folder string) ([]string, error) { return drafts.Unfinished(folder) }

func copyFile(from, to string) error {
	source, err := os.Open(from)
	if err != nil {
		return err
	}
	defer func() { _ = source.Close() }()
	target, err := os.OpenFile(to, os.O_WRONLY|os.O_CREATE|os.O_TRUNC, 0o600)
	if err != nil {
		return CannotWrite(to, err)
	}
	_, err = io.Copy(target, source)
	if err == nil {
		err = target.Sync()
	}
	if err = errors.Join(err, target.Close()); err != nil {
		return CannotWrite(to, err)
	}
	return nil
}

// renamed says of the file path what was found out with a copy of it.
func renamed(err error, path string) error {
	var damaged *DamagedFileError
	var foreign *ForeignFileError
	var newer *NewerFileError
	var migration *MigrationError
	if errors.As(err, &migration) {
		migration.Path = path
	}
	switch {
	case errors.As(err, &damaged):
		damaged.Path = path
	case errors.As(err, &foreign):
		foreign.Path = path
	case errors.As(err, &newer):
		newer.Path = path
	}
	return err
}
