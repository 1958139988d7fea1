package centralcopy

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"log/slog"
	"os"
	"path/filepath"
	"time"

	"inventorybeacon/store/atomicfile"
	"inventorybeacon/store/central"
	"inventorybeacon/store/history"
	"inventorybeacon/store/inventory"
	"inventorybeacon/store/sqlite"
)

// Folder is the name of the copy's folder in the data directory.
const Folder = "central"

// stateFile says of what the copy is, and as of when.
const stateFile = "copy.json"

// Options are what a Copy is opened with.
type Options struct {
	// Dir is the data directory.
	Dir string
	// Config returns how the central database is reached now; set is false when there is none.
	Config func(ctx context.Context) (c central.Config, set bool, err error)
	// Inventory are the options of the inventory in the copy.
	Inventory inventory.Options
	Log       *slog.Logger
	// Now is the clock.
	Now func() time.Time
}

// Copy is an open copy. Any number of goroutines and processes may read it; one refreshes it at a time.
type Copy struct {
	Inventory *inventory.Inventory
	History   *history.History
	options   Options
	dir       string
}

// Open opens the copy in a data directory, which is empty at first. A damaged one is made anew.
func Open(ctx context.Context, o Options) (*Copy, error) {
	c := &Copy{options: o, dir: filepath.Join(o.Dir, Folder)}
	if err := os.MkdirAll(c.dir, 0o700); err != nil {
		return nil, sqlite.CannotWrite(c.dir, err)
	}
	var err error
	if c.History, err = openHistory(ctx, c.dir, history.Options{Now: o.Now, ReadOnly: o.Inventory.ReadOnly}); err != nil {
		return nil, err
	}
	if c.Inventory, err = inventory.Open(ctx, c.dir, o.Inventory); err != nil {
		return nil, errors.Join(err, c.History.Close())
	}
	return c, nil
}

func openHistory(ctx context.Context, dir string, options history.Options) (*history.History, error) {
	h, err := history.Open(ctx, dir, options)
	var damaged *sqlite.DamagedFileError
	if !errors.As(err, &damaged) || options.ReadOnly != nil {
		return h, err
	}
	for _, path := range sqlite.Parts(filepath.Join(dir, history.FileName)) {
		if err := os.Remove(path); err != nil && !errors.Is(err, fs.ErrNotExist) {
			return nil, sqlite.CannotWrite(path, err)
		}
	}
	return history.Open(ctx, dir, options)
}

// Close ends all connections to the files.
func (c *Copy) Close() error { return errors.Join(c.Inventory.Close(), c.History.Close()) }

// state is what the copy is of.
type state struct {
	// At is when it was last compared with the central database.
	At time.Time `json:"at"`
	// Of is the central database.
	Of string `json:"of"`
}

// originOf names a central database and a schema in it.
func originOf(c central.Config) string { return c.Server + "/" + c.Database + "/" + c.SchemaName() }

// AsOf returns when the copy was last brought up to date with the central database that is set up now; zero when it never was.
func (c *Copy) AsOf(ctx context.Context) (time.Time, error) {
	config, set, err := c.options.Config(ctx)
	if !set {
		return time.Time{}, err
	}
	s, err := c.state()
	if s.Of != originOf(config) {
		return time.Time{}, err
	}
	return s.At, err
}

func (c *Copy) state() (s state, err error) {
	text, err := os.ReadFile(filepath.Join(c.dir, stateFile))
	if errors.Is(err, fs.ErrNotExist) {
		return s, nil
	}
	if err != nil {
		return s, fmt.Errorf("reading as of when the copy of the central database is: %w", err)
	}
	if json.Unmarshal(text, &s) != nil { // it is written as a whole; whoever has altered it has a copy of nothing
		return state{}, nil
	}
	return s, nil
}

func (c *Copy) setState(s state) error {
	text, err := json.Marshal(s)
	if err != nil {
		return err
	}
	path := filepath.Join(c.dir, stateFile)
	drafts := atomicfile.Writer{Prefix: ".copy-", Sync: atomicfile.Sync}
	if err := drafts.Write(path, func(draft string) error { return os.WriteFile(draft, text, 0o600) }); err != nil {
		return sqlite.CannotWrite(path, err)
	}
	return nil
}
