package sqlite

import (
	"context"
	"errors"
	"io"
	"io/fs"
	"net/url"
	"os"
	"path/filepath"
	"strings"

	"inventorybeacon/connector"
)

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
		return &DamagedFileError{Path: path, Err: errors.New("the file is empty")}
	}
	return Explain(path, inspect(ctx, path, known, true))
}

// BackUp is [BackUp] of an open file.
func (db *DB) BackUp(ctx context.Context, path string) error {
	if db.full != nil {
		return db.full
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
				return renamed(err, path)
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

// writeWhole has a file written under another name beside path, waits until the
// disk has it, and renames it.
func writeWhole(path string, write func(temporary string) error) error {
	file, err := os.CreateTemp(filepath.Dir(path), temporaryPrefix+"*")
	if err != nil {
		return CannotWrite(path, err)
	}
	temporary := file.Name()
	defer func() { _ = removeWithLogs(temporary) }() // there is nothing once it is renamed
	if err := file.Close(); err != nil {
		return CannotWrite(path, err)
	}
	if err := write(temporary); err != nil {
		return err
	}
	if err := Sync(temporary); err != nil {
		return CannotWrite(path, err)
	}
	if err := os.Rename(temporary, path); err != nil {
		return CannotWrite(path, err)
	}
	// So that the name outlives a power cut too; not every system can.
	_ = Sync(filepath.Dir(path))
	return nil
}

// temporaryPrefix begins the names of files that are being written.
const temporaryPrefix = ".copy-"

// RemoveUnfinished removes what a process that was killed while it wrote a copy
// has left in a folder.
func RemoveUnfinished(folder string) error { return RemoveBeginning(folder, temporaryPrefix) }

// Unfinished returns what RemoveUnfinished would remove.
func Unfinished(folder string) ([]string, error) { return Beginning(folder, temporaryPrefix) }

// RemoveBeginning removes the files of a folder whose names begin so.
func RemoveBeginning(folder, prefix string) error {
	left, err := Beginning(folder, prefix)
	for _, path := range left {
		err = errors.Join(err, os.Remove(path))
	}
	return err
}

// Beginning returns the paths of what is in a folder whose names begin so. It is no
// pattern, which the folder's own name may look like.
func Beginning(folder, prefix string) (paths []string, err error) {
	entries, err := os.ReadDir(folder)
	for _, entry := range entries {
		if strings.HasPrefix(entry.Name(), prefix) {
			paths = append(paths, filepath.Join(folder, entry.Name()))
		}
	}
	return paths, err
}

func removeWithLogs(path string) error {
	var failed error
	for _, log := range logs {
		if err := os.Remove(path + log); err != nil && !errors.Is(err, fs.ErrNotExist) {
			failed = errors.Join(failed, err)
		}
	}
	return failed
}

// Sync waits until the disk has a file, or the names in a folder.
func Sync(path string) error {
	file, err := os.OpenFile(path, os.O_RDWR, 0)
	if err != nil { // a folder
		if file, err = os.Open(path); err != nil {
			return err
		}
	}
	return errors.Join(file.Sync(), file.Close())
}

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
