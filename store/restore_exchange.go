package store

import (
	"context"
	"errors"
	"io/fs"
	"log/slog"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"time"

	"inventorybeacon/store/atomicfile"
	"inventorybeacon/store/history"
	"inventorybeacon/store/lock"
	"inventorybeacon/store/sqlite"
)

// What follows the name of beacon.db in the names of a restore: the file of before,
// and the copy that stands ready to take its place. Then follows the time.
const (
	keptInfix  = ".replaced-"
	readyInfix = ".restoring-"
)

// renamer is [atomicfile.Rename], or a test's that ends the process.
type renamer func(from, to string) error

// exchange puts a whole copy of a backup in the place of beacon.db and of its logs,
// which keep belonging to it. That takes several renames. That the copy stands ready,
// under a name that tells the one of the file of before, says that they have begun
// and are to be finished; the last one takes that name away. Nobody may have the
// file open.
//
// A history.db is exchanged by another one before, under the same time. Its copy stands
// ready first: alone, it says that nothing has begun.
type exchange struct {
	path, kept string
	rename     renamer
}

// exchangeAt is an exchange of the file at path that nothing was kept of yet.
func exchangeAt(path string, now time.Time, rename renamer) (*exchange, error) {
	kept, err := unusedName(path+keptInfix+now.UTC().Format(backupTime), "")
	return &exchange{path: path, kept: kept, rename: rename}, err
}

// alike is the exchange of another file that belongs to this one.
func (e *exchange) alike(path string) *exchange {
	return &exchange{path: path, kept: path + strings.TrimPrefix(e.kept, e.path), rename: e.rename}
}

// keepsAs is where the file will be that is there now; empty when there is none.
func (e *exchange) keepsAs() string {
	if _, err := os.Stat(e.path); err != nil {
		return ""
	}
	return e.kept
}

func (e *exchange) ready() string {
	return e.path + readyInfix + strings.TrimPrefix(e.kept, e.path+keptInfix)
}

// do finishes it, however far it has come; nil has nothing to do.
func (e *exchange) do() error {
	if e == nil {
		return nil
	}
	kept := sqlite.Parts(e.kept)
	for i, part := range sqlite.Parts(e.path) {
		if err := e.move(part, kept[i]); err != nil {
			return err
		}
	}
	return e.move(e.ready(), e.path)
}

// undo brings back what was there before do has failed, or something after it.
func (e *exchange) undo() error {
	if e == nil {
		return nil
	}
	if _, err := os.Stat(e.ready()); errors.Is(err, fs.ErrNotExist) { // do was done
		if err := e.move(e.path, e.ready()); err != nil {
			return err
		}
	}
	kept := sqlite.Parts(e.kept)
	for i, part := range slices.Backward(sqlite.Parts(e.path)) {
		if err := e.move(kept[i], part); err != nil {
			return err
		}
	}
	return os.Remove(e.ready())
}

// move renames a file; one that does not exist is left out.
func (e *exchange) move(from, to string) error {
	if err := e.rename(from, to); err != nil && !errors.Is(err, fs.ErrNotExist) {
		return sqlite.CannotWrite(from, err)
	}
	return nil
}

// unfinishedRestores returns the exchanges of beacon.db that have begun, or were about to.
func unfinishedRestores(dir string) ([]*exchange, error) {
	var unfinished []*exchange
	times := map[string]bool{}
	for _, name := range []string{FileName, history.FileName} {
		ready, err := atomicfile.Beginning(dir, name+readyInfix)
		if errors.Is(err, fs.ErrNotExist) {
			return nil, nil
		}
		if err != nil {
			return nil, err
		}
		for _, path := range ready {
			at := strings.TrimPrefix(filepath.Base(path), name+readyInfix)
			if times[at] {
				continue
			}
			times[at] = true
			beacon := filepath.Join(dir, FileName)
			unfinished = append(unfinished, &exchange{path: beacon, kept: beacon + keptInfix + at, rename: atomicfile.Rename})
		}
	}
	return unfinished, nil
}

// probePrefix begins the names of files by which former versions found out whether they
// could write.
const probePrefix = ".writable-"

// finishRestores finishes what a process that was killed has begun.
func finishRestores(dir string) error {
	unfinished, err := unfinishedRestores(dir)
	if err != nil {
		return err
	}
	for _, e := range unfinished {
		past := e.alike(filepath.Join(dir, history.FileName))
		if _, err := os.Stat(past.ready()); errors.Is(err, fs.ErrNotExist) {
			past = nil // the backup has none, or it is done
		}
		if _, err := os.Stat(e.ready()); errors.Is(err, fs.ErrNotExist) {
			if err := past.undo(); err != nil {
				return err
			}
			continue
		}
		if err := past.do(); err != nil {
			return err
		}
		if err := e.do(); err != nil {
			return err
		}
	}
	return nil
}

// finishRestoresAlone is finishRestores for whoever opens the data directory. The
// error may be an [lock.OpenElsewhereError]: the process that restores is still there.
func finishRestoresAlone(dir string, logger *slog.Logger) error {
	if unfinished, err := unfinishedRestores(dir); err != nil || len(unfinished) == 0 {
		return err
	}
	release, err := lock.Store(dir)
	if err != nil {
		return err
	}
	defer release()
	logger.Warn("finishing the restore of a backup that was cut short", "dir", dir)
	return finishRestores(dir)
}

// shareFinished is shareStore after finishRestoresAlone: none is unfinished while the
// connections are open. Another process may begin one between the two, and be killed.
func shareFinished(dir string, logger *slog.Logger) (release func(), err error) {
	for {
		if err := finishRestoresAlone(dir, logger); err != nil {
			return nil, err
		}
		if release, err = lock.ShareStore(dir); err != nil {
			return nil, err
		}
		unfinished, err := unfinishedRestores(dir)
		if err == nil && len(unfinished) == 0 {
			// Nobody restores now, so that what a restore began to copy was left.
			_ = sqlite.RemoveUnfinished(dir)
			_ = atomicfile.RemoveBeginning(dir, probePrefix)
			removeUnfinishedBackups(dir)
			return release, nil
		}
		release()
		if err != nil {
			return nil, err
		}
	}
}

// readFinished holds the connections to read them where they cannot be written, for reason, and
// no restore that was cut short can be finished.
func readFinished(ctx context.Context, dir string, reason error) (release func(), how *sqlite.ReadOnly, err error) {
	release, shared, err := lock.StoreToRead(ctx, dir, func() bool {
		_, err := os.Stat(filepath.Join(dir, FileName) + "-shm") // is there while a process has it open
		return err == nil
	})
	if err != nil {
		return nil, nil, err
	}
	if unfinished, err := unfinishedRestores(dir); err != nil || len(unfinished) > 0 {
		release()
		return nil, nil, errors.Join(reason, err)
	}
	return release, &sqlite.ReadOnly{Reason: reason, Shared: shared}, nil
}
