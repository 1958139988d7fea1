package store

import (
	"bytes"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"testing"
	"time"

	"inventorybeacon/store/history"
	"inventorybeacon/store/lock"
	"inventorybeacon/store/sqlite"
	"inventorybeacon/store/storetest"
)

// remember opens the history of a data directory, and enters a name for a license.
func remember(t *testing.T, dir, name string) {
	t.Helper()
	h, err := OpenHistory(t.Context(), dir, history.Options{})
	storetest.Must(t, err)
	storetest.Must(t, errors.Join(h.SetOwnName(t.Context(), history.OwnName{SKUID: "sku", Name: name}), h.Close()))
}

// remembered is the name that was entered; "none" when there is no history.
func remembered(t *testing.T, dir string) string {
	t.Helper()
	if _, err := os.Stat(filepath.Join(dir, history.FileName)); errors.Is(err, fs.ErrNotExist) {
		return "none"
	}
	h, err := OpenHistory(t.Context(), dir, history.Options{})
	storetest.Must(t, err)
	names, err := h.OwnNames(t.Context())
	storetest.Must(t, errors.Join(err, h.Close()))
	if len(names) == 0 {
		return "empty"
	}
	return names[0].Name
}

// twoStates makes a data directory with two connections and the history "now", and a backup of it with one connection and the
// history "then".
func twoStates(t *testing.T, keyring *storetest.MemoryKeyring) (dir string, backup Backup) {
	t.Helper()
	dir = t.TempDir()
	s := openStore(t, dir, keyring)
	putExample(t, s, "one")
	remember(t, dir, "then")
	backup, err := s.BackUp(t.Context())
	storetest.Must(t, err)
	putExample(t, s, "two")
	remember(t, dir, "now")
	storetest.Must(t, s.Close())
	return dir, backup
}

func TestABackupHoldsTheHistory(t *testing.T) {
	ring := storetest.NewMemoryKeyring()
	dir, backup := twoStates(t, ring)
	var size int64
	for _, path := range []string{backup.Path, historyOf(backup.Path)} {
		info, err := os.Stat(path)
		storetest.Must(t, err)
		size += info.Size()
	}
	if list := backups(t, dir); len(list) != 1 || list[0] != backup || int64(backup.Size) != size {
		t.Errorf("backups %+v, want %+v of %d bytes", list, backup, size)
	}
	storetest.Must(t, CheckBackup(t.Context(), backup.Path))

	restored, err := RestoreBackup(t.Context(), dir, backup.Name, testTime)
	storetest.Must(t, err)
	want := Restored{
		From: backup.Path, Kept: filepath.Join(dir, FileName+".replaced-20260301T123015Z"),
		KeptHistory: filepath.Join(dir, history.FileName+".replaced-20260301T123015Z"),
	}
	if restored != want {
		t.Errorf("restored %+v, want %+v", restored, want)
	}
	if names, name := connectionNames(t, dir, ring), remembered(t, dir); names != "one" || name != "then" {
		t.Errorf("restored the connections %q and the history %q", names, name)
	}
	storetest.Must(t, os.Rename(restored.KeptHistory, historyOf(filepath.Join(dir, "before.db"))))
	storetest.Must(t, os.Rename(restored.Kept, filepath.Join(dir, "before.db")))
	_, err = RestoreBackup(t.Context(), dir, filepath.Join(dir, "before.db"), testTime.Add(time.Minute))
	storetest.Must(t, err)
	if names, name := connectionNames(t, dir, ring), remembered(t, dir); names != "one two" || name != "now" {
		t.Errorf("back again are the connections %q and the history %q", names, name)
	}
}

func TestARestoreLeavesAHistoryThatTheBackupHasNoneOf(t *testing.T) {
	ring := storetest.NewMemoryKeyring()
	dir, backup := twoStates(t, ring)
	storetest.Must(t, os.Remove(historyOf(backup.Path)))
	restored, err := RestoreBackup(t.Context(), dir, backup.Name, testTime)
	storetest.Must(t, err)
	if name := remembered(t, dir); name != "now" || restored.KeptHistory != "" {
		t.Errorf("restored %+v, the history %q", restored, name)
	}
}

