package history

import (
	"context"
	"strings"

	"inventorybeacon/connector"
)

// Commitment is how many units of a license a tenant has committed to.
type Commitment struct {
	Tenant string
	SKUID  string
	Units  int64
	// Until is the last day on which it binds.
	Until connector.Date
}

const (
	setCommitment    = "INSERT OR REPLACE INTO commitment (tenant, sku, units, until) VALUES (?, ?, ?, ?)"
	removeCommitment = "DELETE FROM commitment WHERE tenant = ? AND sku = ?"
)

func (c Commitment) values() []any {
	return []any{strings.ToLower(c.Tenant), strings.ToLower(c.SKUID), c.Units, c.Until}
}

// SetCommitment stores a commitment in the place of a former one.
func (h *History) SetCommitment(ctx context.Context, c Commitment) error {
	return h.Apply(ctx, Edit{Commitments: []Commitment{c}})
}

// RemoveCommitment removes a commitment and reports whether there was one.
func (h *History) RemoveCommitment(ctx context.Context, tenant, skuID string) (bool, error) {
	n, err := h.remove(ctx, removeCommitment, strings.ToLower(tenant), strings.ToLower(skuID))
	return n > 0, err
}

// Commitments returns all commitments, also those that bind no longer.
func (h *History) Commitments(ctx context.Context) ([]Commitment, error) {
	return list(ctx, h, func(c *Commitment) []any { return []any{&c.Tenant, &c.SKUID, &c.Units, &c.Until} },
		"SELECT tenant, sku, units, until FROM commitment ORDER BY sku, tenant")
}
