package imports

import (
	"context"
	"strings"

	"inventorybeacon/connector"
)

// boundSink holds an import to the tenant whose inventory the connection has.
type boundSink struct {
	connector.Sink
	access connector.Access
}

// bound returns a sink that refuses another tenant than that of the connection's
// inventory, unless that one is to be replaced.
func bound(sink connector.Sink, access connector.Access, replace bool) connector.Sink {
	if replace || access.InventoryTenant.ID == "" {
		return sink
	}
	return &boundSink{Sink: sink, access: access}
}

// Tenant implements [connector.Sink]. The error is a [connector.OtherTenantError].
func (s *boundSink) Tenant(ctx context.Context, t connector.Tenant) error {
	c, had := s.access.Connection, s.access.InventoryTenant
	if !strings.EqualFold(t.ID, had.ID) && !strings.EqualFold(t.ID, c.ReplaceTenant) {
		return &connector.OtherTenantError{Connection: c.Name, Had: had, Got: t, Unattended: c.Flow == connector.ClientCredentials}
	}
	return s.Sink.Tenant(ctx, t)
}
