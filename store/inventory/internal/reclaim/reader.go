// Package reclaim finds which licenses could be taken back, why, and what that saves.
package reclaim

import "inventorybeacon/store/inventory/internal/query"

// Reader reads the recommendations.
type Reader struct{ *query.Inventory }
