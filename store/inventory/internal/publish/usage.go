package publish

import (
	"context"
	"database/sql/driver"
	"encoding/json"
	"math"

	"inventorybeacon/connector"
	"inventorybeacon/store/inventory/internal/staging"
	"inventorybeacon/store/inventory/internal/tables"
)

// loadUsage compares the part's rows of usage with what is stored of them, and
// deletes those that do not stay although no report tells of them any more.
func (a *activity) loadUsage(ctx context.Context) error {
	var gone []int64
	err := tables.Each(ctx, a.reader,
		"SELECT id, name, fingerprint, coalesce(uid, 0) & 0xffffffff FROM main.usage WHERE "+tables.OfSource("id")+" AND "+staging.OfPart(),
		func(row []driver.Value) error {
			id, name := row[0].(int64), row[1].(int64)
			n := a.people.table.number(name)
			if n < 0 || a.people.listed[n] == 0 {
				gone = append(gone, id)
				return nil
			}
			a.people.keep(n, storedUsage{number: uint32(id), user: uint32(row[3].(int64)), fingerprint: row[2].(int64)})
			return nil
		}, a.source, int64(a.part))
	if err != nil {
		return err
	}
	a.usageCount.Removed += int64(len(gone))
	return a.deleteRows(ctx, "usage", gone)
}

// deleteRows has rows deleted by their ids.
func (a *activity) deleteRows(ctx context.Context, table string, ids []int64) error {
	if len(ids) == 0 {
		return nil
	}
	list, err := json.Marshal(ids)
	if err != nil {
		return err
	}
	return a.send(ctx, batch{sql: "DELETE FROM main." + table + " WHERE id IN (SELECT value FROM json_each(?))", args: []any{string(list)}})
}

// writeUsage writes the rows that differ.
func (a *activity) writeUsage(ctx context.Context) error {
	return a.eachReported(ctx, func(place uint32, _ int, row *staging.UsageRow) error {
		n := a.people.table.number(row.Name)
		if a.people.printed[n] != place {
			return nil
		}
		return a.put(ctx, n, row.Name, string(row.UPN))
	})
}

// writeKept writes the rows that differ of those that no report lists which was
// received, and that stay.
func (a *activity) writeKept(ctx context.Context) error {
	if !a.keeps() {
		return nil
	}
	return tables.Each(ctx, a.reader,
		"SELECT name, upn FROM main.usage WHERE "+tables.OfSource("id")+" AND "+staging.OfPart(),
		func(row []driver.Value) error {
			n := a.people.table.number(row[0].(int64))
			if n < 0 || a.people.listed[n] == 0 || a.people.printed[n] != 0 {
				return nil
			}
			return a.put(ctx, n, row[0].(int64), row[1].(string))
		}, a.source, int64(a.part))
}

// reportedUsage is what is known under one name of the reports.
type reportedUsage struct {
	name   int64
	upn    string
	user   uint32 // its number, 0 for nobody
	listed uint8
	days   tables.Days
	places connector.PlatformUse
	stored storedUsage
}

// put has the row of a name, the nth one, written when it differs; that of somebody who has had
// other names when those of all are known.
func (a *activity) put(ctx context.Context, n int, name int64, upn string) error {
	u := reportedUsage{
		name: name, upn: upn, user: a.people.user[n], listed: a.people.listed[n], days: a.people.days[n], places: a.people.places[n],
		stored: a.people.storedOf(n),
	}
	if _, other := a.former.find(u.user); other {
		return a.keepFormer(ctx, &u, a.people.former[n])
	}
	if !a.differs(&u) {
		return nil
	}
	return a.usage.add(ctx, a.usageRow(&u)...)
}

// differs counts a row of usage, and reports whether it is to be written.
func (a *activity) differs(u *reportedUsage) bool {
	a.print.Reset()
	a.print.AddString(u.upn)
	a.print.AddBool(u.listed&tables.ListedActive != 0)
	a.print.AddBool(u.listed&tables.ListedApp != 0)
	a.print.AddBool(u.listed&tables.ListedCopilot != 0)
	for _, day := range u.days {
		a.print.AddInt(int64(day))
	}
	a.print.AddInt(int64(u.places))
	before := u.stored
	u.stored.user, u.stored.fingerprint = u.user, a.print.Sum()
	a.usageCount.Total++
	switch {
	case before.number == 0:
		a.usageCount.Added++
		u.stored.number = a.freshUsage
		a.freshUsage++
	case before == u.stored:
		return false
	default:
		a.usageCount.Changed++
	}
	return true
}

// usageRow returns a row of usage as it is written; the slice is used again.
func (a *activity) usageRow(u *reportedUsage) []driver.Value {
	a.row = append(a.row[:0], tables.UID(a.source, u.stored.number), u.name, u.stored.fingerprint, u.upn, a.uidOf(u.user), int64(u.listed),
		a.dayValue(u.days.Last()))
	a.addUsed(u)
	return a.row
}

// addUsed adds what is used, and where, to a row.
func (a *activity) addUsed(u *reportedUsage) {
	for _, day := range u.days {
		a.row = append(a.row, a.dayValue(day))
	}
	a.row = append(a.row, int64(u.places))
}

// dayValue returns a day as a row has it. Ten million days are some hundred
// different ones, and each value would be memory of its own.
func (a *activity) dayValue(day uint16) driver.Value {
	if a.dayValues == nil {
		a.dayValues = make([]driver.Value, math.MaxUint16+1)
	}
	if a.dayValues[day] == nil {
		a.dayValues[day] = int64(day)
	}
	return a.dayValues[day]
}

// uidOf is the uid of a user, NULL for none.
func (p *publishing) uidOf(number uint32) driver.Value {
	if number == 0 {
		return nil
	}
	return tables.UID(p.source, number)
}
