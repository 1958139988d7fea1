package publish

import (
	"context"
	"database/sql"
	"database/sql/driver"
	"encoding/json"
	"errors"
	"fmt"
	"time"

	"inventorybeacon/connector"
	"inventorybeacon/store/inventory/internal/adaptive"
	"inventorybeacon/store/inventory/internal/staging"
	"inventorybeacon/store/inventory/internal/tables"
	"inventorybeacon/store/sqlite"
)

// publishCache is the page cache while an import is published, in KiB. SQLite
// sorts as much at once, and that is the greater part of publishing: with four
// times the cache, which the processor's own cache does not hold, the indexes
// take 1.6 times as long.
const publishCache = 4 << 10

// The tables that publishing makes in the staging file: those of one that was cut
// short, or has turned out to be of no use, are there already.
const dropPrepared = `
DROP TABLE IF EXISTS staging.difference;
DROP TABLE IF EXISTS staging.moved;
DROP TABLE IF EXISTS staging.person;
DROP TABLE IF EXISTS staging.gone;
DROP TABLE IF EXISTS staging.superseded;
DROP TABLE IF EXISTS staging.former_name;
DROP TABLE IF EXISTS staging.copied_name;
DROP TABLE IF EXISTS staging.former_usage;
DROP TABLE IF EXISTS staging.next_holding;
DROP TABLE IF EXISTS staging.held;`

// publishing is one transaction that makes an import the inventory.
type publishing struct {
	Target
	*staging.Received
	connection string
	path       string // of the staging file
	conn       *sql.Conn
	at         time.Time
	source     int64
	counts     connector.Counts

	// users are how many there are of the connection, in the inventory and staged;
	// some of the latter may be the same.
	users struct{ before, inventory, staged int64 }
	// numbers are those of the staged users, by their places; 0 for one that was
	// staged again later.
	numbers []uint32
	twice   bool // there are such
	// usedDays counts the users of each application by the last day; nil when
	// that is as before.
	usedDays *usedDays

	sameReports bool                  // as in the import before
	hadCopilot  bool                  // an import before has read the report on Copilot
	lesser      map[string]ReportJoin // received, but telling less than in the import before, by stream
	guard       *guard                // nil when nothing holds the import back
	copied      *Copied               // nil unless a copy is made
	kept        []KeptPart

	outbox          int64 // the number of the publish on its way to the history
	publishedBefore int64 // when the connection was, in milliseconds since 1970; 0 for never
	events          []event

	first    bool      // there were no users of this connection
	replaces bool      // the inventory of before was another tenant's
	reload   bool      // so much changes that indexes are made anew afterwards
	changed  bool      // users or assignments differ
	licensed bool      // licenses differ
	same     bool      // neither users nor reports differ
	activity *activity // nil when all of it is as before
	// joins are how the rows of reports were joined with users, in the order of reportStreams.
	joins [len(reportStreams)]rowJoins

	indexes   []schemaIndex
	later     []adaptive.Index // to be made after the publish
	published bool
}

// steps are done in this order.
var steps = []struct {
	name string
	do   func(p *publishing, ctx context.Context) error
}{
	{"connection", (*publishing).writeSource},
	{"outbox", (*publishing).beginOutbox},
	{"note licenses", (*publishing).noteLicenses},
	{"licenses", (*publishing).writeLicenses},
	{"unlisted licenses", (*publishing).writeUnlisted},
	{"subscriptions", (*publishing).writeSubscriptions},
	{"groups", (*publishing).writeGroups},
	{"parts read", (*publishing).writePartsRead},
	{"licensings", (*publishing).writeLicensings},
	{"count users", (*publishing).countUsers},
	{"compare users", (*publishing).compareUsers},
	{"note losses", (*publishing).noteLosses},
	{"people", (*publishing).notePeople},
	{"former names", (*publishing).writeFormerNames},
	{"begin activity", (*publishing).beginActivity},
	{"events", (*publishing).writeEvents},
	{"users", (*publishing).writeUsers},
	{"failed assignments", (*publishing).writeFailed},
	{"activity", (*publishing).writeActivity},
	{"added users", (*publishing).writeAdded},
	{"indexes", (*publishing).restoreIndexes},
	{"old licensings", (*publishing).dropLicensings},
	{"full text", (*publishing).writeFullText},
	{"totals", (*publishing).writeTotals},
	{"old service plans", (*publishing).dropPlans},
	{"applications", (*publishing).writeApplications},
	{"guard", (*publishing).guardLosses},
	{"figures", (*publishing).writeFigures},
	{"counts", (*publishing).writeCounts},
}

