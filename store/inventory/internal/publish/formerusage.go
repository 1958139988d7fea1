package publish

import (
	"context"
	"database/sql/driver"
	"errors"
	"slices"

	"inventorybeacon/connector"
	"inventorybeacon/store/inventory/internal/tables"
)

// formerColumns are those of the table with what is known of users who have had other names,
// under any of their names, before the days and platforms.
const formerColumns = "number, former, name, upn, listed, stored, stored_user, stored_fingerprint"

// prepareFormer makes that table: such a user counts once in each application.
func (a *activity) prepareFormer(ctx context.Context) error {
	if a.former == nil {
		return nil
	}
	return a.exec(ctx, "CREATE TABLE staging.former_usage ("+formerColumns+", "+tables.DayColumns+", platforms)")
}

// keepFormer has what is known of such a user under one name put there.
func (a *activity) keepFormer(ctx context.Context, u *reportedUsage, former bool) error {
	a.row = append(a.row[:0], int64(u.user), former, u.name, u.upn, int64(u.listed),
		int64(u.stored.number), int64(u.stored.user), u.stored.fingerprint)
	a.addUsed(u)
	return a.formerUsage.add(ctx, a.row...)
}

// writeFormer writes and counts the usage of the users who have had other names, when all that is
// known of them is there.
func (a *activity) writeFormer(ctx context.Context) error {
	if a.former == nil {
		return nil
	}
	plain := context.WithoutCancel(ctx)
	var names []reportedUsage // of one user
	write := func() error {
		settle(names)
		for i := range names {
			a.days.count(&names[i].days, names[i].places)
			if a.differs(&names[i]) {
				a.usage.table.Add(a.usageRow(&names[i])...)
			}
		}
		names = names[:0]
		return a.usage.table.FlushFull(plain)
	}
	err := tables.Each(ctx, a.conn,
		"SELECT "+formerColumns+", "+tables.DayColumns+", platforms FROM staging.former_usage ORDER BY number, former, name",
		func(row []driver.Value) error {
			number := func(i int) int64 { return row[i].(int64) }
			u := reportedUsage{
				user: uint32(number(0)), name: number(2), upn: row[3].(string), listed: uint8(number(4)),
				stored: storedUsage{number: uint32(number(5)), user: uint32(number(6)), fingerprint: number(7)},
			}
			const days = 8
			for i := range u.days {
				u.days[i] = uint16(number(days + i))
			}
			u.places = connector.PlatformUse(number(days + len(u.days)))
			if len(names) > 0 && names[0].user != u.user {
				if err := write(); err != nil {
					return err
				}
			}
			names = append(names, u)
			return nil
		})
	return errors.Join(err, write(), a.usage.table.Flush(plain))
}

// settle leaves the day in each application to one of the names of a user, that under which it was
// used last: so a list has a user and application once, as it is counted. Where it was used under
// the other names goes with it, and stays with them for the next time.
func settle(names []reportedUsage) {
	if len(names) < 2 {
		return
	}
	var all tables.Days
	var places connector.PlatformUse
	for i := range names {
		all.Merge(names[i].days)
		places |= names[i].places
	}
	for app := range connector.UsedApplication(connector.UsedApplications) {
		day := all.In(app)
		last := slices.IndexFunc(names, func(u reportedUsage) bool { return u.days.In(app) == day })
		for i := range names {
			days := &names[i].days
			switch {
			case day == 0:
			case i == last:
				names[i].places |= places & connector.EveryPlatform(app)
			default:
				days[app] = 0
				if app == connector.Teams {
					days[tables.AppTeams] = 0
				}
			}
		}
	}
}
