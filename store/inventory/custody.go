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

// custody decides when an empty file may take the place of a damaged inventory.db:
// while no other process has it open, no import of this one runs and no query reads.
type custody struct {
	// file is shared with other processes while inventory.db is open. Whoever wants it
	// alone gives it up first, and holds upgrade meanwhile: nobody but the holder of
	// that one ever replaces the file, so that it is the same one afterwards.
	file, upgrade *flock.Flock

	mu       sync.Mutex    // held while another file takes the place, and guards:
	reserved int           // how often the file has been reserved
	imports  int           // how many run
	queries  int           // how many read, or write without being an import
	quiet    chan struct{} // closed when the last query has ended; nil when nobody waits

	told     sync.Mutex
	replaced *Replaced
}

func newCustody(dir string) (*custody, error) {
	// Beside the other locks of the data directory.
	path := filepath.Join(dir, "locks", "inventory.lock")
	if err := os.MkdirAll(filepath.Dir(path), 0o700); err != nil {
		return nil, sqlite.CannotWrite(path, err)
	}
	mode := flock.SetPermissions(0o600)
	c := &custody{file: flock.New(path, mode), upgrade: flock.New(filepath.Join(dir, "locks", "inventory-alone.lock"), mode)}
	return c, c.share()
}

// share waits for a process that is replacing the file, which takes a moment.
func (c *custody) share() error {
	if err := c.file.RLock(); err != nil {
		return sqlite.CannotWrite(c.file.Path(), err)
	}
	return nil
}

// alone runs replace while no other process has the file open, or says false. No
// other process has replaced it since this one opened it.
func (c *custody) alone(replace func() error) (done bool, err error) {
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
	return done, errors.Join(err, c.share())
}

// undisturbed runs exchange while no other process has the file open, no query
// reads and, so far as this process is concerned, ready says that it may; else it
// says false. It waits for the queries, which do not wait for it, as long as ctx lasts.
func (c *custody) undisturbed(ctx context.Context, ready func() bool, exchange func() error) (done bool, err error) {
	c.mu.Lock()
	defer c.mu.Unlock()
	for ready() {
		if c.queries == 0 {
			return c.alone(exchange)
		}
		if c.quiet == nil {
			c.quiet = make(chan struct{})
		}
		quiet := c.quiet
		c.mu.Unlock()
		select {
		case <-quiet:
		case <-ctx.Done():
		}
		c.mu.Lock()
		if ctx.Err() != nil {
			return false, context.Cause(ctx)
		}
	}
	return false, nil
}

// hold adds one to a count until release is called.
func (c *custody) hold(count *int) (release func()) {
	c.mu.Lock()
	defer c.mu.Unlock()
	*count++
	return sync.OnceFunc(func() {
		c.mu.Lock()
		defer c.mu.Unlock()
		*count--
		if c.queries == 0 && c.quiet != nil {
			close(c.quiet)
			c.quiet = nil
		}
	})
}

// query keeps the file from being replaced until release is called.
func (c *custody) query() (release func()) { return c.hold(&c.queries) }

// unused says that no import runs or is about to.
func (c *custody) unused() bool { return c.reserved == 0 && c.imports == 0 }

// Reserve keeps inventory.db from being replaced until release is called; an
// import needs that. A file that is known to be damaged is replaced before. The
// error may be a [DamagedError].
func (inv *Inventory) Reserve(ctx context.Context) (release func(), err error) {
	if inv.marked() {
		if err := inv.replace(ctx); err != nil {
			return nil, err
		}
	}
	return inv.custody.hold(&inv.custody.reserved), nil
}

func (inv *Inventory) replace(ctx context.Context) error {
	done, err := inv.custody.undisturbed(ctx, inv.custody.unused, func() error {
		if !inv.marked() {
			return nil // another one was faster
		}
		if err := inv.db.Replace(ctx, inv.setAside()); err != nil {
			return err
		}
		return errors.Join(inv.index.Open(ctx), os.Remove(inv.marker()))
	})
	if err == nil && !done {
		err = &DamagedError{Path: inv.path(), Err: errors.New("it is in use"), inUse: true}
	}
	return err
}
