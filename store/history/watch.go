package history

import (
	"context"

	"inventorybeacon/store/sqlite"
)

// Watch begins to watch what is written, by this process or by another one. Close ends it.
func (h *History) Watch(ctx context.Context) (*sqlite.Watch, error) { return h.db.Watch(ctx) }