// Beacon and history are exchanged together, or not at all.
func TestARestoreWithAHistoryIsNeverHalfDone(t *testing.T) {
	ring := storetest.NewMemoryKeyring()
	for before := 1; ; before++ {
		dir, backup := twoStates(t, ring)
		killed := runRestore(t, dir, backup.Path, before)
		if got := connectionNames(t, dir, ring) + ", " + remembered(t, dir); got != "one, then" {
			t.Errorf("killed before rename %d: %s", before, got)
		}
		if left, _ := filepath.Glob(filepath.Join(dir, "*"+readyInfix+"*")); len(left) > 0 {
			t.Errorf("killed before rename %d: left behind %v", before, left)
		}
		if !killed {
			if before < 8 {
				t.Errorf("only %d renames were tried", before-1)
			}
			break
		}
	}
	for before := 1; ; before++ {
		dir, backup := twoStates(t, ring)
		refused, renames := errors.New("in use by a virus scanner"), 0
		_, err := restoreBackup(t.Context(), dir, backup.Path, testTime, func(from, to string) error {
			if renames++; renames == before {
				return refused
			}
			return os.Rename(from, to)
		})
		if err == nil {
			break
		}
		if got := connectionNames(t, dir, ring) + ", " + remembered(t, dir); got != "one two, now" || !errors.Is(err, refused) {
			t.Errorf("refused at rename %d (%v): %s", before, err, got)
		}
		if left, _ := filepath.Glob(filepath.Join(dir, "*"+readyInfix+"*")); len(left) > 0 {
			t.Errorf("refused at rename %d: left behind %v", before, left)
		}
	}
}

// A process that is killed between the two copies has begun nothing yet.
func TestARestoreThatHasCopiedTheHistoryAloneIsForgotten(t *testing.T) {
	ring := storetest.NewMemoryKeyring()
	dir, backup := twoStates(t, ring)
	ready := filepath.Join(dir, history.FileName+readyInfix+"20260301T123015Z")
	copyOf(t, historyOf(backup.Path), ready)
	if got := connectionNames(t, dir, ring) + ", " + remembered(t, dir); got != "one two, now" {
		t.Error(got)
	}
	if _, err := os.Stat(ready); !errors.Is(err, fs.ErrNotExist) {
		t.Errorf("left behind: %v", err)
	}
}

// The copies of the restore that could not be made are not there either, and nothing else has changed.
func TestABackupThatCannotBeUsedIsNotRestored(t *testing.T) {
	ring := storetest.NewMemoryKeyring()
	for given, spoil := range map[string]func(backup Backup) (spoiled string){
		"its connections are damaged": func(b Backup) string { return b.Path },
		"its history is damaged":      func(b Backup) string { return historyOf(b.Path) },
	} {
		t.Run("given "+given, func(t *testing.T) {
			dir, backup := twoStates(t, ring)
			spoiled := spoil(backup)
			storetest.Must(t, os.WriteFile(spoiled, bytes.Repeat([]byte("damaged"), 1000), 0o600))
			damaged := storetest.WantError[*sqlite.DamagedFileError](t, CheckBackup(t.Context(), backup.Path))
			if damaged.Path != spoiled {
				t.Errorf("the check names %s", damaged.Path)
			}
			_, err := RestoreBackup(t.Context(), dir, backup.Name, testTime)
			if damaged := storetest.WantError[*sqlite.DamagedFileError](t, err); damaged.Path != spoiled {
				t.Errorf("the restore names %s", damaged.Path)
			}
			if left, _ := filepath.Glob(filepath.Join(dir, "*"+readyInfix+"*")); len(left) > 0 {
				t.Errorf("left behind: %v", left)
			}
			if got := connectionNames(t, dir, ring) + ", " + remembered(t, dir); got != "one two, now" {
				t.Error(got)
			}
		})
	}
}

