// Package users answers which users there are, who holds a license, and what is known of each.
package users

import "inventorybeacon/store/inventory/internal/query"

// Reader reads the users.
type Reader struct{ *query.Inventory }
