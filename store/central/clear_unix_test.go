//go:build !windows

package central

import (
	"errors"
	"testing"
	"time"

	"inventorybeacon/connector"
	"inventorybeacon/store/central/centraltest"
	"inventorybeacon/store/storetest"
)

const (
	testTenant  = "11111111-2222-4333-8444-555555555555"
	testAttempt = "22222222-2222-4333-8444-555555555555"
)

var testBeacon = Beacon{ID: "bbbbbbbb-0000-4000-8000-000000000002", Name: "one", Version: "1"}

// openDatabase opens a server's database with a schema.
func openDatabase(t *testing.T, server *centraltest.Server) *Database {
	t.Helper()
	server.Database("central", "beacon", "secret")
	d, err := Open(t.Context(), Config{Server: server.Address, Database: "central", User: "beacon", Password: "secret"})
	storetest.Must(t, err)
	t.Cleanup(d.Close)
	storetest.Must(t, d.CreateSchema(t.Context()))
	return d
}

// leave leaves an attempt that was not finished, with so many changes of one import and so many users.
func leave(t *testing.T, server *centraltest.Server, d *Database, changes, users string) State {
	t.Helper()
	s, err := d.Lease(t.Context(), testTenant, "Contoso", testBeacon)
	storetest.Must(t, err)
	_, err = d.Begin(t.Context(), testTenant, testBeacon, s, testAttempt)
	storetest.Must(t, err)
	server.Exec("central", "INSERT INTO beacon.change_row (tenant_id, key, number, from_generation, event) SELECT '"+testTenant+
		"', '1', n, 1, 'user-added' FROM generate_series(1, "+changes+") AS n")
	server.Exec("central",
		"INSERT INTO beacon.user_row (tenant_id, key, from_generation, fingerprint, user_principal_name, display_name, enabled, on_premises_synced) "+
			"SELECT '"+testTenant+"', CAST(md5(n::text) AS uuid), 1, n, 'u' || n, 'u', true, false FROM generate_series(1, "+users+") AS n")
	s.Writing = testAttempt
	return s
}

func wantNothingLeft(t *testing.T, server *centraltest.Server) {
	t.Helper()
	if left := server.Exec("central",
		"SELECT (SELECT count(*) FROM beacon.change_row) || ' ' || (SELECT count(*) FROM beacon.user_row)"); left != "0 0" {
		t.Errorf("%s changes and users are left of an attempt that was cleared", left)
	}
}

// An import may have changed any number of things.
func TestClearChangesAtMostSoManyRowsATransaction(t *testing.T) {
	server := centraltest.Start(t, centraltest.Options{})
	d := openDatabase(t, server)
	s := leave(t, server, d, "25000", "25000")
	server.Exec("central", `CREATE TABLE public.moved (transaction bigint); GRANT ALL ON public.moved TO beacon;
		CREATE FUNCTION public.note() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN INSERT INTO public.moved VALUES (txid_current()); RETURN NULL; END';
		CREATE TRIGGER noted AFTER DELETE OR UPDATE OR INSERT ON beacon.change_row FOR EACH ROW EXECUTE FUNCTION public.note();
		CREATE TRIGGER noted AFTER DELETE OR UPDATE OR INSERT ON beacon.lease FOR EACH ROW EXECUTE FUNCTION public.note();
		CREATE TRIGGER noted AFTER DELETE OR UPDATE OR INSERT ON beacon.user_row FOR EACH ROW EXECUTE FUNCTION public.note()`)
	storetest.Must(t, d.Clear(t.Context(), testTenant, testBeacon, s, connector.NewGUID()))
	wantNothingLeft(t, server)
	if most := server.Exec("central",
		"SELECT max(n) <= 10000 FROM (SELECT count(*) AS n FROM public.moved GROUP BY transaction) AS t"); most != "t" {
		t.Errorf("a transaction has removed more: %s",
			server.Exec("central", "SELECT max(n) FROM (SELECT count(*) AS n FROM public.moved GROUP BY transaction) AS t"))
	}
}

// Databases that run transactions side by side may refuse one when it is to be committed, and all of it has to be done again.
func TestClearGoesOnGivenATransactionThatIsRefusedAtItsEnd(t *testing.T) {
	for _, table := range []string{"change_row", "user_row"} {
		t.Run("of "+table, func(t *testing.T) {
			server := centraltest.Start(t, centraltest.Options{})
			d := openDatabase(t, server)
			s := leave(t, server, d, "25000", "25000")
			// A sequence does not go back with its transaction, so that each second try is let through.
			server.Exec("central", `CREATE SEQUENCE public.tries; GRANT ALL ON SEQUENCE public.tries TO beacon;
				CREATE FUNCTION public.refuse() RETURNS trigger LANGUAGE plpgsql AS
				'BEGIN IF nextval(''public.tries'') % 2 = 1 THEN RAISE EXCEPTION ''not now'' USING ERRCODE = ''40001''; END IF; RETURN NULL; END';
				CREATE TABLE public.once (transaction bigint PRIMARY KEY); GRANT ALL ON public.once TO beacon;
				CREATE FUNCTION public.note() RETURNS trigger LANGUAGE plpgsql AS
				'BEGIN INSERT INTO public.once VALUES (txid_current()) ON CONFLICT DO NOTHING; RETURN NULL; END';
				CREATE CONSTRAINT TRIGGER refused AFTER INSERT ON public.once DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION public.refuse();
				CREATE TRIGGER noted AFTER DELETE ON beacon.`+table+` FOR EACH STATEMENT EXECUTE FUNCTION public.note()`)
			storetest.Must(t, d.Clear(t.Context(), testTenant, testBeacon, s, connector.NewGUID()))
			wantNothingLeft(t, server)
		})
	}
}

// A data directory that was copied has the same id, and so the tenant.
func TestAStateThatIsOutdatedChangesNothing(t *testing.T) {
	server := centraltest.Start(t, centraltest.Options{})
	d := openDatabase(t, server)
	outdated := leave(t, server, d, "1", "1")
	other := d.Resume(testTenant, testBeacon, outdated)
	_, err := other.Finish(t.Context(), Facts{Tenant: "Contoso", Imported: time.Now()})
	storetest.Must(t, err)
	for name, do := range map[string]func(State) error{
		"what was being written is cleared": func(s State) error {
			return d.Clear(t.Context(), testTenant, testBeacon, s, connector.NewGUID())
		},
		"the next state is begun": func(s State) error {
			s.Writing = ""
			_, err := d.Begin(t.Context(), testTenant, testBeacon, s, connector.NewGUID())
			return err
		},
	} {
		t.Run("when "+name, func(t *testing.T) {
			if err := do(outdated); !errors.Is(err, ErrLost) {
				t.Errorf("it says %v", err)
			}
			const left = "SELECT (SELECT count(*) FROM beacon.user_row) || ' ' || (SELECT count(*) FROM beacon.lease WHERE attempt IS NULL)"
			if got := server.Exec("central", left); got != "1 1" {
				t.Errorf("%s users and free leases are left, want 1 1", got)
			}
		})
	}
}
