package app

import (
	"context"
	"io/fs"
	"os"
	"path/filepath"
	"testing"

	"inventorybeacon/app/imports"
	"inventorybeacon/connector/demotenant"
	"inventorybeacon/connector/demotenant/demotenanttest"
	"inventorybeacon/schedule"
	"inventorybeacon/store"
	"inventorybeacon/store/sqlite"
)

// openBeside opens beacon.db as another process does.
func openBeside(t *testing.T, dir string) (*sqlite.DB, error) {
	migrations := os.DirFS(filepath.Join("..", "store", "migrations")).(fs.ReadFileFS)
	return sqlite.Open(t.Context(), filepath.Join(dir, store.FileName), sqlite.Options{ApplicationID: 0x4942636e, Migrations: migrations})
}

// hideTable has every statement fail that reads or writes a table of beacon.db, until
// show is called.
func hideTable(t *testing.T, dir, table string) (show func()) {
	t.Helper()
	db, err := openBeside(t, dir)
	if err != nil {
		t.Fatal(err)
	}
	rename := func(from, to string) {
		// So that only what names the table itself fails.
		if _, err := db.Write.Exec("PRAGMA legacy_alter_table = ON; PRAGMA foreign_keys = OFF; ALTER TABLE " + from + " RENAME TO " +
			to); err != nil {
			t.Fatal(err)
		}
	}
	rename(table, "hidden")
	return func() {
		rename("hidden", table)
		if err := db.Close(); err != nil {
			t.Error(err)
		}
	}
}

