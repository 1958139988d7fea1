package inventory

import (
	"context"
	"errors"
	"os"
	"path/filepath"
	"sync"

	"github.com/gofrs/flock"

	"inventorybeacon/store/sqlite"
)

// fileLock locks inventory.db against being replaced: an empty file may take the place of
// a damaged one while no other process has it open, no import of this one runs and no
// query reads.
type fileLock struct {
	// file is locked for reading while inventory.db is open. Whoever wants to lock it
	// exclusively unlocks it first, and holds upgrade meanwhile: only the holder of that
	// one ever replaces the file, so that it is the same one afterwards.
	file, upgrade *flock.Flock

	mu       sync.Mutex    // held while the file is replaced; guards:
	reserved int           // calls of Reserve that are not released
	imports  int           // running imports
	queries  int           // running queries, and writes that are no import
	idle     chan struct{} // closed when the last query has ended; nil when nobody waits

	replacedMu sync.Mutex
	replaced   *Replaced
}

// newFileLock returns the lock also with an error, which is that it cannot be taken.
func newFileLock(dir string) (*fileLock, error) {
	// Beside the other locks of the data directory.
	path := filepath.Join(dir, "locks", "inventory.lock")
	mode := flock.SetPermissions(0o600)
	c := &fileLock{file: flock.New(path, mode), upgrade: flock.New(filepath.Join(dir, "locks", "inventory-alone.lock"), mode)}
	if err := os.MkdirAll(filepath.Dir(path), 0o700); err != nil {
		return c, sqlite.CannotWrite(path, err)
	}
	return c, c.rLock()
}

// rLock locks the file for reading. It waits for a process that is replacing the file,
// which takes a moment.
func (c *fileLock) rLock() error {
	if err := c.file.RLock(); err != nil {
		return sqlite.CannotWrite(c.file.Path(), err)
	}
	return nil
}

// tryExclusive runs replace with the exclusive lock of the file, or returns false when
// another process has it open. No other process has replaced it since this one opened it.
func (c *fileLock) tryExclusive(replace func() error) (done bool, err error) {
	if done, err = c.upgrade.TryLock(); !done {
		return false, err
	}
	defer func() { err = errors.Join(err, c.upgrade.Unlock()) }()
	if err := c.file.Unlock(); err != nil {
		return false, err
	}
	if done, err = c.file.TryLock(); done {
		err = errors.Join(replace(), c.file.Unlock())
	}
	return done, errors.Join(err, c.rLock())
}

// tryReplace runs replace with the exclusive lock of the file while no query of this
// process runs. It returns false when ready does, or when another process has the file
// open. It waits for the queries, which do not wait for it, until ctx is done.
func (c *fileLock) tryReplace(ctx context.Context, ready func() bool, replace func() error) (done bool, err error) {
	c.mu.Lock()
	defer c.mu.Unlock()
	for ready() {
		if c.queries == 0 {
			return c.tryExclusive(replace)
		}
		if c.idle == nil {
			c.idle = make(chan struct{})
		}
		idle := c.idle
		c.mu.Unlock()
		select {
		case <-idle:
		case <-ctx.Done():
		}
		c.mu.Lock()
		if ctx.Err() != nil {
			return false, context.Cause(ctx)
		}
	}
	return false, nil
}

// acquire adds one to a count; release, which may be called again, takes it off.
func (c *fileLock) acquire(count *int) (release func()) {
	c.mu.Lock()
	defer c.mu.Unlock()
	*count++
	return sync.OnceFunc(func() {
		c.mu.Lock()
		defer c.mu.Unlock()
		*count--
		if c.queries == 0 && c.idle != nil {
			close(c.idle)
			c.idle = nil
		}
	})
}

// acquireQuery keeps the file from being replaced until release is called.
func (c *fileLock) acquireQuery() (release func()) { return c.acquire(&c.queries) }

// noImports reports whether no import runs or is about to.
func (c *fileLock) noImports() bool { return c.reserved == 0 && c.imports == 0 }

// Reserve keeps inventory.db from being replaced until release is called; an
// import needs that. A file that is known to be damaged is replaced before. The
// error may say that it is in use.
func (inv *Inventory) Reserve(ctx context.Context) (release func(), err error) {
	if inv.hasMarker() {
		if err := inv.replace(ctx); err != nil {
			return nil, err
		}
	}
	return inv.lock.acquire(&inv.lock.reserved), nil
}

func (inv *Inventory) replace(ctx context.Context) error {
	done, err := inv.lock.tryReplace(ctx, inv.lock.noImports, func() error {
		if !inv.hasMarker() {
			return nil // another process has replaced it
		}
		if err := inv.db.Replace(ctx, inv.setAside()); err != nil {
			return err
		}
		return errors.Join(inv.index.Open(ctx), os.Remove(inv.marker()))
	})
	if err == nil && !done {
		err = damagedError("inventory.damaged.in-use", inv.path(), errors.New("it is in use"))
	}
	return err
}
