//go:build linux

package journey

import (
	"os"
	"path/filepath"
	"testing"
)

func TestABackupIsMadeAndRestored(t *testing.T) {
	s, h := newScreen(t, 1280, 800), newHome(t)
	w := s.start(h, "demo", "--users", "50")
	w.create()
	w.fill("Connection Name", "First")
	w.press("OK")
	w.page()
	w.save()

	backups := func() {
		w.use("menu", "File")
		w.menu("Backups...")
		w.use("menu item", "Backups...")
		w.dialog("Backups")
	}
	backups()
	w.press("Back Up Now")
	w.until("the backup", func(v view) bool { return len(v.cells("Complete")) > 0 })
	w.press("Close")
	w.page()
	w.rename("First", "Second")
	w.save()

	backups()
	w.press("Restore...")
	w.dialog("Restore this backup?")
	w.press("Restore")
	w.dialog("The backup is restored")
	w.press("OK")
	w.page()
	w.until("the connection of the backup", func(v view) bool { return len(v.cells("First")) > 0 })
	w.exit()

	// The same when the connections cannot be opened.
	if err := os.Truncate(filepath.Join(h.data, "beacon.db"), 5000); err != nil {
		t.Fatal(err)
	}
	w = s.start(h, "demo", "--users", "50")
	if v := w.dialog(cannotStart); !v.says("is damaged") {
		t.Errorf("it says:\n%s", v)
	}
	w.until("the backup", func(v view) bool { return len(v.cells("Complete")) > 0 })
	w.press("Restore")
	w.dialog("The backup is restored")
	w.press("OK")
	w.page()
	w.until("the connection of the backup", func(v view) bool { return len(v.cells("First")) > 0 })
	w.exit()
}
