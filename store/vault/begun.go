package vault

import (
	"context"
	"crypto/rand"
	"errors"
	"os"
	"path/filepath"
	"strings"

	"github.com/gofrs/flock"
	"github.com/zalando/go-keyring"

	"inventorybeacon/store/atomicfile"
	"inventorybeacon/store/sqlite"
)

// begunPrefix begins the names of the files that stand for entries of the keyring that
// were begun; the entry's name follows.
const begunPrefix = FileName + ".begun-"

// begunEntry is an entry of the keyring that is being made, and that no record names yet.
// An empty file, which is there before it and locked by who makes it, names it instead:
// who finds such a file that nobody locks removes the entry, unless it was recorded
// since. Names are never used again, so that it does not matter who does.
type begunEntry struct {
	user string
	lock *flock.Flock
}

// begin names an entry that is about to be made, so that it is found when the process is
// killed meanwhile.
func (k *Vault) begin() (*begunEntry, error) {
	for {
		e := &begunEntry{user: rand.Text()}
		path := filepath.Join(filepath.Dir(k.file), begunPrefix+e.user)
		file, err := os.OpenFile(path, os.O_CREATE|os.O_EXCL|os.O_RDWR, 0o600)
		if err != nil {
			return nil, sqlite.CannotWrite(path, err)
		}
		_ = file.Close()
		e.lock = lockOf(path)
		locked, err := e.lock.TryLock()
		if locked && exists(path) {
			err = k.drafts.SyncFolder(path)
		} else if err == nil || errors.Is(err, os.ErrNotExist) {
			_ = e.lock.Close() // another process takes it for one that was left, and removes it
			continue
		}
		if err != nil {
			e.remove()
			return nil, sqlite.CannotWrite(path, err)
		}
		return e, nil
	}
}

// lockOf makes no file that is gone.
func lockOf(path string) *flock.Flock { return flock.New(path, flock.SetFlag(os.O_RDWR)) }

// remove forgets an entry that is recorded, or that is not in the keyring. The file goes
// while it is locked; Windows removes none that is open.
func (e *begunEntry) remove() {
	if os.Remove(e.lock.Path()) == nil {
		_ = e.lock.Close()
		return
	}
	_ = e.lock.Close()
	_ = os.Remove(e.lock.Path()) // else the next process does
}

// end is to be called when an entry was recorded, or is not going to be.
func (k *Vault) end(ctx context.Context, e *begunEntry) {
	if e == nil {
		return
	}
	_ = e.lock.Close()
	_ = k.dropBegun(context.WithoutCancel(ctx))
}

// dropBegun removes the entries that processes that were killed have begun, and that are
// not recorded. The error is a [FormerKeyError]: one of them may hold a former key.
func (k *Vault) dropBegun(ctx context.Context) error {
	paths, err := atomicfile.Beginning(filepath.Dir(k.file), begunPrefix)
	for _, path := range paths {
		err = errors.Join(err, k.dropEntry(ctx, path))
	}
	if err == nil {
		return nil
	}
	k.logger.Warn("An entry of the operating system's keyring that is of no use could not be removed.", "reason", err)
	return &FormerKeyError{Err: err}
}

// dropEntry removes the entry that a file stands for, unless a process makes it just now.
func (k *Vault) dropEntry(ctx context.Context, path string) error {
	e := &begunEntry{user: userOf(path), lock: lockOf(path)}
	locked, err := e.lock.TryLock()
	if errors.Is(err, os.ErrNotExist) { // another process was faster
		return nil
	}
	if err != nil || !locked {
		return err
	}
	record, err := ReadRecord(ctx, k.db.Read)
	if err == nil && !record.names(e.user) {
		err = k.keyring.Delete(ctx, keyringService, e.user)
	}
	if err != nil && !errors.Is(err, keyring.ErrNotFound) {
		_ = e.lock.Close()
		return err
	}
	e.remove()
	return nil
}

func userOf(path string) string { return strings.TrimPrefix(filepath.Base(path), begunPrefix) }

// names reports whether the key is in this entry of the keyring.
func (r *Record) names(user string) bool {
	return r != nil && r.place == inKeyring && r.keyringUser == user
}

// KeepBegun keeps the key of a beacon.db that is about to be replaced by another one, and is
// kept: what it records is no leftover. Where nobody can tell what it records, all is kept. Nobody
// may have the file open.
func KeepBegun(dir string, present *Record) error {
	paths, err := atomicfile.Beginning(dir, begunPrefix)
	for _, path := range paths {
		if present == nil || present.names(userOf(path)) {
			err = errors.Join(err, os.Remove(path))
		}
	}
	return err
}
