package app

import (
	"context"

	"inventorybeacon/app/imports"
	"inventorybeacon/app/workspace"
	"inventorybeacon/store/inventory"
)

// Inventory is all that the program asks of what was imported, wherever that is stored.
// What it has to keep to is written down as tests in app/inventorytest.
type Inventory interface {
	imports.Inventory
	workspace.Inventory
	Reader
	// Deliver has take store in the history what was published since it was last called.
	Deliver(ctx context.Context, take func(ctx context.Context, path string) (last int64, err error)) (some bool, err error)
	// Attach has use read the file itself, which is not exchanged meanwhile.
	Attach(ctx context.Context, use func(ctx context.Context, path string) error) error
	Close() error
}

// Reader is what pages and commands ask of the inventory. Each answer is of one state of it:
// an import is published as a whole. Lists come in the order of their query, and a count is
// how many rows its query has without its limit.
type Reader interface {
	// Published returns the connections with an inventory, in the order of their first import.
	Published(ctx context.Context) ([]inventory.Published, error)
	// Replaced is what happened to a damaged inventory; nil when it was whole.
	Replaced() *inventory.Replaced
	// Indexing reports whether searches are slow because their index is being made;
	// AwaitIndex waits until this process has no more to do for it.
	Indexing(ctx context.Context) (still bool, err error)
	AwaitIndex(ctx context.Context) error

	// User returns a user with everything that is known of it.
	User(ctx context.Context, connection, id string) (inventory.User, error)
	// FindUsers returns the users who have a user principal name or an id.
	FindUsers(ctx context.Context, connections []string, name string) ([]inventory.UserKey, error)
	Users(ctx context.Context, q inventory.UserQuery) ([]inventory.UserRow, error)
	// EachUser calls use for one user after another, until it fails.
	EachUser(ctx context.Context, q inventory.UserQuery, use func(inventory.UserRow) error) error
	CountUsers(ctx context.Context, q inventory.UserQuery) (int64, error)
	// GroupUsers counts the users of a query by a column, GroupUsage its rows; the error
	// may be [inventory.ErrUnknownColumn].
	GroupUsers(ctx context.Context, q inventory.UserQuery, column string) ([]inventory.Group, error)
	GroupUsage(ctx context.Context, q inventory.UsageQuery, column string) ([]inventory.Group, error)

	// EachCost calls use for one paid license that a user holds after another, until it fails. SumCosts sums
	// them up by a column; the error may be [inventory.ErrUnknownColumn].
	EachCost(ctx context.Context, q inventory.UserQuery, use func(inventory.CostRow) error) error
	SumCosts(ctx context.Context, q inventory.UserQuery, by string) (inventory.Costs, error)

	Licenses(ctx context.Context, q inventory.LicenseQuery) ([]inventory.LicenseRow, error)
	CountLicenses(ctx context.Context, q inventory.LicenseQuery) (int64, error)
	// TotalLicenses sums up the licenses that a query finds.
	TotalLicenses(ctx context.Context, q inventory.LicenseQuery) (inventory.LicenseTotal, error)
	// SKUs returns all licenses that the inventory knows.
	SKUs(ctx context.Context) ([]inventory.SKU, error)
	// Overview counts what was imported through the connections, all when none is named.
	Overview(ctx context.Context, connections []string, window int) (inventory.Overview, error)
	License(ctx context.Context, connection, skuID string, window int) (inventory.License, error)
	Holders(ctx context.Context, q inventory.UserQuery) ([]inventory.Holder, error)
	LastPublishing(ctx context.Context, connectionID string) (inventory.Publishing, error)

	Applications(ctx context.Context, q inventory.ApplicationQuery) ([]inventory.ApplicationRow, error)
	CountApplications(ctx context.Context, q inventory.ApplicationQuery) (int64, error)

	// EachUsage calls use for one user's usage of one application after another.
	EachUsage(ctx context.Context, q inventory.UsageQuery, use func(inventory.UsageRow) error) error
	// WideUsage has a row for each user with the usage of all applications.
	WideUsage(ctx context.Context, q inventory.UsageQuery) ([]inventory.WideUsageRow, error)
	CountWideUsage(ctx context.Context, q inventory.UsageQuery) (int64, error)
}