func (p *publishing) run(ctx context.Context, progress func(done int64)) error {
	var err error
	if p.conn, err = p.DB.Write.Conn(ctx); err != nil {
		return err
	}
	defer func() { _ = p.conn.Close() }()
	defer p.reset(context.WithoutCancel(ctx))
	defer p.stopActivity()
	for _, text := range []string{
		fmt.Sprintf("PRAGMA cache_size = -%d", publishCache),
		"ATTACH DATABASE " + tables.Quote(p.path) + " AS staging",
		fmt.Sprintf("PRAGMA staging.cache_size = -%d", publishCache/2),
		sqlite.PutAside(p.DB.Path, p.path),
		"PRAGMA threads = 1",               // one more, which sorts while this one reads
		"PRAGMA staging.synchronous = OFF", // a copy of what can be read again
		"PRAGMA wal_autocheckpoint = 0",    // which would move the log of staging, too
	} {
		if err := p.exec(ctx, text); err != nil {
			return err
		}
	}
	if err := sqlite.Begin(ctx, p.conn); err != nil {
		return err
	}
	if err := p.exec(ctx, dropPrepared); err != nil {
		return err
	}
	for i, step := range steps {
		if err := step.do(p, ctx); err != nil {
			return fmt.Errorf("%s: %w", step.name, err)
		}
		progress(int64(i) + 1)
	}
	if ctx.Err() != nil {
		return context.Cause(ctx)
	}
	return p.commit(context.WithoutCancel(ctx))
}

// commit ends the transaction. With write-ahead logs SQLite commits the inventory
// first and the staging file, in which the work has left its traces, after it: when
// the disk is full only then, COMMIT fails although the inventory is the new one.
func (p *publishing) commit(ctx context.Context) error {
	err := p.exec(ctx, "COMMIT")
	if err == nil {
		p.published = true
		return nil
	}
	var committed bool
	asking := p.DB.Read.QueryRowContext(ctx, "SELECT EXISTS (SELECT 1 FROM source WHERE connection = ? AND task = ? AND published = ?)",
		p.connection, p.Task, p.at.UnixMilli()).Scan(&committed)
	if asking != nil || !committed {
		return errors.Join(err, asking)
	}
	p.Logger.WarnContext(ctx, "The inventory is published, but not all that was written of the staging file.", "error", err)
	return nil
}

// reset leaves the writer as it was. A connection of which that is not certain is
// given up; the pool makes a new one.
func (p *publishing) reset(ctx context.Context) {
	_ = p.conn.Raw(func(driverConn any) error {
		if inTransaction, ok := driverConn.(interface{ AutoCommit() bool }); ok && !inTransaction.AutoCommit() {
			_, _ = driverConn.(driver.ExecerContext).ExecContext(ctx, "ROLLBACK", nil)
		}
		return nil
	})
	err := p.exec(ctx, "DETACH DATABASE staging; PRAGMA cache_size = -2000; PRAGMA wal_autocheckpoint = 1000; "+sqlite.PutAsideAsBefore)
	if !p.published { // else that follows when the staging file is gone
		sqlite.EmptyLog(ctx, p.conn)
	}
	if err != nil {
		_ = p.conn.Raw(func(any) error { return driver.ErrBadConn })
	}
}

