package imports

import (
	"context"
	"fmt"

	"inventorybeacon/connector"
)

// Access opens the secrets of a saved connection. What its source does with the
// refresh token is recorded at once.
func (r *Runner) Access(ctx context.Context, id string) (connector.Access, error) {
	connection, err := r.store.Connection(ctx, id)
	if err != nil {
		return connector.Access{}, fmt.Errorf("reading the connection: %w", err)
	}
	secrets, err := r.store.Secrets(ctx, id)
	if err != nil {
		return connector.Access{}, fmt.Errorf("opening the secrets of %s: %w", connection.Name, err)
	}
	secrets.RefreshToken = r.unwritten.token(id, secrets.RefreshToken)
	access := connector.Access{Connection: connection, Secrets: secrets}
	published, err := r.data.Published(ctx)
	if err != nil {
		return connector.Access{}, fmt.Errorf("reading the inventory's tenants: %w", err)
	}
	for _, p := range published {
		if p.Connection == id {
			access.InventoryTenant, access.InventoryUsers = p.Tenant, p.Users
		}
	}
	access.Keep, access.Used = r.RecordTokenUse(ctx, connection, secrets.RefreshToken)
	access.Challenged = r.RecordChallenge(ctx, connection)
	return access, nil
}

// RecordTokenUse returns the callbacks of an access with the stored refresh
// token. They work even when what uses the token is being cancelled.
func (r *Runner) RecordTokenUse(ctx context.Context, c connector.Connection,
	token connector.Secret,
) (keep func(connector.Secret) error, used func()) {
	ctx = context.WithoutCancel(ctx)
	keep = func(rotated connector.Secret) error {
		used := token
		token = rotated
		return r.unwritten.keepToken(ctx, c, used, rotated)
	}
	used = func() {
		if err := r.store.SetTokenUsed(ctx, c.ID); err != nil {
			r.log.Warn("recording the use of the refresh token", "connection", c.Name, "error", err)
		}
	}
	return keep, used
}

// RecordChallenge returns the callback of an access for a claims challenge.
func (r *Runner) RecordChallenge(ctx context.Context, c connector.Connection) func(string) {
	ctx = context.WithoutCancel(ctx)
	return func(claims string) {
		if err := r.store.SetClaims(ctx, c.ID, claims); err != nil {
			r.log.Warn("recording what the next sign-in has to prove", "connection", c.Name, "error", err)
		}
	}
}
