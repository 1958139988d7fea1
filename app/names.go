package app

import (
	"context"

	"inventorybeacon/store"
	"inventorybeacon/store/datadir"
)

// Names are what there is in a data directory to be named.
type Names = store.Names

// NamesAt reads the names in a data directory, which need not exist, and changes
// nothing.
func NamesAt(ctx context.Context, dir string) (Names, error) {
	if there, err := datadir.Check(dir); !there || err != nil {
		return Names{}, err
	}
	return store.NamesAt(ctx, dir)
}
