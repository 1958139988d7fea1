// Package inventorytest holds what every inventory must keep to, whatever it is stored in:
// what an import delivers is what pages read once it is published, and nothing before.
package inventorytest

import (
	"context"
	"time"

	"inventorybeacon/connector"
	"inventorybeacon/store/inventory"
)

// Inventory is what is written to an inventory, and what is read of it.
type Inventory interface {
	// Begin starts an import of a connection for a task, or goes on with one that was cut
	// short. There is one at a time for each connection.
	Begin(ctx context.Context, connection string, task int64) (Staged, error)
	// Published returns the connections with an inventory.
	Published(ctx context.Context) ([]inventory.Published, error)
	// Forget deletes everything that was imported through a connection, and what was staged.
	Forget(ctx context.Context, connection string) error

	EachUser(ctx context.Context, q inventory.UserQuery, use func(inventory.UserRow) error) error
	CountUsers(ctx context.Context, q inventory.UserQuery) (int64, error)
	Licenses(ctx context.Context, q inventory.LicenseQuery) ([]inventory.LicenseRow, error)
	Applications(ctx context.Context, q inventory.ApplicationQuery) ([]inventory.ApplicationRow, error)
	EachUsage(ctx context.Context, q inventory.UsageQuery, use func(inventory.UsageRow) error) error
}

// Staged is an import on its way: what it receives cannot be read yet.
type Staged interface {
	connector.Sink
	// Publish makes what was received the inventory of the connection, as a whole or, when
	// it fails, not at all.
	Publish(ctx context.Context, at time.Time, progress func(done, total int64)) (connector.Counts, error)
	// Close ends an import that is not to be published, or has been. keepForResume leaves
	// the users that it has received for the next import to go on with.
	Close(keepForResume bool) error
}
