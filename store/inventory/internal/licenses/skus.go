package licenses

import (
	"cmp"
	"context"
	"database/sql"

	"inventorybeacon/store/sqlite"
)

// SKU is a license as it is sold, whatever the tenant.
type SKU struct {
	ID         string
	PartNumber string
	Product    string
	// Tenants are the ids of those whose inventory has it.
	Tenants []string
}

// Code is what it is called in commands and files: its part number, or its id where it has none.
func (s SKU) Code() string { return cmp.Or(s.PartNumber, s.ID) }

// SKUs returns all licenses that the inventory knows. A part number can stand for two.
func (inv Reader) SKUs(ctx context.Context) (skus []SKU, err error) {
	type row struct{ id, part, tenant string }
	err = inv.Read(ctx, func(tx *sql.Tx) error {
		rows, err := sqlite.Collect(ctx, tx, func(r *row) []any { return []any{&r.id, &r.part, &r.tenant} },
			`SELECT DISTINCT k.id, k.part_number, coalesce(lower(s.tenant_id), '') FROM sku AS k LEFT JOIN
				(SELECT source, sku FROM license UNION SELECT source, sku FROM license_day) AS l USING (sku) LEFT JOIN source AS s ON s.source = l.source ORDER BY k.part_number, k.id, 3`)
		for _, r := range rows {
			if last := len(skus) - 1; last < 0 || skus[last].ID != r.id {
				skus = append(skus, SKU{ID: r.id, PartNumber: r.part, Product: inv.Product(r.id, r.part)})
			}
			if r.tenant != "" {
				last := &skus[len(skus)-1]
				last.Tenants = append(last.Tenants, r.tenant)
			}
		}
		return err
	})
	return skus, err
}
