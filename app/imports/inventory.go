package imports

import (
	"context"

	"inventorybeacon/store/inventory"
)

// Inventory is where imports put what they read, and what they ask of it.
type Inventory interface {
	// Reserve has the inventory ready for an import until release is called; a damaged one
	// is replaced before, which Replaced then tells.
	Reserve(ctx context.Context) (release func(), err error)
	Replaced() *inventory.Replaced
	// Begin starts an import of a connection for a task, or goes on with one that was cut
	// short. There is one at a time for each connection, in all processes.
	Begin(ctx context.Context, connectionID string, task int64) (inventory.Staged, error)
	// Examine finds out more about why an import has failed, and returns that.
	Examine(ctx context.Context, connectionID string, err error) error

	// OpenHeld opens the import of a task that was held back, to be published. The error is
	// [inventory.ErrNotHeld] when there is none.
	OpenHeld(ctx context.Context, connectionID string, task int64) (inventory.Staged, error)
	// DropHeldBut removes what is kept of imports of a connection that were held back, but
	// for those of the tasks to keep; SurplusHeld says what that would be.
	DropHeldBut(connectionID string, keep []int64) error
	SurplusHeld(connectionID string, keep []int64) ([]string, error)

	// Published returns the connections with an inventory.
	Published(ctx context.Context) ([]inventory.Published, error)
	// LastPublishing returns who has published the inventory of a connection; zero when
	// there is none.
	LastPublishing(ctx context.Context, connectionID string) (inventory.Publishing, error)
	// StagedConnections returns the connections of which something is staged.
	StagedConnections() ([]string, error)
	// DropStaged removes what imports of a connection have left that were cut short or held
	// back, DropCutShort only the former.
	DropStaged(connectionID string) error
	DropCutShort(connectionID string) error
}
