package publish

import (
	"context"
	"database/sql"
	"database/sql/driver"
	"errors"
	"fmt"

	"inventorybeacon/connector"
	"inventorybeacon/store/inventory/internal/entitlement"
	"inventorybeacon/store/inventory/internal/staging"
	"inventorybeacon/store/inventory/internal/tables"
	"inventorybeacon/store/sqlite"
)

// activity brings usage, activations and holdings up to date. It joins the reports
// with the users by hashes of their names, in memory and one part of the names
// after another: sorting a million rows by name takes SQLite ten times as long.
//
// It reads on a second core, through a connection of its own, while publishing
// writes what it hands over.
type activity struct {
	*publishing
	reader *sql.Conn
	batches
	usage, holdings, activations rowWriter
	formerUsage                  rowWriter
	freshUsage, freshActivation  uint32 // the numbers of the next new rows
	print                        tables.Fingerprint
	dayValues                    []driver.Value // by day
	row                          []driver.Value // memory to use again

	people     *people
	former     *formerNames // nil when nobody has had another name
	formerUsed bool         // whether the inventory has usage under such names
	naming     uint8        // the reports of this import that name somebody; good when formerUsed
	lastActive []uint16     // days, by the places of the staged users
	copilot    []uint16     // the same of Copilot; nil when no report tells of it
	// copilotLicenses are those whose holders have their activity from that report.
	copilotLicenses []entitlement.SKU
	copilotLag      int      // days by which that report is older than the others
	listed          []uint8  // as usage.listed, by the same
	used            []uint32 // as holding.used, by the same
	usedSince       uint16   // the first day that counts as use
	knownBy         uint8    // the report that must list a user for no activity to mean inactive
	part            int
	named           [staging.NameParts][]namedUser
	// What it has found out; good when it is over.
	usageCount connector.Count
	// days counts the users of each application whom the inventory knows, unknown
	// the others.
	days, unknown usedDays
	joined        int64
	namedBy       [len(usageReports)]int64 // users by the report that lists them
	activated     activatedProducts
	held          *heldLicenses // good when holdings have gone by
}

// beginActivity begins to read what depends on the reports or on who has which
// name.
func (p *publishing) beginActivity(ctx context.Context) error {
	if p.same {
		return nil
	}
	a := &activity{
		publishing: p, lastActive: make([]uint16, len(p.numbers)), listed: make([]uint8, len(p.numbers)),
		used: make([]uint32, len(p.numbers)),
	}
	p.activity = a
	var err error
	if p.hadCopilot || p.Reported(connector.StreamCopilot) {
		a.copilot = make([]uint16, len(p.numbers))
		if a.copilotLicenses, err = entitlement.CopilotLicenses(ctx, p.conn, p.source); err != nil {
			return err
		}
		lag, err := p.count(ctx, "SELECT max(active_users_date, app_users_date) - copilot_date FROM source WHERE source = ?", p.source)
		if err != nil {
			return err
		}
		a.copilotLag = int(lag)
	}
	if a.knownBy, err = p.decidingReport(ctx); err != nil {
		return err
	}
	if a.usedSince, err = p.firstDayOfUse(ctx); err != nil {
		return err
	}
	if a.former, err = p.loadFormerNames(ctx); err != nil {
		return err
	}
	if a.formerUsed, err = p.hasFormerUsage(ctx); err != nil {
		return err
	}
	for table, fresh := range map[string]*uint32{"usage": &a.freshUsage, "activation": &a.freshActivation} {
		last, err := p.count(ctx, "SELECT coalesce(max(id), 0) & 0xffffffff FROM main."+table+" WHERE "+tables.OfSource("id"), p.source)
		if err != nil {
			return err
		}
		*fresh = uint32(last) + 1
	}
	if err := a.dropReportIndexes(ctx); err != nil {
		return err
	}
	if err := errors.Join(a.prepareHoldings(ctx), a.prepareFormer(ctx)); err != nil {
		return err
	}
	for _, w := range []struct {
		rows    *rowWriter
		into    string
		columns string
	}{
		{&a.usage, "INSERT OR REPLACE INTO main.usage", "id, name, fingerprint, upn, uid, listed, last_activity, " + tables.DayColumns +
			", platforms"},
		{
			&a.activations, "INSERT OR REPLACE INTO main.activation",
			"id, key, name, fingerprint, upn, product, uid, " + tables.ActivationColumns,
		},
		{&a.holdings, "INSERT INTO " + a.holdingTable(), holdingColumns},
		{&a.formerUsage, "INSERT INTO staging.former_usage", formerColumns + ", " + tables.DayColumns + ", platforms"},
	} {
		if w.rows == &a.formerUsage && a.former == nil {
			continue
		}
		table, err := tables.PrepareInsert(p.conn, w.into, w.columns)
		if err != nil {
			return err
		}
		*w.rows = rowWriter{table: table, batches: &a.batches}
	}
	a.start(ctx, a.read)
	return nil
}

