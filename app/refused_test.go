package app

import (
	"bytes"
	"context"
	"database/sql"
	"fmt"
	"path/filepath"
	"strings"
	"testing"

	"inventorybeacon/app/centralsettings"
	"inventorybeacon/app/licensing"
	"inventorybeacon/app/lists"
	"inventorybeacon/connector"
	"inventorybeacon/connector/demotenant"
	"inventorybeacon/connector/demotenant/demotenanttest"
	"inventorybeacon/schedule"
	"inventorybeacon/store"
	"inventorybeacon/store/history"
	"inventorybeacon/store/storetest"
)

// stays has every change of a table of a file fail, until it is called again.
func stays(t *testing.T, db *sql.DB, table string) (back func()) {
	t.Helper()
	run := func(statement string) {
		t.Helper()
		if _, err := db.ExecContext(t.Context(), statement); err != nil {
			t.Fatal(err)
		}
	}
	for _, change := range []string{"INSERT", "UPDATE", "DELETE"} {
		run("CREATE TRIGGER stays_" + change + " BEFORE " + change + " ON " + table + " BEGIN SELECT RAISE(ABORT, 'it stays'); END")
	}
	return func() {
		t.Helper()
		for _, change := range []string{"INSERT", "UPDATE", "DELETE"} {
			run("DROP TRIGGER stays_" + change)
		}
	}
}

