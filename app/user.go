package app

import (
	"context"

	"inventorybeacon/connector"
	"inventorybeacon/store"
	"inventorybeacon/store/inventory"
)

// UserNamed returns the user with a user principal name or an id in the inventories of
// connections, in all when none is named, or the one who had the name before. The error is
// a [store.NotFoundError] when there is none, and says in which inventories there are
// several.
func (b *Beacon) UserNamed(ctx context.Context, connections []string, name string) (User, error) {
	found, err := b.FindUsers(ctx, connections, name)
	switch {
	case err != nil:
		return User{}, err
	case len(found) == 0:
		return User{}, &store.NotFoundError{What: "user", Key: name}
	case len(found) > 1:
		return User{}, b.severalUsers(name, found)
	}
	return b.User(ctx, found[0].Connection, found[0].ID)
}

// ChangesOf are what imports have changed of a user, the newest first; all of them when limit is 0.
func (b *Beacon) ChangesOf(ctx context.Context, u User, limit int) ([]Change, error) {
	published, err := b.Published(ctx)
	if err != nil {
		return nil, err
	}
	for _, p := range published {
		if p.Connection == u.Connection {
			return b.History.Changes(ctx, ChangeQuery{Tenants: []string{p.Tenant.ID}, User: u.ID, Limit: limit})
		}
	}
	return nil, nil
}

func (b *Beacon) severalUsers(name string, found []inventory.UserKey) error {
	names := make([]string, len(found))
	for i, key := range found {
		names[i] = b.InventoryName(key.Connection)
	}
	return connector.NewError(connector.Message{
		ID: "app.user-several", Data: connector.Data{"Count": len(found), "Name": name, "Connections": names},
	}, nil)
}

// InventoryName is what the connection of an inventory, or the inventory that is kept of
// it, is called.
func (b *Beacon) InventoryName(connection string) string {
	if entry, known := b.Entry(connection); known {
		return entry.Connection.Name
	}
	for _, kept := range b.Kept() {
		if kept.ID == connection {
			return kept.Name
		}
	}
	return connection
}
