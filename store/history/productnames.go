package history

import (
	"context"
	"database/sql"
	"time"

	"inventorybeacon/connector"
)

// ProductNames is the table of names that was read last.
type ProductNames struct {
	connector.ProductNames
	// At is when it was read; zero when there is none.
	At time.Time
	// Origin is the address or the name of the file that it came from.
	Origin string
}

// SetProductNames takes a table from origin in the place of the one before, as a whole.
func (h *History) SetProductNames(ctx context.Context, names connector.ProductNames, origin string) error {
	return h.update(ctx, func(tx *sql.Tx) error {
		if err := clearProductNames(ctx, tx); err != nil {
			return err
		}
		for _, p := range names.Products {
			if _, err := tx.ExecContext(ctx, "INSERT INTO product_name (sku, part_number, name) VALUES (?, ?, ?)",
				p.SKUID, p.PartNumber, p.Name); err != nil {
				return err
			}
		}
		for _, p := range names.Plans {
			if _, err := tx.ExecContext(ctx, "INSERT INTO plan_name (id, plan, name) VALUES (?, ?, ?)", p.ID, p.Plan, p.Name); err != nil {
				return err
			}
		}
		_, err := tx.ExecContext(ctx, "INSERT INTO names_read (one, at, origin) VALUES (1, ?, ?)", h.now().UnixMilli(), origin)
		return err
	})
}

// RemoveProductNames removes the table.
func (h *History) RemoveProductNames(ctx context.Context) error {
	return h.update(ctx, func(tx *sql.Tx) error { return clearProductNames(ctx, tx) })
}

func clearProductNames(ctx context.Context, tx *sql.Tx) error {
	for _, table := range []string{"product_name", "plan_name", "names_read"} {
		if _, err := tx.ExecContext(ctx, "DELETE FROM "+table); err != nil {
			return err
		}
	}
	return nil
}

// ProductNames returns the table that was read last; its time is zero when there is none.
func (h *History) ProductNames(ctx context.Context) (names ProductNames, err error) {
	type reading struct {
		at     int64
		origin string
	}
	read, err := list(ctx, h, func(r *reading) []any { return []any{&r.at, &r.origin} }, "SELECT at, origin FROM names_read")
	if err != nil || len(read) == 0 {
		return names, err
	}
	names.At, names.Origin = time.UnixMilli(read[0].at), read[0].origin
	names.Products, err = list(ctx, h, func(p *connector.ProductName) []any { return []any{&p.SKUID, &p.PartNumber, &p.Name} },
		"SELECT sku, part_number, name FROM product_name ORDER BY sku")
	if err != nil {
		return names, err
	}
	names.Plans, err = list(ctx, h, func(p *connector.PlanName) []any { return []any{&p.ID, &p.Plan, &p.Name} },
		"SELECT id, plan, name FROM plan_name ORDER BY id")
	return names, err
}
