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

// custody decides when another file may take the place of inventory.db: while no
// other process has it open, no import of this one runs and no query reads.
type custody struct {
	file    *flock.Flock // shared with other processes while it is open
	queries sync.RWMutex // held by queries

	exchange sync.Mutex // held while another file takes the place, and guards:
	reserved int        // how often the file has been reserved
	imports  int        // how many have begun

	mu       sync.Mutex
	replaced *Replaced
}

func newCustody(dir string) (*custody, error) {
	// Beside the other locks of the data directory.
	path := filepath.Join(dir, "locks", "inventory.lock")
	if err := os.MkdirAll(filepath.Dir(path), 0o700); err != nil {
		return nil, sqlite.CannotWrite(path, err)
	}
	c := &custody{file: flock.New(path, flock.SetPermissions(0o600))}
	return c, c.share()
}

// share waits for a process that is replacing the file, which takes a moment.
func (c *custody) share() error {
	if err := c.file.RLock(); err != nil {
		return sqlite.CannotWrite(c.file.Path(), err)
	}
	return nil
}

// alone runs replace while no other process has the file open, or says false.
func (c *custody) alone(replace func() error) (done bool, err error) {
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
// says false.
func (c *custody) undisturbed(ready func() bool, exchange func() error) (done bool, err error) {
	c.exchange.Lock()
	defer c.exchange.Unlock()
	if !ready() {
		return false, nil
	}
	c.queries.Lock()
	defer c.queries.Unlock()
	return c.alone(exchange)
}

// hold adds one to a count until release is called.
func (c *custody) hold(count *int) (release func()) {
	add := func(n int) {
		c.exchange.Lock()
		defer c.exchange.Unlock()
		*count += n
	}
	add(1)
	return sync.OnceFunc(func() { add(-1) })
}

// unused says that no import runs or is about to; onlyImport that one runs.
func (c *custody) unused() bool { return c.reserved == 0 && c.imports == 0 }

func (c *custody) onlyImport() bool { return c.imports == 1 }

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
	done, err := inv.custody.undisturbed(inv.custody.unused, func() error {
		if !inv.marked() {
			return nil // another process was faster
		}
		if err := inv.db.Replace(ctx, inv.setAside()); err != nil {
			return err
		}
		return errors.Join(inv.openFullText(ctx), os.Remove(inv.marker()))
	})
	if err == nil && !done {
		err = &DamagedError{Path: inv.path(), Err: errors.New("it is in use"), inUse: true}
	}
	return err
}
