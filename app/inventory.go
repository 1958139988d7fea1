package app

import (
	"inventorybeacon/store/inventory"
)

// Inventory is what was imported, to be asked by pages and commands.
type Inventory = inventory.Inventory

// The queries and rows of the inventory.
type (
	UserQuery        = inventory.UserQuery
	UserRow          = inventory.UserRow
	LicenseQuery     = inventory.LicenseQuery
	LicenseRow       = inventory.LicenseRow
	ApplicationQuery = inventory.ApplicationQuery
	ApplicationRow   = inventory.ApplicationRow
	UsageQuery       = inventory.UsageQuery
	UsageRow         = inventory.UsageRow
	WideUsageRow     = inventory.WideUsageRow
	User             = inventory.User
	UserAssignment   = inventory.UserAssignment
	Published        = inventory.Published
)
