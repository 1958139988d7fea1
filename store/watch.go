package store

import (
	"context"

	"inventorybeacon/store/sqlite"
)

// Watch notices that something was written, by this process or by another one.
type Watch = sqlite.Watch

// Watch begins to watch the connections, schedules and tasks. Close ends it.
func (s *Store) Watch(ctx context.Context) (*Watch, error) { return s.db.Watch(ctx) }
