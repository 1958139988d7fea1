package inventory

import (
	"context"
	"errors"
	"fmt"
	"os"
	"time"

	"inventorybeacon/connector"
	"inventorybeacon/store/inventory/internal/publish"
	"inventorybeacon/store/inventory/internal/staging"
)

// What becomes of an import.
type (
	// ReportJoin tells what became of the rows of a usage report.
	ReportJoin = publish.ReportJoin
	// KeptPart is a part of an inventory that was kept as it was.
	KeptPart = publish.KeptPart
	// HeldBackError means that an import would take away more than it may.
	HeldBackError = publish.HeldBackError
	// MissingUsersError means that an import has received too few users.
	MissingUsersError = publish.MissingUsersError
	// Copied is what makes a copy of an inventory, and FormerName a part of it.
	Copied     = publish.Copied
	FormerName = publish.FormerName
)

// The parts whose last known records stay when an import lists too few.
const (
	SubscriptionsPart = publish.SubscriptionsPart
	GroupsPart        = publish.GroupsPart
)

var (
	// ErrNoInventory means that nothing that was imported through a connection is there.
	ErrNoInventory = publish.ErrNoInventory
	// ErrHasInventory means that a connection has an inventory of its own.
	ErrHasInventory = publish.ErrHasInventory
)

// ErrNotHeld is returned for an import that is not kept any more, because a later
// one has taken its place or somebody has decided already.
var ErrNotHeld = errors.New("the import is no longer kept")

// Staged is an import on its way: what it receives cannot be read yet.
type Staged interface {
	connector.Sink
	// Guard has Publish hold the import back when it would take away more than a share, in
	// percent, of what is there.
	Guard(share int)
	// Publish makes what was received the inventory of the connection, as a whole or, when
	// it fails, not at all. progress, if there is one, is told from 0 to total. The error may
	// be a [HeldBackError], a [MissingUsersError] or a [DamagedHeldError].
	Publish(ctx context.Context, at time.Time, progress func(done, total int64)) (connector.Counts, error)
	// Reports says what became of each usage report that was received, and Kept which parts
	// stay as they were, when the import is published.
	Reports() []ReportJoin
	Kept() []KeptPart
	// Hold ends an import that Publish has held back and keeps it until it is published by
	// [Inventory.OpenHeld] or dropped.
	Hold(ctx context.Context) error
	// Close ends an import that is not to be published, or has been. keepForResume leaves
	// the users that it has received for the next import to go on with.
	Close(keepForResume bool) error
}

// Begin starts an import of a connection, or goes on with one that was cut
// short. There must be one at a time for each connection, in all processes.
func (inv *Inventory) Begin(ctx context.Context, connectionID string, task int64) (Staged, error) {
	staged, err := inv.target().Begin(ctx, connectionID, task)
	if err != nil {
		return nil, err // no pointer that is nil
	}
	return staged, nil
}

// StagedCopy is a copy of an inventory on its way, which is delivered as an import is.
type StagedCopy interface {
	Staged
	// Copies is called before Publish.
	Copies(c Copied)
}

// BeginCopy starts a copy of what another inventory has of a tenant. There must be one at a time for each connection, in
// all processes. What one that was cut short has left is dropped.
func (inv *Inventory) BeginCopy(ctx context.Context, connectionID string, task int64) (StagedCopy, error) {
	if err := inv.DropStaged(connectionID); err != nil {
		return nil, err
	}
	staged, err := inv.target().Begin(ctx, connectionID, task)
	if err != nil {
		return nil, err // no pointer that is nil
	}
	return staged, nil
}

// target is the inventory as imports see it.
func (inv *Inventory) target() publish.Target {
	return publish.Target{
		DB: inv.db, Index: inv.index, Indexes: inv.indexes, Dir: inv.dir, Logger: inv.options.Logger, Now: inv.options.Now,
		Product: inv.queries.Product, Figures: inv.figures,
		Use: func() func() { return inv.lock.acquire(&inv.lock.imports) }, Opened: inv.options.opened,
	}
}

// OpenHeld opens the import of a task that was held back, to be published. The
// error is [ErrNotHeld] when there is none, and a [DamagedHeldError] when it cannot
// be read.
func (inv *Inventory) OpenHeld(ctx context.Context, connectionID string, task int64) (Staged, error) {
	path := staging.HeldPath(inv.dir, connectionID, task)
	file, err := os.Stat(path)
	if err != nil {
		path = staging.FormerHeldPath(inv.dir, connectionID)
		file, err = os.Stat(path)
	}
	if err != nil {
		return nil, fmt.Errorf("task %d: %w", task, ErrNotHeld)
	}
	if file.Size() == 0 { // which SQLite takes for a new one
		return nil, &DamagedHeldError{Path: path, Err: errors.New("it is empty")}
	}
	imp, err := inv.target().OpenHeld(ctx, connectionID, path)
	if err != nil {
		return nil, heldDamage(path, err)
	}
	if imp.Task() != task {
		return nil, errors.Join(fmt.Errorf("task %d: %w", task, ErrNotHeld), imp.Close(true))
	}
	return &heldImport{Import: imp, inventory: inv}, nil
}

// DropHeldBut removes what is kept of imports of the connection that were held back, but
// for those of the tasks to keep. It is called while the connection is locked.
func (inv *Inventory) DropHeldBut(connectionID string, keep []int64) error {
	return staging.RemoveHeldBut(inv.dir, connectionID, keep)
}

// SurplusHeld returns the files that DropHeldBut would remove.
func (inv *Inventory) SurplusHeld(connectionID string, keep []int64) ([]string, error) {
	return staging.HeldBut(inv.dir, connectionID, keep)
}

// StagedConnections returns the connections of which there are staging files.
func (inv *Inventory) StagedConnections() ([]string, error) { return staging.Connections(inv.dir) }
