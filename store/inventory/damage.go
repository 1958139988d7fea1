package inventory

import (
	"context"
	"errors"
	"os"
	"path/filepath"
	"time"

	"inventorybeacon/connector"
	"inventorybeacon/store/inventory/internal/search"
	"inventorybeacon/store/inventory/internal/staging"
	"inventorybeacon/store/inventory/internal/tables"
	"inventorybeacon/store/sqlite"
)

// Replaced is that inventory.db was damaged, so that an empty one took its place.
type Replaced struct {
	// Kept is where the damaged file is now.
	Kept string
	At   time.Time
}

// Message is what an administrator reads of it.
func (r Replaced) Message() connector.Message {
	return connector.Message{ID: "inventory.replaced", Data: connector.Data{"Kept": r.Kept}}
}

// damagedError means that a file is damaged: inventory.db, which the next import replaces,
// or what an import had read.
func damagedError(id, path string, found error) error {
	return connector.NewError(connector.Message{ID: id, Data: connector.Data{"Path": path}, Reference: found.Error()}, found)
}

// Replaced is what happened to a damaged file since the inventory was opened, or before
// when no import has filled the empty one; nil when it was whole.
func (inv *Inventory) Replaced() *Replaced {
	inv.lock.replacedMu.Lock()
	defer inv.lock.replacedMu.Unlock()
	return inv.lock.replaced
}

// setAside returns the suffix under which a damaged file is kept, and notes it.
func (inv *Inventory) setAside() (suffix string) {
	now := inv.options.Now()
	suffix = keptSuffix + now.UTC().Format(keptAt)
	inv.note(&Replaced{Kept: inv.path() + suffix, At: now})
	inv.options.Logger.Error("inventory.db is damaged and was replaced by an empty one", "kept", inv.path()+suffix)
	return suffix
}

func (inv *Inventory) note(replaced *Replaced) {
	inv.lock.replacedMu.Lock()
	defer inv.lock.replacedMu.Unlock()
	inv.lock.replaced = replaced
}

func (inv *Inventory) path() string { return filepath.Join(inv.dir, inventoryFile) }

// The marker stands beside a file in which damage was found while it was used, so
// that whoever opens or imports next replaces it. Opening alone may not find it.
func (inv *Inventory) marker() string { return inv.path() + "-damaged" }

func (inv *Inventory) hasMarker() bool {
	_, err := os.Stat(inv.marker())
	return err == nil
}

func (inv *Inventory) writeMarker() {
	if err := os.WriteFile(inv.marker(), nil, 0o600); err != nil {
		inv.options.Logger.Warn("noting the damage of the inventory", "error", err)
	}
}

// markCorrupt marks the file when a query of it has found damage.
func (inv *Inventory) markCorrupt(err error) error {
	var damaged *sqlite.DamagedFileError
	if !errors.As(err, &damaged) {
		return err
	}
	inv.writeMarker()
	return damagedError("inventory.damaged", inv.path(), err)
}

// Examine finds out more about why an import has failed, when that is over: how much
// space it needs, or which of its files is damaged. A damaged one is not used again.
// On a full disk, what was read makes room: the program still has to write how the
// import has ended.
func (inv *Inventory) Examine(ctx context.Context, connectionID string, err error) error {
	var full *sqlite.DiskFullError
	var damaged *sqlite.DamagedFileError
	path := staging.Path(inv.dir, connectionID)
	switch {
	case errors.As(err, &full):
		full.Need = inv.space(connectionID)
		if filepath.Dir(full.Path) == filepath.Dir(path) || full.Free < leastFree {
			err = errors.Join(err, staging.Remove(inv.dir, connectionID))
			full.Measure()
		}
		return err
	case !errors.As(err, &damaged):
		return err
	}
	if !inv.intact(ctx) {
		return inv.markCorrupt(err)
	}
	if failed := staging.Remove(inv.dir, connectionID); failed != nil {
		return errors.Join(err, failed)
	}
	return damagedError("inventory.damaged-staging", path, err)
}

// leastFree is what the rest of the program may need while an import waits to be
// executed again.
const leastFree connector.Size = 4 << 20

// leastSpace is what an import of a small tenant takes, with room to spare.
const leastSpace connector.Size = 32 << 20

// space is about what an import still takes on the disk: it reads as much as the
// last time, or as what it has already read, and publishing writes that twice more:
// into the log, and from there into the file.
func (inv *Inventory) space(connectionID string) connector.Size {
	size := func(path string) connector.Size {
		info, err := os.Stat(path)
		if err != nil {
			return 0
		}
		return connector.Size(info.Size())
	}
	return max(leastSpace, size(inv.path()), 3*size(staging.Path(inv.dir, connectionID)))
}

// intact reports whether no damage is found in the inventory, the search index left
// aside: that can be made anew.
func (inv *Inventory) intact(ctx context.Context) bool {
	defer inv.lock.acquireQuery()()
	ctx = context.WithoutCancel(ctx)
	names, err := sqlite.Values[string](ctx, inv.db.Read,
		`SELECT name FROM main.sqlite_schema WHERE type = 'table' AND sql NOT LIKE 'CREATE VIRTUAL%'
		EXCEPT SELECT name `+search.Tables)
	if err != nil {
		return false
	}
	for _, table := range append(names, "sqlite_schema") { // with which the free pages are looked at
		if !tables.Intact(ctx, inv.db.Read, table) {
			return false
		}
	}
	return true
}

// checkAndMark marks the file when its damage is more than that of the search index.
func (inv *Inventory) checkAndMark(ctx context.Context) {
	if !inv.intact(ctx) && ctx.Err() == nil {
		inv.writeMarker()
	}
}
