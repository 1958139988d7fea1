package browser

import (
	"log/slog"
	"os"
	"path/filepath"
	"strings"
	"time"

	"github.com/gofrs/flock"
)

// What the folders of sign-in windows are called, and the files beside them that are locked for as long
// as a process uses them.
const (
	folderPrefix = "beacon-sign-in-"
	lockSuffix   = ".lock"
)

// A browser's processes may hold files for a moment after its end, which Windows then does not
// remove.
const (
	removeTries = 20
	removeAgain = 200 * time.Millisecond
)

// folder is what a sign-in window keeps while it is open: cookies of a session among others. It ends with the
// window; what a process that was killed has left, the next window removes.
type folder struct {
	path string
	lock *flock.Flock
	log  *slog.Logger
}

// newFolder makes a folder in another one, which is that of the system for temporary files when it is
// empty, and removes there those that no process uses any more.
func newFolder(in string, log *slog.Logger) (*folder, error) {
	if in == "" {
		in = os.TempDir()
	}
	removeLeftFolders(in, log)
	for {
		file, err := os.CreateTemp(in, folderPrefix+"*"+lockSuffix)
		if err != nil {
			return nil, err
		}
		_ = file.Close()
		f := &folder{path: strings.TrimSuffix(file.Name(), lockSuffix), lock: flock.New(file.Name()), log: log}
		locked, err := f.lock.TryLock()
		if err != nil {
			_ = os.Remove(file.Name())
			return nil, err
		}
		if locked {
			return f, os.Mkdir(f.path, 0o700)
		}
		_ = f.lock.Close() // another process takes it for one that was left, and removes it
	}
}

// remove removes the folder, and says so in the log when it cannot. The lock is what it is found
// by: it goes last.
func (f *folder) remove() {
	err := os.RemoveAll(f.path)
	for range removeTries {
		if err == nil {
			break
		}
		time.Sleep(removeAgain)
		err = os.RemoveAll(f.path)
	}
	_ = f.lock.Close()
	if err != nil {
		f.log.Warn("the folder of the sign-in window could not be removed; the next sign-in tries again", "folder", f.path, "error", err)
		return
	}
	_ = os.Remove(f.path + lockSuffix)
}

// removeLeftFolders removes the folders of processes that were killed.
func removeLeftFolders(in string, log *slog.Logger) {
	entries, err := os.ReadDir(in)
	if err != nil {
		return // making a new one says what is wrong
	}
	for _, entry := range entries {
		name := entry.Name()
		if !strings.HasPrefix(name, folderPrefix) || !strings.HasSuffix(name, lockSuffix) || !entry.Type().IsRegular() {
			continue
		}
		lock := flock.New(filepath.Join(in, name))
		if locked, err := lock.TryLock(); err != nil || !locked {
			_ = lock.Close()
			continue
		}
		left := strings.TrimSuffix(filepath.Join(in, name), lockSuffix)
		err := os.RemoveAll(left)
		_ = lock.Close()
		if err != nil {
			log.Warn("the folder of a former sign-in window could not be removed", "folder", left, "error", err)
			continue
		}
		_ = os.Remove(left + lockSuffix)
	}
}
