package history

import (
	"context"
	"database/sql"
	"strings"
)

// OwnName is what the customer calls a license; it wins over Microsoft's name.
type OwnName struct{ SKUID, Name string }

// SetOwnName stores the name of a license in the place of a former one.
func (h *History) SetOwnName(ctx context.Context, n OwnName) error {
	return h.update(ctx, func(tx *sql.Tx) error {
		_, err := tx.ExecContext(ctx, "INSERT OR REPLACE INTO own_name (sku, name) VALUES (?, ?)", strings.ToLower(n.SKUID), n.Name)
		return err
	})
}

// RemoveOwnName removes the name of a license and reports whether there was one.
func (h *History) RemoveOwnName(ctx context.Context, skuID string) (bool, error) {
	n, err := h.remove(ctx, "DELETE FROM own_name WHERE sku = ?", strings.ToLower(skuID))
	return n > 0, err
}

// OwnNames returns all of them.
func (h *History) OwnNames(ctx context.Context) ([]OwnName, error) {
	return list(ctx, h, func(n *OwnName) []any { return []any{&n.SKUID, &n.Name} }, "SELECT sku, name FROM own_name ORDER BY sku")
}
