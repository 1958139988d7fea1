package app

import (
	"context"
	"errors"
	"os"
	"path/filepath"
	"testing"
	"time"

	"inventorybeacon/connector/demotenant"
	"inventorybeacon/connector/demotenant/demotenanttest"
	"inventorybeacon/store"
	"inventorybeacon/store/lock"
)

// backupsOf waits, hearing of every look that the window takes, until there are
// so many backups.
func backupsOf(t *testing.T, b *opened, tick chan<- time.Time, want int) []Backup {
	t.Helper()
	// The second tick is taken when what the first has caused is done.
	tick <- time.Time{}
	tick <- time.Time{}
	list, err := b.Backups()
	if err != nil || len(list) != want {
		t.Fatalf("%d backups, want %d: %v", len(list), want, err)
	}
	return list
}

func TestTheWindowBacksTheConnectionsUpOnceADay(t *testing.T) {
	server, dir := demotenanttest.Start(t, demotenant.Options{Users: 10}), t.TempDir()
	now := make(chan time.Time, 1)
	now <- time.Date(2026, 9, 14, 23, 0, 0, 0, time.Local)
	clock := func() time.Time {
		at := <-now
		now <- at
		return at
	}
	later := func(d time.Duration) { now <- (<-now).Add(d) }
	tick := make(chan time.Time)
	b := openWith(t, Options{Dir: dir, Source: sourceOf(server), Window: true, Now: clock, Upkeep: tick})
	backupsOf(t, b, tick, 0)

	c := newConnection(b, "Contoso")
	if err := b.SaveConnection(t.Context(), c, store.SecretChanges{}); err != nil {
		t.Fatal(err)
	}
	backupsOf(t, b, tick, 1)
	later(30 * time.Minute)
	backupsOf(t, b, tick, 1)
	later(time.Hour)
	newest := backupsOf(t, b, tick, 2)[0]
	if err := CheckBackup(t.Context(), newest); err != nil {
		t.Error(err)
	}

	var open *lock.OpenElsewhereError
	if _, err := RestoreBackup(t.Context(), dir, newest.Name, clock()); !errors.As(err, &open) {
		t.Errorf("restoring beneath the window: %v", err)
	}

	t.Run("given it fails", func(t *testing.T) {
		// What the last tick has caused would meet what the test does to the folder.
		b.rest()
		folder := filepath.Join(dir, "backups")
		if err := errors.Join(os.Rename(folder, folder+"-moved"), os.WriteFile(folder, nil, 0o600)); err != nil {
			t.Fatal(err)
		}
		later(24 * time.Hour)
		b.backUpDaily(t.Context())
		if notices := b.Notices(); len(notices) != 1 || notices[0].Advice == "" {
			t.Errorf("notices %v", notices)
		}
		if err := errors.Join(os.Remove(folder), os.Rename(folder+"-moved", folder)); err != nil {
			t.Fatal(err)
		}
		b.backUpDaily(t.Context())
		if list, err := b.Backups(); err != nil || len(list) != 3 {
			t.Errorf("%d backups: %v", len(list), err)
		}
		if notices := b.Notices(); len(notices) != 0 {
			t.Errorf("notices %v", notices)
		}
	})

	b.close()
	if err := os.Truncate(filepath.Join(dir, store.FileName), 3000); err != nil {
		t.Fatal(err)
	}
	_, err := Open(context.Background(), Options{Dir: dir, Source: sourceOf(server), Logger: b.Log()})
	where, offered := RestorableBackups(err)
	if where != dir || len(offered) != 3 {
		t.Fatalf("offered %v: %v", offered, err)
	}
	if _, err := RestoreBackup(t.Context(), dir, offered[0].Name, clock()); err != nil {
		t.Fatal(err)
	}
	if entries := openWith(t, Options{Dir: dir, Source: sourceOf(server)}).Entries(); len(entries) != 1 {
		t.Errorf("restored %d connections", len(entries))
	}
}
