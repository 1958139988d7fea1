package publish

import (
	"context"
	"errors"

	"inventorybeacon/connector"
	"inventorybeacon/store/inventory/internal/tables"
)

// movedColumns are those of staging.moved: what users gain and lose who go from one
// licensing to another.
const movedColumns = "licensing_before, licensing_after, sku, event, before, after"

const createMoved = `CREATE TABLE staging.moved (licensing_before INTEGER NOT NULL, licensing_after INTEGER NOT NULL, sku INTEGER NOT NULL,
	event TEXT NOT NULL, before TEXT NOT NULL, after TEXT NOT NULL, PRIMARY KEY (licensing_before, licensing_after, sku)) WITHOUT ROWID;`

// howOf says how an assignment with a detail came to its user.
func (c *licensingChanges) howOf(ctx context.Context, detail int64) (string, error) {
	if how, known := c.how[detail]; known {
		return how, nil
	}
	var text string
	err := c.conn.QueryRowContext(ctx, "SELECT text FROM main.assignment_detail WHERE detail = ?", detail).Scan(&text)
	parsed, invalid := tables.ParseAssignmentDetail(text)
	if err := errors.Join(err, invalid); err != nil {
		return "", err
	}
	how := connector.HeldDirectly
	switch {
	case parsed.Direct && len(parsed.Groups) > 0:
		how = connector.HeldBothWays
	case len(parsed.Groups) > 0:
		how = connector.HeldByGroup
	}
	tables.Bound(c.how)
	c.how[detail] = how
	return how, nil
}
