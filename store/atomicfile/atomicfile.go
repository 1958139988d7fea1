// Package atomicfile writes files that are there as a whole or not at all, also after a
// crash or a power cut.
package atomicfile

import (
	"errors"
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"syscall"
)

// Writer writes files of one kind.
type Writer struct {
	// Prefix begins the names of files that are being written. They are known by it when a
	// process that was killed has left one.
	Prefix string
	// Sync waits until the disk has a file, or the names in a folder: [Sync], or a test's.
	Sync func(path string) error
}

// Write has a file written under another name beside path (mode 0600), waits until the disk
// has it, and renames it in the place of what was there. The other name is a random one, so
// that nothing that lies there decides who may read the file. An error of write is returned
// as it is.
func (w Writer) Write(path string, write func(draft string) error) error {
	file, err := os.CreateTemp(filepath.Dir(path), w.Prefix+"*")
	if err != nil {
		return err
	}
	draft := file.Name()
	if err = file.Close(); err == nil {
		err = write(draft)
	}
	if err == nil {
		err = w.Sync(draft)
	}
	if err == nil {
		err = Rename(draft, path)
	}
	if err != nil {
		_ = os.Remove(draft) // else whoever removes what is unfinished does
		return err
	}
	return w.SyncFolder(path)
}

// SyncFolder waits until the disk has the name of the file at path. Windows has no such
// call, its file system writes names in order; some file systems have none either.
func (w Writer) SyncFolder(path string) error {
	if runtime.GOOS == "windows" {
		return nil
	}
	err := w.Sync(filepath.Dir(path))
	if errors.Is(err, syscall.EINVAL) || errors.Is(err, errors.ErrUnsupported) { // fsync(2)
		return nil
	}
	return err
}

// Unfinished returns the paths of what processes that were killed have left in a folder, and
// of what others write there just now.
func (w Writer) Unfinished(folder string) ([]string, error) { return Beginning(folder, w.Prefix) }

// RemoveUnfinished removes what Unfinished returns.
func (w Writer) RemoveUnfinished(folder string) error { return RemoveBeginning(folder, w.Prefix) }

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
