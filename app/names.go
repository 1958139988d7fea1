package app

import (
	"context"

	"inventorybeacon/store"
	"inventorybeacon/store/datadir"
	"inventorybeacon/store/history"
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

// ViewNamesAt reads the names of the views in a data directory, which need not exist, and
// changes nothing.
func ViewNamesAt(ctx context.Context, dir string) ([]string, error) {
	if there, err := datadir.Check(dir); !there || err != nil {
		return nil, err
	}
	return history.ViewNamesAt(ctx, dir)
}
