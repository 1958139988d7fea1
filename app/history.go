package app

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"strconv"
	"strings"

	"inventorybeacon/connector"
	"inventorybeacon/store"
	"inventorybeacon/store/datadir"
	"inventorybeacon/store/history"
	"inventorybeacon/store/inventory"
)

// What the history tells.
type (
	Change           = history.Change
	ChangeQuery      = history.ChangeQuery
	TrendQuery       = history.TrendQuery
	LicensePoint     = history.LicensePoint
	ApplicationPoint = history.ApplicationPoint
	HistoryTenant    = history.Tenant
	HistoryNames     = history.Names
)

// HistoryNamesAt reads the names in the history of a data directory, and changes nothing.
func HistoryNamesAt(ctx context.Context, dir string) (HistoryNames, error) {
	if there, err := datadir.Check(dir); !there || err != nil {
		return HistoryNames{}, err
	}
	return history.NamesAt(ctx, dir)
}

// changeDaysSetting holds for how many days changes are kept.
const changeDaysSetting = "change-days"

// deliverHistory takes over what was published, and drops what is no longer kept. What
// cannot be taken over now, as on a full disk, waits in the inventory.
func (b *Beacon) deliverHistory(ctx context.Context) {
	some, err := b.data.Deliver(ctx, b.History.Receive)
	if err == nil && some {
		err = b.dropOldHistory(ctx)
		b.Central.LookNow()
	}
	if busy := (*store.InUseError)(nil); errors.As(err, &busy) {
		return // another process publishes, and does it then
	}
	if err != nil && ctx.Err() == nil {
		b.log.Error("writing the history", "error", err)
	}
}

func (b *Beacon) dropOldHistory(ctx context.Context) error {
	days, err := b.ChangeDays(ctx)
	if err != nil {
		return err
	}
	return b.History.Keep(ctx, days)
}

// ChangeDays is for how many days changes are kept.
func (b *Beacon) ChangeDays(ctx context.Context) (int, error) {
	text, err := b.store.Setting(ctx, changeDaysSetting)
	if err != nil {
		return 0, fmt.Errorf("reading how long changes are kept: %w", err)
	}
	days, err := strconv.Atoi(text)
	if err != nil || days < 1 {
		return history.DefaultChangeDays, nil
	}
	return days, nil
}

// KeepChanges sets for how many days changes are kept, from 1, and drops older ones.
func (b *Beacon) KeepChanges(ctx context.Context, days int) error {
	if err := b.store.SetSetting(ctx, changeDaysSetting, strconv.Itoa(max(days, 1))); err != nil {
		return err
	}
	return b.dropOldHistory(ctx)
}

// HistoryOf returns the ids of the tenants that are called so: the tenant of a connection
// or kept inventory with that name, or the tenants with that name or id, also those whose
// connections are gone. The error is that of [workspace.Workspace.InventoryOf] when there
// is none.
func (b *Beacon) HistoryOf(ctx context.Context, name string) ([]string, error) {
	id, err := b.InventoryNamed(ctx, name)
	if err == nil {
		return b.tenantOf(ctx, id)
	}
	named, missing := b.History.TenantNamed(ctx, name)
	if notFound := (*history.TenantNotFoundError)(nil); errors.As(missing, &notFound) {
		return nil, err
	}
	var tenants []string
	for _, t := range named {
		tenants = append(tenants, t.ID)
	}
	return tenants, missing
}

// noTenant is the tenant of which nothing is known.
const noTenant = "none"

// tenantOf is the tenant whose inventory was imported through a connection. Without one
// nothing is of it.
func (b *Beacon) tenantOf(ctx context.Context, connection string) ([]string, error) {
	published, err := b.Published(ctx)
	for _, p := range published {
		if p.Connection == connection {
			return []string{p.Tenant.ID}, err
		}
	}
	return []string{noTenant}, err
}

// LicenseTrend returns how the numbers of a license, or of all paid ones, went: of the
// tenants that are named, or of all that have an inventory.
func (b *Beacon) LicenseTrend(ctx context.Context, q TrendQuery) ([]LicensePoint, error) {
	q, err := b.ofTenantsThere(ctx, q)
	if err != nil {
		return nil, err
	}
	return b.History.LicenseTrend(ctx, q)
}

// ApplicationTrend does what [Beacon.LicenseTrend] does for an application.
func (b *Beacon) ApplicationTrend(ctx context.Context, q TrendQuery) ([]ApplicationPoint, error) {
	q, err := b.ofTenantsThere(ctx, q)
	if err != nil {
		return nil, err
	}
	return b.History.ApplicationTrend(ctx, q)
}

// ofTenantsThere names the tenants of a query that names none: the history also knows those
// that are gone, and what they had last is no part of what there is.
func (b *Beacon) ofTenantsThere(ctx context.Context, q TrendQuery) (TrendQuery, error) {
	if len(q.Tenants) > 0 {
		return q, nil
	}
	published, err := b.Published(ctx)
	q.Tenants = []string{noTenant}
	for _, p := range published {
		q.Tenants = append(q.Tenants, p.Tenant.ID)
	}
	return q, err
}

// Product is what a license is called: its part number where it has no other name.
func (b *Beacon) Product(skuID, partNumber string) string {
	return cmp.Or(b.names.Product(skuID, partNumber), partNumber)
}

// CheckUserAsked returns a [store.NotFoundError] when there is no user of a name or id in the inventory, and none in the
// history who has or had it.
func (b *Beacon) CheckUserAsked(ctx context.Context, name string) error {
	found, err := b.FindUsers(ctx, nil, name)
	if err != nil || len(found) > 0 {
		return err
	}
	changes, err := b.History.CountChanges(ctx, ChangeQuery{User: name})
	if err == nil && changes == 0 {
		err = &store.NotFoundError{What: "user", Key: name}
	}
	return err
}

// ApplicationAsked is what the history calls an application, by that or by what lists call it. The error is a
// [store.NotFoundError] when it knows none.
func (b *Beacon) ApplicationAsked(ctx context.Context, name string) (string, error) {
	rows, err := b.Applications(ctx, inventory.ApplicationQuery{})
	if err != nil {
		return "", err
	}
	for _, row := range rows {
		if row.Plan != "" && strings.EqualFold(row.Application, name) {
			return row.Plan, nil
		}
	}
	points, err := b.History.ApplicationTrend(ctx, TrendQuery{Application: name})
	if err == nil && len(points) == 0 {
		err = &store.NotFoundError{What: "application", Key: name}
	}
	return name, err
}

// TenantOfInventory returns the id of the tenant of a connection or a kept inventory.
func (b *Beacon) TenantOfInventory(ctx context.Context, name string) (string, error) {
	id, err := b.InventoryNamed(ctx, name)
	if err != nil {
		return "", err
	}
	published, err := b.Published(ctx)
	if err != nil {
		return "", err
	}
	for _, p := range published {
		if p.Connection == id {
			return strings.ToLower(p.Tenant.ID), nil
		}
	}
	return "", connector.NewError(connector.Message{ID: "price.no-tenant", Data: connector.Data{"Name": name}}, nil)
}
