package inventory

import (
	"context"
	"database/sql/driver"

	"inventorybeacon/connector"
)

// dayColumns are the columns of usage with the days of a [dayList], in its order.
const dayColumns = `exchange, onedrive, sharepoint, skype, yammer, teams, outlook, word, excel, powerpoint, onenote,
	app_teams, active_last, app_last`

// reportOf is the report that tells day i of a [dayList].
func reportOf(i int) uint8 {
	if i <= int(connector.Teams) || i == dayActiveLast {
		return listedActive
	}
	return listedApp
}

// loadUsage compares the part's rows of usage with what is stored of them, and
// deletes those of which no report tells any more.
func (a *activity) loadUsage(ctx context.Context) error {
	var gone []int64
	err := each(ctx, a.conn, "SELECT id, name, fingerprint, coalesce(uid, 0) & 0xffffffff FROM main.usage WHERE "+ofSource("id"), func(row []driver.Value) error {
		id, name := row[0].(int64), row[1].(int64)
		if !inPart(name, a.part, a.all) {
			return nil
		}
		n := a.people.table.number(name)
		if n < 0 || a.people.listed[n] == 0 {
			gone = append(gone, id)
			return nil
		}
		a.people.keep(n, storedUsage{number: uint32(id), user: uint32(row[3].(int64)), fingerprint: row[2].(int64)})
		return nil
	}, a.source)
	if err != nil {
		return err
	}
	a.counts.Usage.Removed += int64(len(gone))
	return a.deleteRows(ctx, "usage", gone)
}

// deleteRows deletes rows by their ids.
func (p *publishing) deleteRows(ctx context.Context, table string, ids []int64) error {
	for _, id := range ids {
		if err := p.exec(ctx, "DELETE FROM main."+table+" WHERE id = ?", id); err != nil {
			return err
		}
	}
	return nil
}

// writeUsage writes the rows that differ.
func (a *activity) writeUsage(ctx context.Context) error {
	return a.eachReported(ctx, func(place uint32, _ uint8, row *stagedUsage) error {
		n := a.people.table.number(row.name)
		if a.people.printed[n] != place {
			return nil
		}
		a.put(n, row.name, string(row.upn))
		return a.usage.flushFull(context.WithoutCancel(ctx))
	})
}

// writeKept writes the rows that differ of those that only a report lists which
// was not received.
func (a *activity) writeKept(ctx context.Context) error {
	if a.missing() == 0 {
		return nil
	}
	err := each(ctx, a.conn, "SELECT name, upn FROM main.usage WHERE "+ofSource("id"), func(row []driver.Value) error {
		n := a.people.table.number(row[0].(int64))
		if n >= 0 && a.people.listed[n] != 0 && a.people.printed[n] == 0 {
			a.put(n, row[0].(int64), row[1].(string))
		}
		return nil // written when nothing is read any more
	}, a.source)
	if err != nil {
		return err
	}
	return a.usage.flush(context.WithoutCancel(ctx))
}

// put counts a row of usage and keeps it to be written when it differs.
func (a *activity) put(n int, name int64, upn string) {
	days, listed, user := &a.people.days[n], a.people.listed[n], a.people.user[n]
	a.print.reset()
	a.print.text(upn)
	a.print.flag(listed&listedActive != 0)
	a.print.flag(listed&listedApp != 0)
	for _, day := range days {
		a.print.number(int64(day))
	}
	print, stored := a.print.sum(), a.people.storedOf(n)
	a.counts.Usage.Total++
	switch {
	case stored.number == 0:
		a.counts.Usage.Added++
		stored.number = a.fresh
		a.fresh++
	case stored.fingerprint == print && stored.user == user:
		return
	default:
		a.counts.Usage.Changed++
	}
	d := func(i int) int64 { return int64(days[i]) }
	a.usage.add(a.id(stored.number), name, print, upn, a.uidOf(user), int64(listed), int64(days.last()), d(dayActiveLast), d(dayAppLast),
		d(0), d(1), d(2), d(3), d(4), d(5), d(dayAppTeams), d(6), d(7), d(8), d(9), d(10))
}

// uidOf is the uid of a user, NULL for none.
func (p *publishing) uidOf(number uint32) driver.Value {
	if number == 0 {
		return nil
	}
	return p.id(number)
}
