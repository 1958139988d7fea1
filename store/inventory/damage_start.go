package inventory

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"time"

	"inventorybeacon/connector"
	"inventorybeacon/store/sqlite"
)

// A damaged file is kept under its name and these, with the time in UTC.
const (
	keptSuffix = ".damaged-"
	keptAt     = "20060102T150405Z"
)

// LeftError is that inventory.db is damaged and was left as it is, because an empty one cannot be
// written in its place.
type LeftError struct {
	Path string
	// Reason is why that cannot be written.
	Reason error
	Err    error
}

// Error implements error.
func (e *LeftError) Error() string { return fmt.Sprintf("%s cannot be replaced: %v", e.Path, e.Err) }

// Unwrap returns the damage.
func (e *LeftError) Unwrap() error { return e.Err }

// Message implements [connector.Explained].
func (e *LeftError) Message() connector.Message {
	found, _ := connector.MessageOf(e.Err)
	id := "inventory.damaged.read-only"
	if full := (*sqlite.DiskFullError)(nil); errors.As(e.Reason, &full) {
		id = "inventory.damaged.left"
	}
	return connector.Message{ID: id, Data: connector.Data{"Path": e.Path}, Reference: found.Reference}
}

// exchange puts an empty file in the place of the damaged one, of which damage is what was
// found. When there is no room for it, all is as it was.
func (inv *Inventory) exchange(ctx context.Context, damage error) error {
	marked := inv.hasMarker()
	suffix := inv.setAside()
	if err := sqlite.SetAside(inv.path(), suffix); err != nil {
		return err
	}
	if err := os.Remove(inv.marker()); err != nil && !errors.Is(err, fs.ErrNotExist) {
		return &sqlite.NotWritableError{Path: inv.marker(), Err: err}
	}
	err := inv.openFile(ctx)
	var full *sqlite.DiskFullError
	if !errors.As(err, &full) {
		return err
	}
	inv.note(nil)
	if marked {
		inv.writeMarker()
	}
	if err := sqlite.PutBack(inv.path(), suffix); err != nil {
		return err
	}
	inv.options.Logger.Error("there is no room for an empty inventory.db; the damaged one was put back", "error", full)
	return &LeftError{Path: inv.path(), Reason: full, Err: damage}
}

// findSetAside notes the damaged file that a process before has set aside, as long as
// no import has filled the one in its place.
func (inv *Inventory) findSetAside(ctx context.Context) error {
	if inv.Replaced() != nil {
		return nil
	}
	published, err := inv.Published(ctx)
	if err != nil || len(published) > 0 {
		return err
	}
	entries, err := os.ReadDir(inv.dir)
	if err != nil {
		return err
	}
	for _, entry := range entries { // the newest is the last one
		stamp, is := strings.CutPrefix(entry.Name(), inventoryFile+keptSuffix)
		if at, err := time.Parse(keptAt, stamp); is && err == nil {
			inv.note(&Replaced{Kept: filepath.Join(inv.dir, entry.Name()), At: at})
		}
	}
	return nil
}
