package app

import (
	"context"

	"inventorybeacon/store"
)

// Names are what there is in a data directory to be named.
type Names = store.Names

// NamesAt reads the names in a data directory, which need not exist, and changes
// nothing.
func NamesAt(ctx context.Context, dir string) (Names, error) { return store.NamesAt(ctx, dir) }
