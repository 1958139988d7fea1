package notify

import (
	"context"
	"fmt"

	"inventorybeacon/connector"
	"inventorybeacon/store/inventory"
)

// lastOverview is the overview that was read last, and what it is of.
type lastOverview struct {
	state    any
	day      connector.Date
	overview inventory.Overview
}

// overview returns that of all tenants, read anew when it may say something else: many looks
// see the same, and with a large inventory it takes longer than everything else.
func (n *Notifier) overview(ctx context.Context) (inventory.Overview, error) {
	state, err := n.State(ctx)
	if err != nil {
		return inventory.Overview{}, fmt.Errorf("reading what was published: %w", err)
	}
	today := n.today()
	n.mu.Lock()
	last := n.last
	n.mu.Unlock()
	if last != nil && last.state == state && last.day == today {
		return last.overview, nil
	}
	o, err := n.Overview(ctx)
	if err != nil {
		return inventory.Overview{}, fmt.Errorf("reading the licenses: %w", err)
	}
	n.mu.Lock()
	defer n.mu.Unlock()
	n.last = &lastOverview{state, today, o}
	return o, nil
}
