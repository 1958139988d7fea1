package microsoft365

import (
	"inventorybeacon/connector/microsoft365/internal/entra"
	"inventorybeacon/connector/microsoft365/internal/graph"
)

// The errors that tell the rooms' callers what has failed, under names that can be used
// outside of this source.
type (
	GraphError = graph.StatusError
	KeepError  = entra.KeepError
	TokenError = entra.TokenError
)
