package app

import (
	"context"
	"fmt"
	"io"
	"slices"

	"inventorybeacon/app/lists"
	"inventorybeacon/app/onepage"
	"inventorybeacon/store/inventory"
)

// WriteOverview writes the overview of connections, all when none is named, as one page of
// HTML for people who do not use the program. A holder of a license was active in a window of
// so many days; 0 is [DefaultWindow].
func (b *Beacon) WriteOverview(ctx context.Context, w io.Writer, connections []string, window int) error {
	if window == 0 {
		window = DefaultWindow
	}
	o, err := b.Overview(ctx, connections, window)
	if err != nil {
		return err
	}
	published, err := b.Published(ctx)
	if err != nil {
		return fmt.Errorf("reading which tenants were imported: %w", err)
	}
	n := onepage.Numbers{Overview: o.Overview, Sums: o.Sums, Window: window, Now: b.now()}
	back, _, err := b.Reclaim.Sums(ctx, ReclaimQuery{Connections: o.Connections, Window: window}, ByReason)
	if err != nil {
		return fmt.Errorf("reading what can be taken back: %w", err)
	}
	n.TakeBack = onepage.TakeBack{Count: back.Count, Saved: back.Saved}
	if n.Departments, err = b.departments(ctx, o.Connections); err != nil {
		return fmt.Errorf("reading what departments cost: %w", err)
	}
	var tenants []string
	for _, p := range published {
		if slices.Contains(o.Connections, p.Connection) {
			n.Published, tenants = append(n.Published, p), append(tenants, p.Tenant.ID)
		}
	}
	if len(tenants) > 0 {
		if n.Trend, err = b.LicenseTrend(ctx, TrendQuery{Tenants: tenants}); err != nil {
			return fmt.Errorf("reading how the numbers went: %w", err)
		}
	}
	return onepage.Write(w, n)
}

// departments are what the licenses of departments cost, the dearest first; those without a department and without any price are left out.
func (b *Beacon) departments(ctx context.Context, connections []string) (sums []inventory.CostSum, err error) {
	lines, _, err := b.Costs(ctx, lists.Query{List: lists.Costs, Connections: connections, GroupBy: "department"})
	for _, line := range lines {
		if line.Value != nil && line.Currency != "" {
			sums = append(sums, inventory.CostSum{
				Value: line.Value, Currency: line.Currency, Users: line.Users, Licenses: line.Licenses, Spent: line.Spent,
			})
		}
	}
	return sums, err
}