func TestABackupOfADamagedHistoryLeavesNothing(t *testing.T) {
	dir := t.TempDir()
	s := openOn(t, dir, &calendar{testTime})
	putExample(t, s, "one")
	storetest.Must(t, os.WriteFile(filepath.Join(dir, history.FileName), bytes.Repeat([]byte("damaged"), 1000), 0o600))
	_, err := s.BackUp(t.Context())
	if damaged := storetest.WantError[*sqlite.DamagedFileError](t, err); damaged.Path != filepath.Join(dir, history.FileName) {
		t.Errorf("it names %s", damaged.Path)
	}
	if made, err := s.BackUpDaily(t.Context()); err == nil {
		t.Errorf("made %+v", made)
	}
	if entries, err := os.ReadDir(backupFolder(dir)); err != nil || len(entries) > 0 {
		t.Errorf("left behind: %v, %v", entries, err)
	}
}

// What a killed process has left of a backup is no history of one.
func TestALoneHistoryIsRemovedBeforeTheNextBackup(t *testing.T) {
	dir := t.TempDir()
	s := openOn(t, dir, &calendar{testTime})
	putExample(t, s, "one")
	remember(t, dir, "then")
	whole, err := s.BackUp(t.Context())
	storetest.Must(t, err)
	lone := filepath.Join(backupFolder(dir), "manual-20260101T000000Z"+historyExt)
	storetest.Must(t, os.WriteFile(lone, []byte("half"), 0o600))
	must2(s.BackUp(t.Context()))(t)
	if _, err := os.Stat(lone); !errors.Is(err, fs.ErrNotExist) {
		t.Errorf("it stays: %v", err)
	}
	if _, err := os.Stat(historyOf(whole.Path)); err != nil {
		t.Errorf("that of a whole backup is gone: %v", err)
	}
}

// A history that is lost or damaged is not begun anew where a backup has it.
func TestALostOrDamagedHistoryIsTold(t *testing.T) {
	ring := storetest.NewMemoryKeyring()
	damage := func(path string) error { return os.WriteFile(path, bytes.Repeat([]byte("damaged"), 1000), 0o600) }
	for given, c := range map[string]struct {
		spoil   func(path string) error
		backups bool
		id      string
	}{
		"it is gone, and there are backups":                  {os.Remove, true, "store.lost"},
		"it is empty, and there are backups":                 {func(path string) error { return os.Truncate(path, 0) }, true, "store.lost"},
		"it is damaged, and there are backups":               {damage, true, "history.damaged"},
		"it is damaged, and none of the backups has another": {damage, false, "history.damaged.no-backup"},
	} {
		t.Run("given "+given, func(t *testing.T) {
			dir, backup := twoStates(t, ring)
			if !c.backups {
				storetest.Must(t, os.Remove(historyOf(backup.Path)))
			}
			path := filepath.Join(dir, history.FileName)
			storetest.Must(t, c.spoil(path))
			for name, do := range map[string]func() error{
				"OpenHistory": func() error {
					h, err := OpenHistory(t.Context(), dir, history.Options{})
					if err == nil {
						storetest.Must(t, h.Close())
					}
					return err
				},
				"CheckHistory": func() error { return CheckHistory(t.Context(), dir) },
			} {
				err := do()
				if name == "CheckHistory" && given == "it is empty, and there are backups" {
					storetest.WantMessage(t, err, "history.damaged", path)
					continue
				}
				storetest.WantMessage(t, err, c.id, path)
				unusable := storetest.WantError[*UnusableError](t, err)
				if (len(unusable.Backups) == 1) != c.backups || unusable.File != history.FileName {
					t.Errorf("%s offers %+v", name, unusable.Backups)
				}
			}
			storetest.Must(t, os.RemoveAll(backupFolder(dir)))
			storetest.Must(t, os.RemoveAll(path))
			if err := CheckHistory(t.Context(), dir); !errors.Is(err, fs.ErrNotExist) {
				t.Errorf("where there is none: %v", err)
			}
			remember(t, dir, "anew")
			storetest.Must(t, CheckHistory(t.Context(), dir))
		})
	}
}

