package publish

import (
	"context"
	"fmt"

	"inventorybeacon/store/inventory/internal/tables"
)

// failedSKUs are known by a number before their failures are written.
const failedSKUs = "INSERT OR IGNORE INTO main.sku (id) SELECT DISTINCT sku FROM staging.failed"

// writeFailed writes the failed assignments of the users that differ.
func (p *publishing) writeFailed(ctx context.Context) error {
	if !p.changed {
		return nil
	}
	if err := p.exec(ctx, failedSKUs); err != nil {
		return err
	}
	const into = "INSERT INTO main.failed_assignment (uid, sku, license_group, error) "
	const failed = ", k.sku, f.license_group, f.error FROM staging.failed AS f JOIN main.sku AS k ON k.id = f.sku"
	if p.first {
		return p.exec(ctx, fmt.Sprintf(into+"SELECT %d + f.seq"+failed+
			" WHERE f.seq NOT IN (SELECT seq FROM staging.superseded)", tables.UID(p.source, 0)))
	}
	before, err := p.count(ctx, "SELECT EXISTS (SELECT 1 FROM main.failed_assignment WHERE "+tables.OfSource("uid")+")", p.source)
	if err != nil {
		return err
	}
	if before != 0 {
		if err := p.exec(ctx, `DELETE FROM main.failed_assignment
			WHERE uid IN (SELECT uid FROM staging.gone UNION ALL SELECT uid FROM staging.difference)`); err != nil {
			return err
		}
	}
	return p.exec(ctx, into+"SELECT d.uid"+failed+" JOIN staging.difference AS d ON d.seq = f.seq")
}
