package history

import (
	"context"
	"strings"

	"inventorybeacon/connector"
	"inventorybeacon/money"
)

// Price is what a unit of a license costs from a day on, until the next price of it.
type Price struct {
	// Tenant is the id of the tenant that pays it; empty for all that have no price
	// of their own.
	Tenant string
	SKUID  string
	// Since is its first day; none is always.
	Since connector.Date
	money.Price
}

const setPrice = "INSERT OR REPLACE INTO price (tenant, sku, since, amount, currency, per) VALUES (?, ?, ?, ?, ?, ?)"

func (p Price) values() []any {
	return []any{strings.ToLower(p.Tenant), strings.ToLower(p.SKUID), p.Since, p.Micros, p.Currency, p.Per}
}

// SetPrices stores prices, all or none, each in the place of one that begins on the
// same day.
func (h *History) SetPrices(ctx context.Context, prices ...Price) error {
	return h.Apply(ctx, Edit{Prices: prices})
}

// RemovePrices removes the prices of a license that a tenant has of its own, or those
// of all tenants where none is named, and returns how many there were.
func (h *History) RemovePrices(ctx context.Context, tenant, skuID string) (int64, error) {
	return h.remove(ctx, "DELETE FROM price WHERE tenant = ? AND sku = ?", strings.ToLower(tenant), strings.ToLower(skuID))
}

// Prices returns all prices by license, tenant and day.
func (h *History) Prices(ctx context.Context) ([]Price, error) {
	return list(ctx, h, func(p *Price) []any {
		return []any{&p.Tenant, &p.SKUID, &p.Since, &p.Micros, &p.Currency, &p.Per}
	}, "SELECT tenant, sku, since, amount, currency, per FROM price ORDER BY sku, tenant, since")
}
