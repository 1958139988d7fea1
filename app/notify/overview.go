package notify

import (
	"context"
	"fmt"
	"slices"

	"inventorybeacon/connector"
	"inventorybeacon/store/inventory"
)

// lastOverview is the overview that was read last, and what it is of.
type lastOverview struct {
	connections []string
	state       any
	day         connector.Date
	overview    inventory.Overview
}

// overview returns that of connections, read anew when it may say something else: many looks
// see the same, and with a large inventory it takes longer than everything else.
func (n *Notifier) overview(ctx context.Context, connections []string) (inventory.Overview, error) {
	state, err := n.State(ctx)
	if err != nil {
		return inventory.Overview{}, fmt.Errorf("reading what was published: %w", err)
	}
	today := connector.DateOf(n.Now())
	n.mu.Lock()
	last := n.last
	n.mu.Unlock()
	if last != nil && last.state == state && last.day == today && slices.Equal(last.connections, connections) {
		return last.overview, nil
	}
	o, err := n.Overview(ctx, connections)
	if err != nil {
		return inventory.Overview{}, fmt.Errorf("reading the licenses: %w", err)
	}
	n.mu.Lock()
	defer n.mu.Unlock()
	n.last = &lastOverview{connections, state, today, o}
	return o, nil
}