// stopActivity ends the reading, if it was begun, and gives the statements back.
func (p *publishing) stopActivity() {
	a := p.activity
	if a == nil {
		return
	}
	a.stop()
	for _, w := range []rowWriter{a.usage, a.activations, a.holdings, a.formerUsage} {
		if w.table != nil {
			_ = w.table.Close() // says again why one has failed
		}
	}
}

// read finds out what is to be written.
func (a *activity) read(ctx context.Context) (err error) {
	if a.reader, err = a.DB.Read.Conn(ctx); err != nil {
		return err
	}
	defer func() { err = errors.Join(err, a.reader.Close()) }()
	if _, err := a.reader.ExecContext(ctx, "ATTACH DATABASE "+tables.Quote(a.path)+" AS staging"); err != nil {
		return err
	}
	defer func() {
		_, detaching := a.reader.ExecContext(context.WithoutCancel(ctx), "DETACH DATABASE staging; "+sqlite.PutAsideAsBefore)
		err = errors.Join(err, detaching)
	}()
	if _, err := a.reader.ExecContext(ctx, sqlite.PutAside(a.DB.Path, a.path)); err != nil {
		return err
	}
	if err := a.sortUsers(ctx); err != nil {
		return err
	}
	if a.formerUsed {
		if err := a.findNaming(ctx); err != nil {
			return err
		}
	}
	for a.part = range staging.NameParts {
		for _, step := range []func(context.Context) error{
			a.joinUsers, a.joinFormer, a.readReports, a.keepReports, a.loadUsage, a.writeUsage, a.writeKept,
			a.writeActivations, a.noteActivity, a.noteFormer,
		} {
			if err := step(ctx); err != nil {
				return err
			}
		}
		a.countPart()
		a.named[a.part] = nil // others need the memory
	}
	a.people = nil
	if err := a.prepareHeld(ctx); err != nil {
		return err
	}
	if err := a.writeHoldings(ctx); err != nil {
		return err
	}
	return errors.Join(a.usage.flush(ctx), a.holdings.flush(ctx), a.activations.flush(ctx), a.formerUsage.flush(ctx))
}

// writeActivity writes what the reading finds out.
func (p *publishing) writeActivity(ctx context.Context) (err error) {
	a := p.activity
	if a == nil {
		if err := p.readReportJoins(ctx); err != nil {
			return err
		}
		p.counts.Usage.Total, err = p.count(ctx, "SELECT count(*) FROM main.usage WHERE "+tables.OfSource("id"), p.source)
		return err
	}
	if err := a.write(ctx, p.conn); err != nil {
		return err
	}
	if err := a.writeFormer(ctx); err != nil {
		return err
	}
	if err := a.finishHoldings(ctx); err != nil {
		return err
	}
	p.counts.Usage = a.usageCount
	p.usedDays = &a.days
	if err := errors.Join(a.takeConcealed(ctx), a.writeReportJoins(ctx)); err != nil {
		return err
	}
	return p.exec(ctx, "UPDATE source SET reports_fingerprint = ?, usage_joined = ?, app_users_joined = ?, copilot_joined = ? WHERE source = ?",
		p.reportsFingerprint(), a.joined, a.namedBy[ofAppUsers], a.namedBy[ofCopilot], p.source)
}

// namedUser is a user by its name, whose halves need no padding: there is one for
// each user.
type namedUser struct{ high, low, seq uint32 }

func (u namedUser) name() int64 { return int64(u.high)<<32 | int64(u.low) }

// sortUsers puts the users into the parts of their names.
func (a *activity) sortUsers(ctx context.Context) error {
	for part := range a.named { // with some room, because parts are not quite alike
		a.named[part] = make([]namedUser, 0, len(a.numbers)/staging.NameParts*33/32)
	}
	nameless := a.print.NameKey("") // the reports' rows without a name are of others
	return staging.EachUser(ctx, a.reader, func(seq int64, user staging.UserKey) error {
		if a.numbers[seq] != 0 && user.Name != nameless {
			part := staging.PartOf(user.Name)
			a.named[part] = append(a.named[part], namedUser{uint32(user.Name >> 32), uint32(user.Name), uint32(seq)})
		}
		return nil
	})
}