// What stands in the way of a backup is told, by its name.
func TestABackupThatCannotBeMadeIsTold(t *testing.T) {
	for given, spoil := range map[string]func(dir string) (path string, err error){
		"the folder of backups is a file": func(dir string) (string, error) {
			return backupFolder(dir), os.WriteFile(backupFolder(dir), nil, 0o600)
		},
		"the folder of locks is a file": func(dir string) (string, error) {
			return filepath.Join(dir, lock.Folder, "backup.lock"), os.WriteFile(filepath.Join(dir, lock.Folder), nil, 0o600)
		},
		"what a killed process has left cannot be removed": func(dir string) (string, error) {
			return backupFolder(dir), os.MkdirAll(filepath.Join(backupFolder(dir), "manual-20260101T000000Z"+historyExt, "full"), 0o700)
		},
	} {
		t.Run("given "+given, func(t *testing.T) {
			dir := t.TempDir()
			s := openOn(t, dir, &calendar{testTime})
			putExample(t, s, "one")
			storetest.Must(t, os.RemoveAll(filepath.Join(dir, lock.Folder)))
			path, err := spoil(dir)
			storetest.Must(t, err)
			for range 2 { // nothing is held by the first
				_, err := s.BackUp(t.Context())
				if refused := storetest.WantError[*sqlite.NotWritableError](t, err); refused.Path != path {
					t.Errorf("it names %s, want %s", refused.Path, path)
				}
				if made, err := s.BackUpDaily(t.Context()); err == nil {
					t.Errorf("made %+v", made)
				}
			}
			storetest.Must(t, errors.Join(os.RemoveAll(backupFolder(dir)), os.RemoveAll(filepath.Join(dir, lock.Folder))))
			must2(s.BackUp(t.Context()))(t)
		})
	}
}

func TestABackupWaitsForNobody(t *testing.T) {
	dir := t.TempDir()
	s := openOn(t, dir, &calendar{testTime})
	putExample(t, s, "one")
	release, err := lock.Backup(dir)
	storetest.Must(t, err)
	_, err = s.BackUp(t.Context())
	storetest.WantError[*lock.BackupBusyError](t, err)
	_, err = s.BackUpDaily(t.Context())
	storetest.WantError[*lock.BackupBusyError](t, err)
	release()
	for name, make := range map[string]func() error{
		"one by hand": func() error { _, err := s.BackUp(t.Context()); return err },
		"a daily one": func() error { _, err := s.BackUpDaily(t.Context()); return err },
	} {
		storetest.Must(t, make())
		release, err := lock.Backup(dir)
		if err != nil {
			t.Fatalf("%s holds the lock still: %v", name, err)
		}
		release()
	}
}

// An old backup that cannot be removed is told; the new one stays.
func TestAnOldBackupThatCannotBeDroppedIsTold(t *testing.T) {
	dir, today := t.TempDir(), &calendar{testTime}
	s := openOn(t, dir, today)
	putExample(t, s, "one")
	for day := range dailyBackups {
		today.now = testTime.AddDate(0, 0, day)
		must2(s.BackUpDaily(t.Context()))(t)
	}
	inTheWay := historyOf(filepath.Join(backupFolder(dir), fmt.Sprintf("daily-%s.db", testTime.Format(backupTime))))
	storetest.Must(t, os.MkdirAll(filepath.Join(inTheWay, "full"), 0o700))
	today.now = testTime.AddDate(0, 0, dailyBackups)
	made, err := s.BackUpDaily(t.Context())
	if refused := storetest.WantError[*sqlite.NotWritableError](t, err); refused.Path != inTheWay || made == nil {
		t.Fatalf("made %+v, it names %s", made, refused.Path)
	}
	if list := backups(t, dir); len(list) != dailyBackups || list[0].Name != made.Name {
		t.Errorf("backups %+v", list)
	}
}
