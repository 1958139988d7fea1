package inventory

import (
	"inventorybeacon/store/inventory/internal/applications"
	"inventorybeacon/store/inventory/internal/licenses"
	"inventorybeacon/store/inventory/internal/overview"
	"inventorybeacon/store/inventory/internal/query"
	"inventorybeacon/store/inventory/internal/reclaim"
	"inventorybeacon/store/inventory/internal/usage"
	"inventorybeacon/store/inventory/internal/users"
)

// An inventory answers everything that these do.
type (
	usersReader        = users.Reader
	licensesReader     = licenses.Reader
	applicationsReader = applications.Reader
	usageReader        = usage.Reader
	reclaimReader      = reclaim.Reader
	overviewReader     = overview.Reader
)

// queriesOf is what queries of the file that is open work with.
func (inv *Inventory) queriesOf(o Options) *query.Inventory {
	return &query.Inventory{
		DB: inv.db, Index: inv.index, Indexes: inv.indexes, Use: inv.lock.acquireQuery, Failed: inv.markCorrupt,
		Options: query.Options{
			Today: o.Today, ProductName: o.ProductName, PlanName: o.PlanName, Renew: o.Renew, ProductKind: o.ProductKind, Terms: o.Terms,
			ConnectionName: o.ConnectionName, ReadOnly: o.ReadOnly != nil, ManyMatches: o.manyMatches,
		},
	}
}

// readBy has queries answered by these.
func (inv *Inventory) readBy(queries *query.Inventory) {
	inv.queries = queries
	inv.usersReader = users.Reader{Inventory: queries}
	inv.licensesReader = licenses.Reader{Inventory: queries}
	inv.applicationsReader = applications.Reader{Inventory: queries}
	inv.usageReader = usage.Reader{Inventory: queries}
	inv.reclaimReader = reclaim.Reader{Inventory: queries}
	inv.overviewReader = overview.Reader{Inventory: queries}
}
