package imports

import (
	"context"
	"errors"
	"strings"

	"inventorybeacon/connector"
	"inventorybeacon/store"
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

// forgetReplaced takes back that a tenant may replace the inventory of a connection, when it has done so.
func (r *Runner) forgetReplaced(ctx context.Context, connectionID string) error {
	c, err := r.store.Connection(ctx, connectionID)
	if missing := (*store.NotFoundError)(nil); errors.As(err, &missing) || err == nil && c.ReplaceTenant == "" {
		return nil
	}
	if err != nil {
		return err
	}
	published, err := r.data.Published(ctx)
	if err != nil {
		return err
	}
	for _, p := range published {
		if p.Connection == connectionID && strings.EqualFold(p.Tenant.ID, c.ReplaceTenant) {
			return r.store.ForgetReplaceTenant(ctx, connectionID, c.ReplaceTenant)
		}
	}
	return nil
}

// Tenant implements [connector.Sink]. The error is a [connector.OtherTenantError].
func (s *boundSink) Tenant(ctx context.Context, t connector.Tenant) error {
	if other := connector.OtherTenant(s.access.Connection, s.access.InventoryTenant, t); other != nil {
		return other
	}
	return s.Sink.Tenant(ctx, t)
}
