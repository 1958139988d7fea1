package backups

import (
	"context"
	"os"
	"path/filepath"
	"slices"
	"testing"
	"time"

	"fyne.io/fyne/v2"

	"inventorybeacon/app"
	"inventorybeacon/connector"
	"inventorybeacon/connector/demotenant"
	"inventorybeacon/connector/demotenant/demotenanttest"
	"inventorybeacon/ui/session/sessiontest"
	"inventorybeacon/ui/theme"
	"inventorybeacon/ui/widgets/grid"
)

// open opens a data directory with a connection, of which the window makes the daily backup.
func open(t *testing.T, tenant *demotenant.Server) (w *sessiontest.Window, daily app.Backup) {
	t.Helper()
	o := sessiontest.Options{Dir: t.TempDir(), Tenant: tenant}
	first := sessiontest.Open(t, o)
	if tenant != nil {
		first.Connect("Contoso")
	} else {
		first.Add("Contoso")
	}
	first.End()
	w = sessiontest.Open(t, o)
	w.Until("the daily backup", func() bool { return len(backups(t, w)) == 1 })
	return w, backups(t, w)[0]
}

func backups(t *testing.T, w *sessiontest.Window) []app.Backup {
	t.Helper()
	found, err := w.Beacon.Backups()
	w.Must(err)
	return found
}

// spoil leaves nothing of a backup that could be restored.
func spoil(t *testing.T, b app.Backup) {
	t.Helper()
	if err := os.WriteFile(b.Path, []byte("no database"), 0o600); err != nil {
		t.Fatal(err)
	}
}

func unexpected(t *testing.T) func(string) {
	return func(path string) { t.Errorf("%s is restored", path) }
}

func TestABackupSaysWhatItIs(t *testing.T) {
	now := time.Date(2026, 11, 28, 12, 0, 0, 0, time.Local)
	for _, given := range []struct {
		what string
		row  checked
		want []string
		dot  theme.Status
		tip  string // of the last cell
	}{
		{
			"one of today",
			checked{Backup: app.Backup{Path: "/b/one", At: now.Add(-time.Hour), Daily: true, Size: 2 << 20, History: true}, problem: nil},
			[]string{"Today 11:00", "Daily", "2 MiB", "Complete"},
			theme.StatusOK, "",
		},
		{
			"one that is damaged",
			checked{Backup: app.Backup{Path: "/b/two", At: now.AddDate(0, 0, -1)}, problem: context.DeadlineExceeded},
			[]string{"Yesterday 12:00", "On demand", "0 bytes", "Cannot be restored"},
			theme.StatusFailed, "The operation took longer than it may.",
		},
	} {
		cells := cellsOf(given.row, now)
		var texts []string
		for _, c := range cells {
			texts = append(texts, c.Text)
		}
		last := cells[len(cells)-1]
		if !slices.Equal(texts, given.want) || cells[0].Tooltip != given.row.Path || last.Status != given.dot || last.Tooltip != given.tip {
			t.Errorf("%s: %+v", given.what, cells)
		}
	}
}

func TestTheNewestBackupThatCanBeRestoredIsSelected(t *testing.T) {
	broken := context.DeadlineExceeded
	for _, given := range []struct {
		what     string
		problems []error // from the newest
		selected int
		usable   bool
	}{
		{"no backup", nil, -1, false},
		{"all whole", []error{nil, nil}, 0, true},
		{"the newest broken", []error{broken, broken, nil}, 2, true},
		{"all broken", []error{broken, broken}, -1, false},
	} {
		t.Run(given.what, func(t *testing.T) {
			w := sessiontest.Open(t, sessiontest.Options{})
			l := newList()
			w.Window.SetContent(l.grid)
			var rows []checked
			for _, problem := range given.problems {
				rows = append(rows, checked{problem: problem})
			}
			l.show(rows, time.Now())
			if _, usable := l.selected(); l.grid.Selected() != given.selected || usable != given.usable {
				t.Errorf("row %d is selected, usable %v", l.grid.Selected(), usable)
			}
			if given.what == "no backup" && !w.Says("There is no backup yet", "One is made every day, once there is a connection.") {
				t.Errorf("it says:\n%s", w.Text())
			}
		})
	}
}

