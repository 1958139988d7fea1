// Package lists has the lists of the inventory, of which each can be filtered, sorted, grouped
// and written as files; and the views that people keep of them.
package lists

import (
	"context"

	"inventorybeacon/connector"
	"inventorybeacon/store/history"
	"inventorybeacon/store/inventory"
)

// Inventory is what lists are made of.
type Inventory interface {
	Published(ctx context.Context) ([]inventory.Published, error)
	SKUs(ctx context.Context) ([]inventory.SKU, error)
	EachUser(ctx context.Context, q inventory.UserQuery, use func(inventory.UserRow) error) error
	GroupUsers(ctx context.Context, q inventory.UserQuery, column string) ([]inventory.Group, error)
	EachCost(ctx context.Context, q inventory.UserQuery, use func(inventory.CostRow) error) error
	SumCosts(ctx context.Context, q inventory.UserQuery, by string) (inventory.Costs, error)
	Licenses(ctx context.Context, q inventory.LicenseQuery) ([]inventory.LicenseRow, error)
	Applications(ctx context.Context, q inventory.ApplicationQuery) ([]inventory.ApplicationRow, error)
	EachUsage(ctx context.Context, q inventory.UsageQuery, use func(inventory.UsageRow) error) error
	GroupUsage(ctx context.Context, q inventory.UsageQuery, column string) ([]inventory.Group, error)
}

// Lists are the lists of an inventory, with the views of a history.
type Lists struct {
	inventory      Inventory
	recommender    Recommender
	history        *history.History
	connectionName func(id string) string
	today          func() connector.Date
}

// New returns the lists of an inventory, and of what a recommender finds in it. connectionName says what a connection, or the
// inventory that is kept of one, is called; today is the day on which relative days of
// filters are counted.
func New(i Inventory, r Recommender, h *history.History, connectionName func(id string) string, today func() connector.Date) *Lists {
	return &Lists{inventory: i, recommender: r, history: h, connectionName: connectionName, today: today}
}
