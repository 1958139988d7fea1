package app

import (
	"context"
	"time"

	"inventorybeacon/app/rounds"
	"inventorybeacon/store"
)

// betweenGlances is how often a window, and whatever runs the schedules, looks whether
// another process, such as the service, has written.
const betweenGlances = 3 * time.Second

// followOthers reads the workspace again when something was written, until ctx
// ends: a window shows what the service and the console do, and what runs the schedules
// tells people and machines of it.
func (b *Beacon) followOthers(ctx context.Context) {
	watch, err := b.store.Watch(ctx)
	if err != nil {
		b.log.Error("watching what others write", "error", err)
		return
	}
	defer func() { _ = watch.Close() }()
	history, err := b.History.Watch(ctx)
	if err != nil {
		b.log.Error("watching what others enter", "error", err)
		return
	}
	defer func() { _ = history.Close() }()
	for range rounds.Every(ctx, betweenGlances, nil, nil) {
		b.glance(ctx, watch)
		b.glanceAtEntered(ctx, history)
	}
}

func (b *Beacon) glance(ctx context.Context, watch *store.Watch) {
	changed, err := watch.Changed(ctx)
	if err == nil && changed {
		err = b.Workspace.Reload(ctx)
	}
	if err != nil && ctx.Err() == nil {
		b.log.Error("reading what others have written", "error", err)
	}
}

// glanceAtEntered reads prices, commitments and names again.
func (b *Beacon) glanceAtEntered(ctx context.Context, watch *store.Watch) {
	changed, err := watch.Changed(ctx)
	if err == nil && changed {
		err = b.ReadEntered(ctx)
	}
	if err != nil && ctx.Err() == nil {
		b.log.Error("reading what others have entered", "error", err)
	}
}