func TestABackupIsMadeAndListed(t *testing.T) {
	w, _ := open(t, nil)
	Show(w.Session, unexpected(t))
	w.Await("Backups", "Daily", "Complete")
	if w.Says("On demand") {
		t.Error("one on demand is there already")
	}
	if folder := filepath.Join(w.Beacon.Dir(), "backups"); !w.Says(folder) {
		t.Errorf("it does not say where they are:\n%s", w.Text())
	}
	w.Press("Back Up Now")
	w.Await("On demand", "Daily", "Complete")
	if got := len(backups(t, w)); got != 2 {
		t.Errorf("%d backups", got)
	}
	w.Until("another one to be possible", func() bool { return slices.Contains(w.Enabled(), "Back Up Now") })
	w.Press("Close")
	if w.Dialogs() != 0 {
		t.Error("it is not closed")
	}
}

func TestBackupsAreNotDeniedBeforeTheyAreRead(t *testing.T) {
	const none = "There is no backup yet"
	w, _ := open(t, nil)
	Show(w.Session, unexpected(t))
	if !w.Says("Loading...") || w.Says(none) {
		t.Errorf("while they are read it says:\n%s", w.Text())
	}
	w.Await("Daily")
	w.Press("Close")
	folder := w.Beacon.BackupsFolder()
	w.Must(os.RemoveAll(folder))
	w.Must(os.WriteFile(folder, nil, 0o600))
	Show(w.Session, unexpected(t))
	w.Until("the failure", func() bool { return w.Dialogs() == 2 })
	w.Key(fyne.KeyReturn)
	if !w.Says("The backups could not be read") || w.Says(none) {
		t.Errorf("when they cannot be read it says:\n%s", w.Text())
	}
}

func TestWhatCannotBeRestoredCannotBeChosen(t *testing.T) {
	w, daily := open(t, nil)
	spoil(t, daily)
	Show(w.Session, unexpected(t))
	w.Await("Cannot be restored")
	if slices.Contains(w.Enabled(), "Restore...") {
		t.Error("it can be restored")
	}
	w.Key(fyne.KeyDown, fyne.KeyReturn) // which selects it, and asks for it
	if w.Dialogs() != 1 || slices.Contains(w.Enabled(), "Restore...") {
		t.Errorf("it says:\n%s", w.Text())
	}
	// A whole one beside it is selected at once.
	w.Press("Back Up Now")
	w.Until("it to be offered", func() bool { return slices.Contains(w.Enabled(), "Restore...") })
	// Several cannot be restored at once.
	list, found := w.Window.Canvas().Focused().(*grid.Grid)
	for range 10 {
		if found {
			break
		}
		w.Window.Canvas().FocusNext()
		list, found = w.Window.Canvas().Focused().(*grid.Grid)
	}
	list.SelectAll()
	w.Settle()
	if slices.Contains(w.Enabled(), "Restore...") {
		t.Error("two backups can be restored at once")
	}
}

func TestARestoreIsAskedAbout(t *testing.T) {
	for _, given := range []struct {
		what   string
		decide func(w *sessiontest.Window)
		yes    bool
	}{
		{"yes", func(w *sessiontest.Window) { w.Press("Restore") }, true},
		{"Enter, which is the safe button", func(w *sessiontest.Window) { w.Key(fyne.KeyReturn) }, false},
		{"no", func(w *sessiontest.Window) { w.Press("Cancel") }, false},
	} {
		t.Run(given.what, func(t *testing.T) {
			w, daily := open(t, nil)
			var restored []string
			Show(w.Session, func(path string) { restored = append(restored, path) })
			w.Until("the backup to be offered", func() bool { return slices.Contains(w.Enabled(), "Restore...") })
			w.Press("Restore...")
			if !w.Says("Restore this backup?", daily.Name, "unsaved changes are dropped") {
				t.Errorf("it says:\n%s", w.Text())
			}
			w.Await("Connections now: 1", "Schedules now: 0", "Tasks now: 0", "Unsaved changes: 0")
			given.decide(w)
			if given.yes && (!slices.Equal(restored, []string{daily.Path}) || w.Dialogs() != 0) {
				t.Errorf("restored %q, %d dialogs are open", restored, w.Dialogs())
			}
			if !given.yes && (len(restored) != 0 || w.Dialogs() != 1) {
				t.Errorf("restored %q, %d dialogs are open", restored, w.Dialogs())
			}
		})
	}
}

