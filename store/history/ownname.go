package history

import (
	"context"
	"strings"
)

// OwnName is what the customer calls a license; it wins over Microsoft's name.
type OwnName struct{ SKUID, Name string }

const (
	setOwnName    = "INSERT OR REPLACE INTO own_name (sku, name) VALUES (?, ?)"
	removeOwnName = "DELETE FROM own_name WHERE sku = ?"
)

func (n OwnName) values() []any { return []any{strings.ToLower(n.SKUID), n.Name} }

// SetOwnName stores the name of a license in the place of a former one.
func (h *History) SetOwnName(ctx context.Context, n OwnName) error {
	return h.Apply(ctx, Edit{OwnNames: []OwnName{n}})
}

// RemoveOwnName removes the name of a license and reports whether there was one.
func (h *History) RemoveOwnName(ctx context.Context, skuID string) (bool, error) {
	n, err := h.remove(ctx, removeOwnName, strings.ToLower(skuID))
	return n > 0, err
}

// OwnNames returns all of them.
func (h *History) OwnNames(ctx context.Context) ([]OwnName, error) {
	return list(ctx, h, func(n *OwnName) []any { return []any{&n.SKUID, &n.Name} }, "SELECT sku, name FROM own_name ORDER BY sku")
}