// TestWhatCannotBeStoredIsTold does one thing after another, each first while one of the tables that it needs cannot be read
// or changed: whoever does it is told, the window shows what there was before, and it can be done afterwards.
func TestWhatCannotBeStoredIsTold(t *testing.T) {
	dir := t.TempDir()
	b := openDir(t, dir, sourceOf(demotenanttest.Start(t, demotenant.Options{Users: 60})))
	one := connect(t, b, "Contoso")
	mustImport(t, b, one)
	skus, err := b.LicensesNamed(t.Context(), "SPE_E5")
	if err != nil || len(skus) != 1 {
		t.Fatalf("%+v, %v", skus, err)
	}
	tenant := skus[0].Tenants[0]
	held, err := b.Users(t.Context(), UserQuery{License: skus[0].ID, Limit: 1})
	if err != nil || len(held) != 1 {
		t.Fatalf("%+v, %v", held, err)
	}
	user := held[0].UserPrincipalName
	licenses, err := b.LicensesOfUser(t.Context(), nil, user, skus[0].ID)
	if err != nil {
		t.Fatal(err)
	}
	prices, err := b.PriceOf("", skus, licensing.PriceEntry{Amount: "10", Currency: "EUR"})
	if err != nil {
		t.Fatal(err)
	}
	var file bytes.Buffer
	if err := b.ExportConnections(t.Context(), &file); err != nil {
		t.Fatal(err)
	}
	two, three := newConnection(b, "Fabrikam"), newConnection(b, "Tailwind")
	nightly := schedule.Schedule{ID: "nightly", Name: "Nightly", Kind: schedule.Daily}
	daily := nightly
	daily.Name = "Every day"
	renamed := one
	renamed.Name = "Contoso Ltd"
	password := connector.Secret("of the database")
	secrets := store.SecretChanges{ProxyPassword: &password}
	folder := t.TempDir()

	dbs := map[string]*sql.DB{}
	for _, name := range []string{store.FileName, history.FileName} {
		db, err := sql.Open("sqlite3", filepath.Join(dir, name))
		if err != nil {
			t.Fatal(err)
		}
		db.SetMaxOpenConns(1)
		defer db.Close()
		dbs[name] = db
	}
	fileOf := func(table string) *sql.DB {
		for _, history := range []string{"price", "commitment", "own_name", "kept", "view", "export", "publish", "product_name", "names_read"} {
			if table == history {
				return dbs["history.db"]
			}
		}
		return dbs[store.FileName]
	}
	for _, c := range []struct {
		name          string
		reads, writes string
		do            func(ctx context.Context) error
	}{
		{"a new connection", "", "draft", func(ctx context.Context) error { return b.Put(ctx, two, secrets) }},
		{"another one", "", "draft", func(ctx context.Context) error { return b.Put(ctx, three, store.SecretChanges{}) }},
		{"no other one", "", "draft", func(ctx context.Context) error { return b.Revert(ctx, three.ID) }},
		{"a new schedule", "", "schedule_draft", func(ctx context.Context) error { return b.PutSchedule(ctx, nightly) }},
		{"a connection on it", "", "draft", func(ctx context.Context) error { return b.Assign(ctx, one.ID, nightly.ID) }},
		{"Save", "draft schedule_draft", "connection schedule", func(ctx context.Context) error { return b.Save(ctx) }},
		{"a disabled connection", "", "draft", func(ctx context.Context) error { return b.SetDisabled(ctx, two.ID, true) }},
		{"Save of one", "draft", "connection", func(ctx context.Context) error { return b.SaveOne(ctx, two.ID) }},
		{"an edited schedule", "", "schedule_draft", func(ctx context.Context) error { return b.PutEditedSchedule(ctx, nightly, daily) }},
		{"no edited schedule", "", "schedule_draft", func(ctx context.Context) error { return b.RevertSchedule(ctx, nightly.ID) }},
		{"a schedule that goes", "", "schedule_draft", func(ctx context.Context) error { return b.DeleteSchedule(ctx, nightly.ID) }},
		{"an edited connection", "", "draft", func(ctx context.Context) error { return b.PutEdited(ctx, one, renamed, store.SecretChanges{}) }},
		{"Cancel", "", "schedule_draft draft", func(ctx context.Context) error { return b.Workspace.Cancel(ctx) }},
		{
			"a connection that was edited", "connection", "connection",
			func(ctx context.Context) error { return b.SaveEdited(ctx, one, renamed, store.SecretChanges{}) },
		},
		{"connections of a file", "", "connection", func(ctx context.Context) error {
			_, err := b.ImportConnections(ctx, strings.NewReader(strings.ReplaceAll(file.String(), `"Contoso"`, `"Northwind"`)))
			return err
		}},
		{"a connection that goes", "", "draft", func(ctx context.Context) error { return b.Delete(ctx, one.ID, true) }},
		{"Save of what goes", "", "connection deleted_connection", func(ctx context.Context) error { return b.Save(ctx) }},
		{"a kept inventory of another connection", "", "", func(ctx context.Context) error { return b.GiveKept(ctx, one.ID, two.ID) }},
		{
			"a connection that is gone", "", "connection deleted_connection",
			func(ctx context.Context) error { return b.DeleteConnection(ctx, two, true) },
		},
		{"no kept inventory", "", "deleted_connection", func(ctx context.Context) error { return b.RemoveKept(ctx, two.ID) }},
		{"the central database", "", "central secret", func(ctx context.Context) error {
			return b.CentralSettings.Set(ctx, centralsettings.Settings{Server: "db.example", Database: "assets", User: "beacon"},
				centralsettings.SecretChanges{Password: &password})
		}},
		{"another key", "secret", "secret data_key", func(ctx context.Context) error { _, err := b.RotateKey(ctx); return err }},
		{"no central database", "", "central", func(ctx context.Context) error { return b.CentralSettings.Forget(ctx) }},
		{"a secret", "", "connection secret", func(ctx context.Context) error { return b.SaveConnection(ctx, three, secrets) }},
		{"no secrets", "", "secret", func(ctx context.Context) error { return b.ForgetSecrets(ctx) }},
		{"days of changes", "", "setting", func(ctx context.Context) error { return b.KeepChanges(ctx, 77) }},
		{"a price", "", "price", func(ctx context.Context) error { return b.SetPrices(ctx, prices) }},
		{"no price", "price", "price", func(ctx context.Context) error { return b.RemovePrices(ctx, "", skus) }},
		{"a commitment", "", "commitment", func(ctx context.Context) error {
			return b.Commit(ctx, tenant, skus, licensing.CommitmentEntry{Units: "10", Until: "2999-12-31"})
		}},
		{"no commitment", "commitment", "commitment", func(ctx context.Context) error { return b.Uncommit(ctx, tenant, skus) }},
		{"a name", "", "own_name", func(ctx context.Context) error { return b.NameLicense(ctx, skus, "The suite") }},
		{"no name", "", "own_name", func(ctx context.Context) error { return b.NameLicense(ctx, skus, "") }},
		{"a license that stays", "", "kept", func(ctx context.Context) error {
			return b.Reclaim.Keep(ctx, licenses, "2999-12-31", "")
		}},
		{
			"one that need not stay", "kept", "kept",
			func(ctx context.Context) error { _, err := b.UnkeepLicense(ctx, user, skus[0].ID); return err },
		},
		{"a view", "", "view", func(ctx context.Context) error { return b.SaveView(ctx, lists.View{Name: "Everybody", List: "users"}) }},
		{"an export", "view", "export", func(ctx context.Context) error {
			return b.AddExport(ctx, lists.ViewExport{View: "Everybody", Folder: folder, Format: "csv"})
		}},
		{
			"no export", "view export", "export",
			func(ctx context.Context) error { return b.RemoveExports(ctx, lists.ViewExport{View: "everybody"}) },
		},
		{"no view", "view", "view", func(ctx context.Context) error { _, err := b.DeleteView(ctx, "Everybody"); return err }},
		{"no history", "publish", "publish", func(ctx context.Context) error { return b.History.Forget(ctx, tenant) }},
	} {
		t.Run(c.name, func(t *testing.T) {
			shown := func() (names []string) {
				for _, e := range b.Entries() {
					names = append(names, fmt.Sprint(e.Connection.Name, e.Waiting.Empty(), e.Connection.ScheduleID, e.Connection.Disabled))
				}
				drafts, err := b.store.Drafts(t.Context())
				schedules, failed := b.store.ScheduleDrafts(t.Context())
				if err != nil || failed != nil {
					t.Fatal(err, failed)
				}
				names = append(names, fmt.Sprintf("%d and %d edits are stored", len(drafts), len(schedules)))
				return names
			}
			before := strings.Join(shown(), ", ")
			for _, table := range strings.Fields(c.reads) {
				back := storetest.Aside(t, fileOf(table), table)
				if err := c.do(t.Context()); err == nil {
					t.Errorf("%s cannot be read, and nobody is told", table)
				}
				back()
			}
			for _, table := range strings.Fields(c.writes) {
				back := stays(t, fileOf(table), table)
				if err := c.do(t.Context()); err == nil {
					t.Errorf("%s cannot be changed, and nobody is told", table)
				}
				back()
			}
			if now := strings.Join(shown(), ", "); now != before {
				t.Errorf("nothing was stored, and the window shows %s in place of %s", now, before)
			}
			if err := c.do(t.Context()); err != nil {
				t.Errorf("in the end: %v", err)
			}
		})
	}
}