// joinUsers begins a part with the users whose names belong to it.
func (a *activity) joinUsers(context.Context) error {
	users := a.named[a.part]
	if a.people == nil {
		a.people = newPeople(len(users))
	}
	a.people.clear()
	for _, user := range users {
		if n := a.people.add(user.name()); a.people.user[n] == 0 {
			a.people.user[n] = a.numbers[user.seq]
		}
	}
	return nil
}

// usageReports are the reports that tell of usage, in the order of reportStreams:
// active-users comes first, because how it prints a name counts.
var usageReports = [...]struct {
	stream string
	listed uint8
}{
	{connector.StreamActiveUsers, tables.ListedActive},
	{connector.StreamAppUsers, tables.ListedApp},
	{connector.StreamCopilot, tables.ListedCopilot},
}

// Their places among them.
const (
	ofActiveUsers = iota
	ofAppUsers
	ofCopilot
)

// eachReported calls use with one row of the part after another, with its place
// among them and that of its report in usageReports.
func (a *activity) eachReported(ctx context.Context, use func(place uint32, report int, row *staging.UsageRow) error) error {
	var place uint32
	for i, report := range usageReports {
		if !a.Reported(report.stream) {
			continue
		}
		err := staging.EachUsage(ctx, a.reader, report.stream, a.part, func(row *staging.UsageRow) error {
			place++
			return use(place, i, row)
		})
		if err != nil {
			return fmt.Errorf("%s: %w", report.stream, err)
		}
	}
	return nil
}

// readReports joins the rows of the reports with the users. Of two rows about one
// user the later days count.
func (a *activity) readReports(ctx context.Context) error {
	return a.eachReported(ctx, func(place uint32, report int, row *staging.UsageRow) error {
		n := a.people.add(row.Name)
		a.joins[report].count(a.people.user[n] != 0)
		a.people.days[n].Merge(row.Days)
		a.people.places[n] |= row.Platforms
		a.people.listed[n] |= usageReports[report].listed
		if a.people.printed[n] == 0 {
			a.people.printed[n] = place
		}
		return nil
	})
}

// missing are the reports that were not received, but for one on Copilot of which nothing
// is known.
func (p *publishing) missing() uint8 {
	missing := (tables.ListedActive | tables.ListedApp | tables.ListedCopilot) &^ p.received()
	if !p.hadCopilot {
		missing &^= tables.ListedCopilot
	}
	return missing
}

// received are the usage reports of this import, as bits.
func (p *publishing) received() (listed uint8) {
	for _, report := range usageReports {
		if p.Reported(report.stream) {
			listed |= report.listed
		}
	}
	return listed
}

// keepReports takes a report that was not received from the inventory, so that
// what an earlier import has read of it stays. So does what is known under a name that
// somebody had before: once a report has the new name it tells no more of the former
// one, and not always what the user did under it. A report that names nobody, because names
// are concealed, has no new name either.
func (a *activity) keepReports(ctx context.Context) error {
	if !a.keeps() {
		return nil
	}
	return tables.Each(ctx, a.reader,
		"SELECT name, listed, "+tables.DayColumns+", platforms FROM main.usage WHERE "+tables.OfSource("id")+" AND "+staging.OfPart(),
		func(row []driver.Value) error {
			name, listed := row[0].(int64), uint8(row[1].(int64))
			missing := a.missing()
			if n := a.people.table.number(name); n >= 0 && a.people.former[n] {
				missing |= a.naming &^ a.people.listed[n]
			}
			if listed&missing == 0 {
				return nil
			}
			n := a.people.add(name)
			a.people.listed[n] |= listed & missing
			var kept tables.Days
			for i := range kept {
				if tables.ReportOf(i)&missing != 0 {
					kept[i] = uint16(row[2+i].(int64))
				}
			}
			a.people.days[n].Merge(kept)
			if missing&tables.ListedApp != 0 {
				a.people.places[n] |= connector.PlatformUse(row[2+len(kept)].(int64))
			}
			return nil
		}, a.source, int64(a.part))
}

// keeps reports whether rows may stay that no report has that was received.
func (a *activity) keeps() bool { return a.copied == nil && (a.missing() != 0 || a.former != nil) }

// countPart counts the users of the applications of one part; those who have had
// other names are counted when all parts are read.
func (a *activity) countPart() {
	for n, listed := range a.people.listed {
		user := a.people.user[n]
		switch {
		case listed == 0:
			continue
		case user == 0:
			a.unknown.count(&a.people.days[n], a.people.places[n])
			continue
		}
		if listed&^tables.ListedCopilot != 0 {
			a.joined++
		}
		for i, report := range usageReports {
			if listed&report.listed != 0 {
				a.namedBy[i]++
			}
		}
		if _, other := a.former.find(user); !other {
			a.days.count(&a.people.days[n], a.people.places[n])
		}
	}
}
