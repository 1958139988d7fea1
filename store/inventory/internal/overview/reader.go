// Package overview counts what an organization has.
package overview

import "inventorybeacon/store/inventory/internal/query"

// Reader reads the numbers.
type Reader struct{ *query.Inventory }
