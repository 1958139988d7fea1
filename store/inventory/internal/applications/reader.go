// Package applications answers how many people are entitled to an application, and use it.
package applications

import "inventorybeacon/store/inventory/internal/query"

// Reader reads the applications.
type Reader struct{ *query.Inventory }
