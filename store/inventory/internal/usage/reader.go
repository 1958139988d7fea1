// Package usage answers who has used which application, and when.
package usage

import "inventorybeacon/store/inventory/internal/query"

// Reader reads the usage.
type Reader struct{ *query.Inventory }
