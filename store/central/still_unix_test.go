//go:build !windows

package central

import (
	"context"
	"testing"
	"time"

	"github.com/jackc/pgx/v5"

	"inventorybeacon/connector"
	"inventorybeacon/store/central/centraltest"
	"inventorybeacon/store/storetest"
)

// What is connected stays so while a server stands still: nothing would ever come.
func TestAServerThatStandsStillIsGivenUp(t *testing.T) {
	server := centraltest.Start(t, centraltest.Options{})
	d := openDatabase(t, server)
	d.answerWithin, d.madeWithin = 50*time.Millisecond, 50*time.Millisecond
	readable := Readable{TenantID: testTenant, Generation: 1, Attempt: testAttempt}
	for name, do := range map[string]func(context.Context, *Database) error{
		"looking at the schema": func(ctx context.Context, d *Database) error { return d.CheckSchema(ctx) },
		"making the schema":     func(ctx context.Context, d *Database) error { return d.CreateSchema(ctx) },
		"taking a tenant": func(ctx context.Context, d *Database) error {
			_, err := d.Lease(ctx, testTenant, "", testBeacon)
			return err
		},
		"comparing with a state": func(ctx context.Context, d *Database) error { return d.Read(ctx, testTenant, Current{}) },
		"finding the states":     func(ctx context.Context, d *Database) error { _, err := d.Readable(ctx); return err },
		"reading users":          func(ctx context.Context, d *Database) error { return d.ReadUsers(ctx, readable, nil) },
		"looking for a state":    func(ctx context.Context, d *Database) error { return d.CheckStill(ctx, readable) },
		"reading numbers": func(ctx context.Context, d *Database) error {
			_, _, err := d.ReadFigures(ctx, readable, Import{Key: "1"})
			return err
		},
	} {
		t.Run(name, func(t *testing.T) {
			if err := d.pool.Ping(t.Context()); err != nil { // so that there is a connection, which the test before has closed
				t.Fatal(err)
			}
			server.Freeze()
			defer server.Thaw()
			if m, _ := connector.MessageOf(do(t.Context(), d)); m.ID != "central.timeout" {
				t.Errorf("it says %+v", m)
			}
		})
	}
}

// lock locks a table as somebody else until the test ends, by another name than that of the program, which locks none.
func lock(t *testing.T, d *Database, table string) {
	t.Helper()
	config := d.pool.Config().ConnConfig
	config.RuntimeParams["application_name"] = "somebody else"
	connection, err := pgx.ConnectConfig(t.Context(), config)
	storetest.Must(t, err)
	t.Cleanup(func() { _ = connection.Close(context.WithoutCancel(t.Context())) })
	tx, err := connection.Begin(t.Context())
	storetest.Must(t, err)
	t.Cleanup(func() { _ = tx.Rollback(context.WithoutCancel(t.Context())) })
	_, err = tx.Exec(t.Context(), "LOCK TABLE beacon."+table+" IN ACCESS EXCLUSIVE MODE")
	storetest.Must(t, err)
}

// A table that somebody else has locked is the same.
func TestALockedTableIsGivenUpAndRowsTakeAnyTime(t *testing.T) {
	server := centraltest.Start(t, centraltest.Options{})
	d := openDatabase(t, server)
	leave(t, server, d, "1", "5000")
	server.Exec("central",
		"INSERT INTO beacon.holding_row (tenant_id, key, from_generation, licensing, listed) SELECT tenant_id, key, 1, 0, 0 FROM beacon.user_row")
	// Given that what is done with each row takes longer than an answer may,
	d.answerWithin = 100 * time.Millisecond
	users, slept := 0, false
	storetest.Must(t, d.Read(t.Context(), testTenant, Current{
		User: func(string, int64, int64, connector.Date, int64, []connector.Date) error {
			if users++; !slept {
				slept = true
				<-time.After(3 * d.answerWithin)
			}
			return nil
		},
	}))
	if users != 5000 {
		t.Errorf("%d users were read", users)
	}
	// and given a lock, under which nothing comes.
	lock(t, d, "user_row")
	if m, _ := connector.MessageOf(d.Read(t.Context(), testTenant, Current{})); m.ID != "central.timeout" {
		t.Errorf("it says %+v", m)
	}
}

// Whatever is locked, nothing that publishes waits for it beyond the time for an answer, and so no other tenant does.
func TestALockHoldsUpNoPublishForEver(t *testing.T) {
	server := centraltest.Start(t, centraltest.Options{})
	d := openDatabase(t, server)
	s := leave(t, server, d, "1", "1")
	server.Exec("central",
		"INSERT INTO beacon.generation (tenant_id, generation, attempt, beacon_id, imported, published, tenant, users, names_users, names_copilot_users, written_as) VALUES ('"+
			testTenant+"', 1, '"+testAttempt+"', '"+testBeacon.ID+"', now(), now() - interval '9 years', 'Contoso', 1, true, true, 1)")
	p := d.Resume(testTenant, testBeacon, s)
	for _, given := range []struct {
		name, locked string
		do           func(context.Context) error
	}{
		{"taking a tenant", "lease", func(ctx context.Context) error { _, err := d.Lease(ctx, testTenant, "", testBeacon); return err }},
		{"taking it over", "lease", func(ctx context.Context) error { return d.TakeOver(ctx, testTenant, testBeacon) }},
		{"beginning", "lease", func(ctx context.Context) error {
			_, err := d.Begin(ctx, testTenant, testBeacon, s, testAttempt)
			return err
		}},
		{"writing rows", "user_row", func(ctx context.Context) error {
			rows := &Rows{}
			rows.Begin().Null()
			rows.End()
			return p.Write(ctx, Write{Table: Users, Rows: rows})
		}},
		{"ending rows", "user_row", func(ctx context.Context) error {
			return p.Write(ctx, Write{Table: Users, Ended: []string{testTenant}})
		}},
		{"finishing", "tenant", func(ctx context.Context) error { _, err := p.Finish(ctx, Facts{}); return err }},
		{"finding old states", "generation", func(ctx context.Context) error { return d.Prune(ctx, testTenant) }},
		{"removing these states", "change_row", func(ctx context.Context) error { return d.Prune(ctx, testTenant) }},
		// The last one, for it gets so far that the steps of p are others.
		{"clearing", "user_row", func(ctx context.Context) error { return d.Clear(ctx, testTenant, testBeacon, s, testAttempt) }},
	} {
		t.Run(given.name, func(t *testing.T) {
			lock(t, d, given.locked)
			d.answerWithin = 100 * time.Millisecond
			defer func() { d.answerWithin = answerWithin }()
			if m, _ := connector.MessageOf(given.do(t.Context())); m.ID != "central.timeout" {
				t.Errorf("it says %+v", m)
			}
		})
	}
}

// Over a slow line, a transaction may take longer than each of its statements.
func TestEachStatementOfATransactionHasItsOwnTime(t *testing.T) {
	d := openDatabase(t, centraltest.Start(t, centraltest.Options{}))
	d.answerWithin = 2 * time.Second
	storetest.Must(t, d.transact(t.Context(), func(ctx context.Context, tx *transaction) error {
		for range 5 {
			if _, err := tx.Exec(ctx, "SELECT pg_sleep(0.5)"); err != nil {
				return err
			}
		}
		return nil
	}))
}
