package app

import (
	"context"

	"inventorybeacon/store/datadir"
	"inventorybeacon/store/lock"
)

// BringToFront has the window that is open for a data directory come to the front, and reports whether there is one that did.
func BringToFront(ctx context.Context, dir string) bool {
	there, err := datadir.Check(dir)
	return there && err == nil && lock.ToFront(ctx, dir)
}

// AskedToFront reports whether the window was asked to come to the front since the last look: the program was started again.
func (b *Beacon) AskedToFront() bool { return lock.AskedToFront(b.dir) }
