package command

import (
	"context"

	"inventorybeacon/app"
)

// awaitIndex waits for the search index that an import leaves to be made. Whoever
// does not want to wait loses nothing: the next process goes on with it.
func (c *console) awaitIndex(ctx context.Context, beacon *app.Beacon) error {
	still, err := beacon.Indexing(ctx)
	if err != nil || !still {
		return err
	}
	c.note("The search index is being made. The inventory can be used meanwhile; Ctrl+C leaves the rest for later.")
	_ = beacon.AwaitIndex(ctx) // an interrupted wait is no failure
	return nil
}

// noteIndexing says why a search takes longer, while it does.
func (c *console) noteIndexing(ctx context.Context, beacon *app.Beacon) error {
	still, err := beacon.Indexing(ctx)
	if still {
		c.note("The search index is being made; until then a search takes longer.")
	}
	return err
}
