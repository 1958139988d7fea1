package store

import "inventorybeacon/store/sqlite"

// InUseError means that another process has kept a database locked for too long.
type InUseError = sqlite.InUseError