func (p *publishing) exec(ctx context.Context, text string, args ...any) error {
	_, err := p.conn.ExecContext(ctx, text, args...)
	return err
}

// change executes a statement and returns how many rows it has changed.
func (p *publishing) change(ctx context.Context, text string, args ...any) (int64, error) {
	result, err := p.conn.ExecContext(ctx, text, args...)
	if err != nil {
		return 0, err
	}
	return result.RowsAffected()
}

func (p *publishing) count(ctx context.Context, text string, args ...any) (n int64, err error) {
	err = p.conn.QueryRowContext(ctx, text, args...).Scan(&n)
	return n, err
}

// writeSource writes who the inventory is of and when it was imported.
func (p *publishing) writeSource(ctx context.Context) error {
	var err error
	if p.publishedBefore, err = p.count(ctx, "SELECT coalesce(max(published), 0) FROM source WHERE connection = ?", p.connection); err != nil {
		return err
	}
	// The first number is 0: then a uid is the place at which a user was staged.
	err = p.conn.QueryRowContext(ctx, `INSERT INTO source (source, connection, task, published)
		VALUES ((SELECT coalesce(max(source) + 1, 0) FROM source), ?, ?, ?)
		ON CONFLICT (connection) DO UPDATE SET task = excluded.task, published = excluded.published RETURNING source`,
		p.connection, p.Task, p.at.UnixMilli()).Scan(&p.source)
	if err != nil {
		return err
	}
	if t := p.Tenant; t != nil {
		if err := p.forgetOtherTenant(ctx, t.ID); err != nil {
			return err
		}
		if err := p.exec(ctx, "UPDATE source SET tenant_id = ?, tenant_name = ?, default_domain = ?, country_code = ? WHERE source = ?",
			t.ID, t.DisplayName, t.DefaultDomain, t.CountryCode, p.source); err != nil {
			return err
		}
	}
	for stream, column := range map[string]string{
		connector.StreamActiveUsers: "active_users", connector.StreamAppUsers: "app_users", connector.StreamActivations: "activations",
		connector.StreamCopilot: "copilot",
	} {
		if !p.Reported(stream) {
			continue
		}
		if err := p.exec(ctx, fmt.Sprintf("UPDATE source SET %s_date = ?, %[1]s_read = ? WHERE source = ?", column),
			p.Reports[stream].Date, p.at.UnixMilli(), p.source); err != nil {
			return err
		}
	}
	return nil
}

func (p *publishing) writeTotals(ctx context.Context) error {
	if err := p.exec(ctx, "UPDATE source SET users = ? WHERE source = ?", p.counts.Users.Total, p.source); err != nil {
		return err
	}
	return p.countKinds(ctx)
}

// countKinds counts the users of each kind, unless none of them differs.
func (p *publishing) countKinds(ctx context.Context) error {
	if !p.changed {
		known, err := p.count(ctx, "SELECT users_enabled IS NOT NULL FROM source WHERE source = ?", p.source)
		if err != nil || known == 1 {
			return err
		}
	}
	return p.exec(ctx, `UPDATE source SET (users_enabled, users_guests) = (SELECT coalesce(sum(enabled), 0),
			coalesce(sum(user_type = 'Guest'), 0) FROM main.user WHERE `+tables.OfSource("uid")+`),
		users_licensed = (SELECT count(*) FROM main.holding WHERE licensing <> 0 AND `+tables.OfSource("uid")+`)
		WHERE source = ?1`, p.source)
}

// writeCounts writes what this import has changed, so that it is known although the
// process ends before it is recorded with the task.
func (p *publishing) writeCounts(ctx context.Context) error {
	text, err := json.Marshal(p.counts)
	if err != nil {
		return err
	}
	return p.exec(ctx, "UPDATE source SET counts = ? WHERE source = ?", string(text), p.source)
}