func TestARestoreSaysThatTheSecretsAreLost(t *testing.T) {
	w, _ := open(t, demotenanttest.Start(t, demotenant.Options{Users: 20}))
	_, err := w.Beacon.RotateKey(t.Context())
	w.Must(err)
	Show(w.Session, unexpected(t))
	w.Await("Without its secrets")
	w.Press("Restore...")
	if !w.Says("Restore this backup?", app.SecretsOfBackup()) {
		t.Errorf("it says:\n%s", w.Text())
	}
}

func TestNothingIsRestoredWhileAnImportRuns(t *testing.T) {
	tenant := demotenanttest.Start(t, demotenant.Options{Users: 20})
	w, _ := open(t, tenant)
	release := sessiontest.Block(tenant)
	defer release()
	_, err := w.Beacon.Start(t.Context(), w.Beacon.Entries()[0].Connection.ID, app.TriggerManual)
	w.Must(err)
	Show(w.Session, unexpected(t))
	w.Until("the backup to be offered", func() bool { return slices.Contains(w.Enabled(), "Restore...") })
	w.Press("Restore...")
	if !w.Says("An import is running", "Wait until the import has ended, or cancel it.") {
		t.Errorf("it says:\n%s", w.Text())
	}
	w.Press("OK")
	release()
	w.Until("the end of the import", func() bool { return len(w.Beacon.Running()) == 0 })
	w.Press("Restore...")
	if !w.Says("Restore this backup?") {
		t.Errorf("it says:\n%s", w.Text())
	}
}

func TestBackupsAreOfferedWhenTheConnectionsCannotBeOpened(t *testing.T) {
	advice := connector.Advice{Message: "The connections are damaged.", Action: "Restore a backup."}
	for _, given := range []struct {
		what     string
		spoiled  bool
		decide   func(w *sessiontest.Window)
		restored bool
		left     bool
	}{
		{"one is restored", false, func(w *sessiontest.Window) { w.Press("Restore") }, true, false},
		{"Enter is pressed", false, func(w *sessiontest.Window) { w.Key(fyne.KeyReturn) }, true, false},
		{"nobody wants it", false, func(w *sessiontest.Window) { w.Press("Exit") }, false, true},
		{"Esc is pressed", false, func(w *sessiontest.Window) { w.Key(fyne.KeyEscape) }, false, true},
		{"none can be restored", true, func(w *sessiontest.Window) { w.Press("Exit") }, false, true},
	} {
		t.Run(given.what, func(t *testing.T) {
			w, daily := open(t, nil)
			if given.spoiled {
				spoil(t, daily)
			}
			var restored []string
			left := 0
			Offer(t.Context(), w.Window, advice, w.Beacon.Dir(), backups(t, w),
				func(path string) { restored = append(restored, path) }, func() { left++ })
			if slices.Contains(w.Enabled(), "Restore") {
				t.Error("something can be restored before it was looked at")
			}
			w.Await("Inventory Beacon cannot start", "The connections are damaged. Restore a backup.", "Daily")
			if slices.Contains(w.Enabled(), "Restore") == given.spoiled {
				t.Errorf("%q can be pressed", w.Enabled())
			}
			given.decide(w)
			if got := len(restored) == 1 && restored[0] == daily.Path; got != given.restored || (left == 1) != given.left || w.Dialogs() != 0 {
				t.Errorf("restored %q, left %d times, %d dialogs are open", restored, left, w.Dialogs())
			}
		})
	}
}

func TestAFolderThatCannotBeReadIsSaid(t *testing.T) {
	w, _ := open(t, nil)
	folder := filepath.Join(w.Beacon.Dir(), "backups")
	w.Must(os.RemoveAll(folder))
	w.Must(os.WriteFile(folder, nil, 0o600))
	Show(w.Session, unexpected(t))
	w.Await("The backups could not be read")
	w.Press("OK")
	// What keeps one from being made is told alone.
	w.Press("Back Up Now")
	w.Await("The backup could not be made")
	w.Press("OK")
	w.Until("another attempt to be possible", func() bool { return w.Dialogs() == 1 && slices.Contains(w.Enabled(), "Back Up Now") })
}
