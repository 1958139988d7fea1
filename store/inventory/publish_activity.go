package inventory

import (
	"context"
	"database/sql/driver"
	"errors"
	"fmt"

	"inventorybeacon/connector"
)

// activity brings usage, activations and holdings up to date. It joins the reports
// with the users by hashes of their names, in memory and one part of the names
// after another: sorting a million rows by name takes SQLite ten times as long.
type activity struct {
	*publishing
	usage, holdings *bulk
	activations     activationWriter
	fresh           uint32 // the number of the next new row of usage

	people    *people
	part, all int
	// days counts the users of each application whom the inventory knows, unknown
	// the others.
	days, unknown [connector.UsedApplications]byDay
	joined        int64
}

// writeActivity brings everything up to date that depends on the reports or on
// who has which name.
func (p *publishing) writeActivity(ctx context.Context) (err error) {
	if p.same {
		p.counts.Usage.Total, err = p.count(ctx, "SELECT count(*) FROM main.usage WHERE "+ofSource("id"), p.source)
		return err
	}
	a := &activity{publishing: p, all: parts(max(p.counts.Users.Total, 1))}
	last, err := p.count(ctx, "SELECT coalesce(max(id), 0) & 0xffffffff FROM main.usage WHERE "+ofSource("id"), p.source)
	if err != nil {
		return err
	}
	a.fresh = uint32(last) + 1
	if err := a.dropReportIndexes(ctx); err != nil {
		return err
	}
	if err := a.prepareHoldings(ctx); err != nil {
		return err
	}
	if a.usage, err = prepareBulk(p.conn, "INSERT OR REPLACE INTO main.usage", 21); err != nil {
		return err
	}
	defer func() { err = errors.Join(err, a.usage.close(), a.holdings.close()) }()
	if err := a.activations.prepare(ctx, p); err != nil {
		return err
	}
	defer func() { err = errors.Join(err, a.activations.close()) }()
	for a.part = range a.all {
		for _, step := range []func(context.Context) error{
			a.meetUsers, a.readReports, a.keepReports, a.loadUsage, a.writeUsage, a.writeKept, a.writeHoldings,
		} {
			if err := step(ctx); err != nil {
				return err
			}
		}
		a.countDays()
		if err := a.activations.write(ctx, a); err != nil {
			return err
		}
	}
	return a.finish(ctx)
}

// dropReportIndexes drops indexes that are sooner made anew than kept up: a new
// report tells other days of most users.
func (a *activity) dropReportIndexes(ctx context.Context) error {
	if a.sameReports {
		return nil
	}
	for table, rows := range map[string]int64{
		"usage":      max(a.reports[connector.StreamActiveUsers].rows, a.reports[connector.StreamAppUsers].rows),
		"activation": a.reports[connector.StreamActivations].rows,
	} {
		before, err := a.count(ctx, "SELECT count(*) FROM main."+table)
		if err != nil {
			return err
		}
		if rows*reloadFraction <= before {
			continue
		}
		if err := a.dropIndexes(ctx, table+"_upn"); err != nil {
			return err
		}
	}
	return nil
}

// finish writes what all parts have told.
func (a *activity) finish(ctx context.Context) error {
	if err := errors.Join(a.usage.flush(context.WithoutCancel(ctx)), a.holdings.flush(context.WithoutCancel(ctx))); err != nil {
		return err
	}
	if err := a.finishHoldings(ctx); err != nil {
		return err
	}
	p := a.publishing
	// Rows of nobody known count only when none is known, because names are
	// concealed; else they are of people who have left.
	p.usedDays = &a.days
	if a.joined == 0 {
		p.usedDays = &a.unknown
	}
	return p.exec(ctx, "UPDATE source SET reports_fingerprint = ?, usage_joined = ? WHERE source = ?", p.reportsFingerprint(), a.joined, p.source)
}

// meetUsers begins a part with the users whose names belong to it.
func (a *activity) meetUsers(ctx context.Context) error {
	a.people = newPeople(len(a.numbers))
	return a.eachUser(ctx, func(seq int64, user userKey) error {
		if a.numbers[seq] == 0 || !inPart(user.name, a.part, a.all) {
			return nil
		}
		if n := a.people.add(user.name); a.people.user[n] == 0 {
			a.people.user[n] = a.numbers[seq]
		}
		return nil
	})
}

// usageReports are the reports that tell of usage, active-users first: how it
// prints a name counts.
var usageReports = []struct {
	stream string
	listed uint8
}{{connector.StreamActiveUsers, listedActive}, {connector.StreamAppUsers, listedApp}}

// eachReported calls use with one row of the part after another, with its place
// among all rows.
func (a *activity) eachReported(ctx context.Context, use func(place uint32, listed uint8, row *stagedUsage) error) error {
	var place uint32
	for _, report := range usageReports {
		if !a.reported(report.stream) {
			continue
		}
		err := a.eachList(ctx, report.stream, func(list []byte) error {
			return eachUsage(list, func(row *stagedUsage) error {
				place++
				if !inPart(row.name, a.part, a.all) {
					return nil
				}
				return use(place, report.listed, row)
			})
		})
		if err != nil {
			return fmt.Errorf("%s: %w", report.stream, err)
		}
	}
	return nil
}

// eachList calls use with one staged list of rows of a report after another.
func (p *publishing) eachList(ctx context.Context, stream string, use func(list []byte) error) error {
	return each(ctx, p.conn, "SELECT rows FROM staging.report WHERE stream = ?1 ORDER BY number", func(row []driver.Value) error {
		list, _ := row[0].([]byte) // none without rows
		return use(list)
	}, stream)
}

// readReports joins the rows of the reports with the users. Of two rows about one
// user the later days count.
func (a *activity) readReports(ctx context.Context) error {
	return a.eachReported(ctx, func(place uint32, listed uint8, row *stagedUsage) error {
		n := a.people.add(row.name)
		a.people.days[n].latest(row.days)
		a.people.listed[n] |= listed
		if a.people.printed[n] == 0 {
			a.people.printed[n] = place
		}
		return nil
	})
}

// missing are the reports that were not received.
func (p *publishing) missing() (listed uint8) {
	for _, report := range usageReports {
		if !p.reported(report.stream) {
			listed |= report.listed
		}
	}
	return listed
}

// keepReports takes a report that was not received from the inventory, so that
// what an earlier import has read of it stays.
func (a *activity) keepReports(ctx context.Context) error {
	missing := a.missing()
	if missing == 0 {
		return nil
	}
	return each(ctx, a.conn, "SELECT name, listed, "+dayColumns+" FROM main.usage WHERE "+ofSource("id")+" AND listed & ?2", func(row []driver.Value) error {
		name := row[0].(int64)
		if !inPart(name, a.part, a.all) {
			return nil
		}
		n := a.people.add(name)
		a.people.listed[n] |= uint8(row[1].(int64)) & missing
		var kept dayList
		for i := range kept {
			if reportOf(i)&missing != 0 {
				kept[i] = uint16(row[2+i].(int64))
			}
		}
		a.people.days[n].latest(kept)
		return nil
	}, a.source, int64(missing))
}

// countDays counts the users of the applications of one part.
func (a *activity) countDays() {
	for n, listed := range a.people.listed {
		if listed == 0 {
			continue
		}
		days := &a.unknown
		if a.people.user[n] != 0 {
			days = &a.days
			a.joined++
		}
		for app := range connector.UsedApplication(connector.UsedApplications) {
			if day := a.people.days[n].in(app); day != 0 {
				days[app].add(day, 1)
			}
		}
	}
}
