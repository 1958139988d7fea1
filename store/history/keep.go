package history

import (
	"context"
	"database/sql"
	"time"

	"inventorybeacon/store/sqlite"
)

// DefaultChangeDays is for how many days changes are kept unless chosen otherwise.
const DefaultChangeDays = 400

// figureYears is for how many years there is a row a day of the numbers.
const figureYears = 2

// After longGap without a publish, or a task, the clock may be wrong, and what is here cannot
// be imported again: ages are counted from before the gap, until there have been some on
// daysAfterGap days.
const (
	longGap      = 62 * 24 * time.Hour // imports once a month leave less
	daysAfterGap = 7
)

// Keep drops what is no longer kept: changes after so many days; of the numbers all but the
// last of each day before today, and those after two years. After a long time without
// imports it waits for some days.
func (h *History) Keep(ctx context.Context, changeDays int) error {
	now := h.now()
	return h.update(ctx, func(tx *sql.Tx) error {
		present, err := certainlyPast(ctx, tx, now)
		if err != nil {
			return err
		}
		superseded, err := supersededFigures(ctx, tx, now, present)
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
		before := present.AddDate(0, 0, -changeDays).UnixMilli()
		if _, err := tx.ExecContext(ctx, "DELETE FROM change WHERE publish IN (SELECT publish FROM publish WHERE at < ? AND changes > 0)",
			before); err != nil {
			return err
		}
		if _, err := tx.ExecContext(ctx, "UPDATE publish SET changes = 0 WHERE at < ? AND changes > 0", before); err != nil {
			return err
		}
		// Those that have nothing left stay for the time in which they could come again.
		_, err = tx.ExecContext(ctx, "DELETE FROM publish WHERE at < ? AND changes = 0 AND NOT figures",
			present.AddDate(-figureYears, 0, 0).UnixMilli())
		return err
	})
}

// certainlyPast is the time from which ages are counted: now, or that of the last publish
// before a long gap.
func certainlyPast(ctx context.Context, tx *sql.Tx, now time.Time) (time.Time, error) {
	published, err := sqlite.Values[int64](ctx, tx, "SELECT at FROM publish WHERE at <= ? ORDER BY at DESC", now.UnixMilli())
	if err != nil {
		return now, err
	}
	times := make([]time.Time, len(published))
	for i, milliseconds := range published {
		times[i] = time.UnixMilli(milliseconds)
	}
	return CertainlyPast(times, now), nil
}

// CertainlyPast is the time from which the ages of what cannot be had again are counted, given
// the times at which something was written, the newest first, none of them after now: now, or
// the last time before a long gap, until something has been written on some days after it.
func CertainlyPast(written []time.Time, now time.Time) time.Time {
	later, days := now, map[string]bool{}
	for _, at := range written {
		if later.Sub(at) > longGap {
			return at
		}
		if days[dayOf(at)] = true; len(days) == daysAfterGap {
			break
		}
		later = at
	}
	return now
}

// supersededFigures returns the publishes whose numbers are no longer kept.
func supersededFigures(ctx context.Context, tx *sql.Tx, now, present time.Time) (superseded []int64, err error) {
	rows, err := tx.QueryContext(ctx, "SELECT publish, tenant, at FROM publish WHERE figures ORDER BY tenant, at DESC, publish DESC")
	if err != nil {
		return nil, err
	}
	defer func() { _ = rows.Close() }()
	oldest, today := present.AddDate(-figureYears, 0, 0), dayOf(now)
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
