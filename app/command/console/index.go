package console

import (
	"context"

	"inventorybeacon/app"
)

// AwaitIndex waits for the search index that an import leaves to be made. Whoever
// does not want to wait loses nothing: the next process goes on with it.
func (c *Console) AwaitIndex(ctx context.Context, beacon *app.Beacon) error {
	still, err := beacon.Indexing(ctx)
	if err != nil || !still {
		return err
	}
	c.Note("The search index is being made. The inventory can be used meanwhile; Ctrl+C leaves the rest for later.")
	_ = beacon.AwaitIndex(ctx) // an interrupted wait is no failure
	return nil
}

// NoteIndexing says why a search takes longer, while it does.
func (c *Console) NoteIndexing(ctx context.Context, beacon *app.Beacon) error {
	still, err := beacon.Indexing(ctx)
	if still {
		c.Note("The search index is being made; until then a search takes longer.")
	}
	return err
}
