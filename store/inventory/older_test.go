package inventory

import (
	"fmt"
	"io/fs"
	"testing"
	"testing/fstest"

	"github.com/google/go-cmp/cmp"

	"inventorybeacon/connector"
	"inventorybeacon/store/inventory/internal/tables"
	"inventorybeacon/store/sqlite"
)

func TestAReportThatIsOlderThanWhatIsKnownIsNotUsed(t *testing.T) {
	dated := func(d delivery, day connector.Date) delivery {
		for _, rows := range [][]connector.Usage{d.activeUsers, d.appUsers} {
			for i := range rows {
				rows[i].ReportDate = day
			}
		}
		return d
	}
	for _, c := range []struct {
		given  string
		tenant string
		day    connector.Date
		used   bool
	}{
		{"a later day", "t", today - 1, true},
		{"the same day", "t", today - 2, true},
		{"an earlier day", "t", today - 3, false},
		{"an earlier day of another tenant", "other", today - 3, true},
	} {
		t.Run("given "+c.given, func(t *testing.T) {
			inv := open(t, t.TempDir())
			publishDelivery(t, inv, "one", holdersOf(heldBy{"a", "a@contoso.com", 0, "a@contoso.com", today - 5}))
			d := dated(holdersOf(heldBy{"a", "a@contoso.com", 0, "a@contoso.com", today - 9}), c.day)
			d.tenant.ID = c.tenant
			_, joins := publishJoined(t, inv, "one", d)
			user, err := inv.User(t.Context(), "one", "a")
			must(t, err)
			want := ReportJoin{Stream: connector.StreamActiveUsers, Date: c.day, Rows: 1, Joined: 1}
			last := today - 9
			if !c.used {
				want.Joined, want.Newer, last = 0, today-2, today-5
			}
			if diff := cmp.Diff([]ReportJoin{want}, joins); diff != "" || user.LastActivity != last {
				t.Errorf("active on %s (-want +got):\n%s", user.LastActivity, diff)
			}
		})
	}
}

// The same reports need not be read again to tell what became of them.
func TestWhatBecameOfReportsIsToldAgain(t *testing.T) {
	inv := open(t, t.TempDir())
	_, first := publishJoined(t, inv, "one", contoso())
	_, again := publishJoined(t, inv, "one", contoso())
	want := []ReportJoin{
		{Stream: connector.StreamActiveUsers, Date: today - 2, Rows: 3, Joined: 2},
		{Stream: connector.StreamAppUsers, Date: today - 2, Rows: 2, Joined: 2},
		{Stream: connector.StreamActivations, Date: today - 2, Rows: 1, Joined: 1},
	}
	if diff := cmp.Diff(want, first); diff != "" {
		t.Error("first (-want +got):\n" + diff)
	}
	if diff := cmp.Diff(want, again); diff != "" {
		t.Error("again (-want +got):\n" + diff)
	}
}

// version3 makes the inventory of a program that did not know states yet.
func version3(t *testing.T, path string) *sqlite.DB {
	t.Helper()
	options, err := tables.FileOptions()
	must(t, err)
	first := fstest.MapFS{}
	for _, name := range []string{"0001_inventory.sql", "0002_faster_imports.sql", "0003_licensings.sql"} {
		text, err := fs.ReadFile(options.Migrations, name)
		must(t, err)
		first[name] = &fstest.MapFile{Data: text}
	}
	options.Migrations = first
	db, err := sqlite.Open(t.Context(), path, options)
	must(t, err)
	return db
}

func TestAnInventoryOfAnOlderProgramKnowsNoStatesUntilTheNextImport(t *testing.T) {
	dir := t.TempDir()
	db := version3(t, (&Inventory{dir: dir}).path())
	_, err := db.Write.Exec(fmt.Sprintf(`
		INSERT INTO source (source, connection, tenant_id, users, active_users_date, usage_joined, published)
			VALUES (0, 'one', 't', 3, %d, 3, 1);
		INSERT INTO sku VALUES (1, '%s', 'SPE_E3');
		INSERT INTO license VALUES (0, 1, 'Enabled', 'User', 10, 0, 0, 0, 3, 0);
		INSERT INTO assignment_detail VALUES (5, '{"direct":true}');
		INSERT INTO assignment VALUES (7, 1, 5);`, today-2, e3))
	must(t, err)
	for number, last := range []connector.Date{today - 2, today - 300, 0} {
		id := string(rune('a' + number))
		_, err := db.Write.Exec(fmt.Sprintf(`
			INSERT INTO user VALUES (%d, '%s', '%[2]s@contoso.com', '%[2]s', '', '', '', 1, '', '', '', '', '', '', '', '', '', '', 0, 0,
				NULL);
			INSERT INTO user_key VALUES (%[1]d, %[3]d, 0, 0);
			INSERT INTO holding VALUES (%[1]d, 7, %[4]d);
			INSERT INTO license_day VALUES (0, 1, %[4]d, 1)`, number+1, id, tables.KeyOf(id), last))
		must(t, err)
	}
	must(t, db.Close())
	inv := open(t, dir)
	if diff := cmp.Diff(map[string]Activity{"a": Active, "b": Unknown, "c": Unknown}, states(t, inv)); diff != "" {
		t.Error("before the import (-want +got):\n" + diff)
	}
	users := []heldBy{
		{"a", "a@contoso.com", 0, "a@contoso.com", today - 2},
		{"b", "b@contoso.com", today - 3, "b@contoso.com", today - 300},
		{"c", "c@contoso.com", 0, "c@contoso.com", 0},
	}
	publishDelivery(t, inv, "one", holdersOf(users...))
	if diff := cmp.Diff(map[string]Activity{"a": Active, "b": New, "c": Inactive}, states(t, inv)); diff != "" {
		t.Error("after it (-want +got):\n" + diff)
	}
}
