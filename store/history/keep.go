package history

import (
	"context"
	"database/sql"
	"time"
)

// DefaultChangeDays is for how many days changes are kept unless chosen otherwise.
const DefaultChangeDays = 400

// figureYears is for how many years there is a row a day of the numbers.
const figureYears = 2

// Keep drops what is no longer kept: changes after so many days; of the numbers all but the
// last of each day before today, and those after two years.
func (h *History) Keep(ctx context.Context, changeDays int) error {
	now := h.now()
	return h.update(ctx, func(tx *sql.Tx) error {
		superseded, err := supersededFigures(ctx, tx, now)
		if err != nil {
			return err
		}
		for _, publish := range superseded {
			for _, statement := range []string{
				"DELETE FROM license WHERE publish = ?", "DELETE FROM application WHERE publish = ?",
				"UPDATE publish SET figures = 0 WHERE publish = ?",
			} {
				if _, err := tx.ExecContext(ctx, statement, publish); err != nil {
					return err
				}
			}
		}
		before := now.AddDate(0, 0, -changeDays).UnixMilli()
		if _, err := tx.ExecContext(ctx, "DELETE FROM change WHERE publish IN (SELECT publish FROM publish WHERE at < ? AND changes > 0)",
			before); err != nil {
			return err
		}
		if _, err := tx.ExecContext(ctx, "UPDATE publish SET changes = 0 WHERE at < ? AND changes > 0", before); err != nil {
			return err
		}
		// Those that have nothing left stay for the time in which they could come again.
		_, err = tx.ExecContext(ctx, "DELETE FROM publish WHERE at < ? AND changes = 0 AND NOT figures",
			now.AddDate(-figureYears, 0, 0).UnixMilli())
		return err
	})
}

// supersededFigures returns the publishes whose numbers are no longer kept.
func supersededFigures(ctx context.Context, tx *sql.Tx, now time.Time) (superseded []int64, err error) {
	rows, err := tx.QueryContext(ctx, "SELECT publish, tenant, at FROM publish WHERE figures ORDER BY tenant, at DESC, publish DESC")
	if err != nil {
		return nil, err
	}
	defer func() { _ = rows.Close() }()
	oldest, today := now.AddDate(-figureYears, 0, 0), dayOf(now)
	var laterTenant, laterDay string
	for rows.Next() {
		var publish, milliseconds int64
		var tenant string
		if err := rows.Scan(&publish, &tenant, &milliseconds); err != nil {
			return nil, err
		}
		at := time.UnixMilli(milliseconds)
		day := dayOf(at)
		if at.Before(oldest) || day < today && tenant == laterTenant && day == laterDay {
			superseded = append(superseded, publish)
		}
		laterTenant, laterDay = tenant, day
	}
	return superseded, rows.Err()
}

// dayOf is the day of a time as people count days here.
func dayOf(t time.Time) string { return t.Local().Format(time.DateOnly) }
