package app

import (
	"context"
	"fmt"
	"slices"
	"strings"

	"inventorybeacon/connector"
)

// InventoryNamed returns the id by which the inventory is asked of what has a name: a connection or a kept inventory or, at the
// central database, a tenant with that name, domain or id, where the error is a [CentralTenantError].
func (b *Beacon) InventoryNamed(ctx context.Context, name string) (string, error) {
	if !b.central {
		return b.InventoryOf(name)
	}
	published, err := b.Published(ctx)
	if err != nil {
		return "", err
	}
	var found []string
	for _, p := range published {
		if strings.EqualFold(p.Tenant.ID, name) {
			return p.Connection, nil
		}
		if slices.ContainsFunc([]string{p.Tenant.DisplayName, p.Tenant.DefaultDomain},
			func(called string) bool { return strings.EqualFold(called, name) }) {
			found = append(found, p.Connection)
		}
	}
	if len(found) != 1 {
		return "", &CentralTenantError{Key: name, IDs: found}
	}
	return found[0], nil
}

// CentralTenantError means that no tenant of the central database has a name or id, or that several do.
type CentralTenantError struct {
	Key string
	// IDs are those of the tenants that are called so.
	IDs []string
}

func (e *CentralTenantError) Error() string {
	return fmt.Sprintf("%d tenants at the central database are called %q", len(e.IDs), e.Key)
}

// Message implements [connector.Explained].
func (e *CentralTenantError) Message() connector.Message {
	if len(e.IDs) == 0 {
		return connector.Message{ID: "central.copy.no-tenant", Data: connector.Data{"Key": e.Key}}
	}
	return connector.Message{ID: "central.copy.tenants", Data: connector.Data{"Key": e.Key, "IDs": e.IDs}}
}
