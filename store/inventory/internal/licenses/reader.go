// Package licenses answers which licenses a tenant has, how many of each are used, and how they came to whom.
package licenses

import "inventorybeacon/store/inventory/internal/query"

// Reader reads the licenses.
type Reader struct{ *query.Inventory }
