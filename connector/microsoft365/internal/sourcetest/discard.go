package sourcetest

import (
	"context"
	"sync"
	"time"

	"inventorybeacon/connector"
)

// Discard is a sink that counts users and keeps nothing.
type Discard struct {
	mu       sync.Mutex
	Accounts int // users that came
}

func (d *Discard) Tenant(context.Context, connector.Tenant) error                { return nil }
func (d *Discard) Licenses(context.Context, []connector.License) error           { return nil }
func (d *Discard) Subscriptions(context.Context, []connector.Subscription) error { return nil }
func (d *Discard) Groups(context.Context, []connector.Group) error               { return nil }
func (d *Discard) Counted(context.Context, int64) error                          { return nil }
func (d *Discard) Restart(context.Context, string) error                         { return nil }
func (d *Discard) Resume(context.Context, string, string, time.Time) (connector.Position, error) {
	return connector.Position{}, nil
}

func (d *Discard) Users(_ context.Context, page connector.UserPage) error {
	d.mu.Lock()
	defer d.mu.Unlock()
	d.Accounts += len(page.Users)
	return nil
}

func (d *Discard) Usage(context.Context, string, []connector.Usage) error { return nil }

func (d *Discard) Activations(context.Context, string, []connector.Activation) error { return nil }