// Whatever of beacon.db cannot be read or written, who asked for it is told.
func TestWhatCannotBeReadIsTold(t *testing.T) {
	dir := t.TempDir()
	b := openDir(t, dir, sourceOf(demotenanttest.Start(t, demotenant.Options{Users: 20})))
	c := connect(t, b, "Contoso")
	task := mustImport(t, b, c)
	kept := newConnection(b, "Kept")
	save(t, b, kept, SecretChanges{})
	if err := b.DeleteConnection(t.Context(), kept, true); err != nil {
		t.Fatal(err)
	}
	put(t, b, newConnection(b, "Draft"), SecretChanges{RefreshToken: secret("token")})
	nightly := nightly(b, "Nightly")
	putSchedule(t, b, nightly)
	if err := b.Save(t.Context()); err != nil {
		t.Fatal(err)
	}
	put(t, b, newConnection(b, "Waiting"), SecretChanges{RefreshToken: secret("token")})

	for name, one := range map[string]struct {
		tables []string
		do     func(ctx context.Context) error
	}{
		"Reload": {
			[]string{"connection", "secret", "schedule", "schedule_draft", "draft", "task", "deleted_connection"},
			func(ctx context.Context) error { return b.Reload(ctx) },
		},
		"RunSchedule": {[]string{"schedule", "connection"}, func(ctx context.Context) error {
			_, err := b.RunSchedule(ctx, nightly.ID, TriggerManual)
			return err
		}},
		"StartSchedule": {[]string{"schedule", "connection"}, func(ctx context.Context) error {
			return b.StartSchedule(ctx, nightly.ID, TriggerManual)
		}},
		"Import": {[]string{"connection", "secret", "task"}, func(ctx context.Context) error {
			_, err := b.Import(ctx, c.ID, TriggerManual)
			return err
		}},
		"SaveConnection": {
			[]string{"connection", "draft"},
			func(ctx context.Context) error { return b.SaveConnection(ctx, c, SecretChanges{}) },
		},
		"DeleteConnection": {
			[]string{"connection", "deleted_connection"},
			func(ctx context.Context) error { return b.DeleteConnection(ctx, c, false) },
		},
		"Put": {[]string{"draft"}, func(ctx context.Context) error {
			return b.Put(ctx, newConnection(b, "Another"), SecretChanges{})
		}},
		"Cancel": {[]string{"draft"}, func(ctx context.Context) error { return b.Cancel(ctx) }},
		"Revert": {[]string{"draft"}, func(ctx context.Context) error { return b.Revert(ctx, c.ID) }},
		"PutSchedule": {[]string{"schedule_draft"}, func(ctx context.Context) error {
			return b.PutSchedule(ctx, Schedule{ID: "new", Name: "New", Kind: schedule.Daily})
		}},
		"DeleteSchedule": {[]string{"schedule_draft"}, func(ctx context.Context) error { return b.DeleteSchedule(ctx, nightly.ID) }},
		"RevertSchedule": {[]string{"schedule_draft"}, func(ctx context.Context) error { return b.RevertSchedule(ctx, nightly.ID) }},
		"HistoryDays": {[]string{"setting"}, func(ctx context.Context) error {
			_, err := b.HistoryDays(ctx)
			return err
		}},
		"KeepHistory": {[]string{"setting"}, func(ctx context.Context) error { return b.KeepHistory(ctx, 5) }},
		"ChangeDays": {[]string{"setting"}, func(ctx context.Context) error {
			_, err := b.ChangeDays(ctx)
			return err
		}},
		"KeepChanges": {[]string{"setting"}, func(ctx context.Context) error { return b.KeepChanges(ctx, 5) }},
		"Tasks": {[]string{"task"}, func(ctx context.Context) error {
			_, err := b.Tasks(ctx, TaskQuery{})
			return err
		}},
		"CountTasks": {[]string{"task"}, func(ctx context.Context) error {
			_, err := b.CountTasks(ctx, TaskQuery{})
			return err
		}},
		"TaskPosition": {[]string{"task"}, func(ctx context.Context) error {
			_, _, err := b.TaskPosition(ctx, TaskQuery{}, task.ID)
			return err
		}},
		"TaskConnections": {[]string{"task"}, func(ctx context.Context) error {
			_, err := b.TaskConnections(ctx)
			return err
		}},
		"TaskLines": {[]string{"task_line"}, func(ctx context.Context) error {
			_, err := b.TaskLines(ctx, task.ID)
			return err
		}},
		"TaskLost": {[]string{"task_lost"}, func(ctx context.Context) error {
			_, err := b.TaskLost(ctx, task.ID, 0, 0)
			return err
		}},
		"CancelImport": {[]string{"task"}, func(ctx context.Context) error { return b.CancelImport(ctx, task.ID) }},
		"FollowTask": {[]string{"task", "task_line"}, func(ctx context.Context) error {
			_, err := b.FollowTask(ctx, task.ID, func(imports.Followed) {})
			return err
		}},
		"DiscardHeld": {[]string{"task"}, func(ctx context.Context) error { return b.DiscardHeld(ctx, task.ID) }},
		"PublishHeld": {[]string{"task"}, func(ctx context.Context) error { return b.StartPublishHeld(ctx, task.ID) }},
		"SignIn": {[]string{"secret"}, func(ctx context.Context) error {
			_, _, err := b.SignIn(ctx, c, SecretChanges{}, "none", visitor{})
			return err
		}},
		"KeyPlace": {[]string{"data_key"}, func(ctx context.Context) error {
			_, err := b.KeyPlace(ctx)
			return err
		}},
		"RotateKey": {[]string{"data_key", "secret", "draft"}, func(ctx context.Context) error {
			_, err := b.RotateKey(ctx)
			return err
		}},
		"ForgetSecrets": {[]string{"secret", "draft"}, func(ctx context.Context) error { return b.ForgetSecrets(ctx) }},
	} {
		for _, table := range one.tables {
			t.Run(name+" given no "+table, func(t *testing.T) {
				show := hideTable(t, dir, table)
				defer show()
				if err := one.do(t.Context()); err == nil {
					t.Error("nobody is told")
				}
			})
		}
	}
	if err := b.Reload(t.Context()); err != nil {
		t.Errorf("afterwards: %v", err)
	}
	expectUnsaved(t, b, 1)
}
