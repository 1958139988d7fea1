package store

import (
	"bytes"
	"context"
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"testing"

	"inventorybeacon/connector"
	"inventorybeacon/store/history"
	"inventorybeacon/store/lock"
	"inventorybeacon/store/sqlite"
	"inventorybeacon/store/storetest"
	"inventorybeacon/store/vault"
)

// On a full disk the store is read by one process, and nothing is written.
func TestOnAFullDiskAStoreIsReadByOne(t *testing.T) {
	ring, full := storetest.NewMemoryKeyring(), &DiskFullError{Path: "full", Err: errors.New("full")}
	dir := t.TempDir()
	first := openStore(t, dir, ring)
	putExample(t, first, "one")
	storetest.Must(t, first.Close())
	options := Options{Keyring: ring, ReadOnly: full}
	s, err := Open(t.Context(), dir, options)
	storetest.Must(t, err)
	if secrets, err := s.Secrets(t.Context(), "one"); err != nil || secrets.RefreshToken != "token of one" {
		t.Errorf("its token is gone: %v", err)
	}
	if err := s.SetSetting(t.Context(), "theme", "dark"); !errors.Is(err, full) {
		t.Errorf("a write: %v", err)
	}
	if made, err := s.BackUp(t.Context()); !errors.Is(err, full) {
		t.Errorf("a backup: %+v, %v", made, err)
	}
	if other, err := Open(t.Context(), dir, Options{Keyring: ring}); err == nil {
		t.Errorf("another process writes meanwhile: %v", other.Close())
	} else {
		storetest.WantError[*lock.OpenElsewhereError](t, err)
	}
	impatient, stop := context.WithCancel(t.Context())
	stop()
	if other, err := Open(impatient, dir, options); !errors.Is(err, context.Canceled) {
		t.Errorf("another process reads meanwhile: %v, %v", other, err)
	}
	waits := make(chan error)
	go func() {
		other, err := Open(t.Context(), dir, options)
		if err == nil {
			err = other.Close()
		}
		waits <- err
	}()
	storetest.Must(t, s.Close())
	storetest.Must(t, <-waits)
	writes := openStore(t, dir, ring)
	both, err := Open(t.Context(), dir, options)
	if err != nil || !both.ReadOnly().Shared {
		t.Fatalf("while another process writes: %v", err)
	}
	if secrets, err := both.Secrets(t.Context(), "one"); err != nil || secrets.RefreshToken != "token of one" {
		t.Errorf("its token is gone: %v", err)
	}
	storetest.Must(t, errors.Join(both.Close(), writes.Close()))

	ready := filepath.Join(dir, FileName+readyInfix+"20260301T123015Z")
	copyOf(t, filepath.Join(dir, FileName), ready)
	if _, err := Open(t.Context(), dir, options); !errors.Is(err, full) {
		t.Errorf("given a restore that was cut short: %v", err)
	}
	storetest.Must(t, os.Remove(ready))
	release, err := lock.Store(dir)
	if err != nil {
		t.Fatalf("who was refused holds the lock still: %v", err)
	}
	release()
}

// A store that could not be opened is held by nobody.
func TestAStoreThatCannotBeOpenedIsNotHeld(t *testing.T) {
	dir := t.TempDir()
	storetest.Must(t, os.WriteFile(filepath.Join(dir, FileName), bytes.Repeat([]byte("damaged"), 1000), 0o600))
	_, err := Open(t.Context(), dir, Options{})
	storetest.WantMessage(t, err, "store.damaged.no-backup", dir)
	release, err := lock.Store(dir)
	storetest.Must(t, err)
	release()
}

// A power cut may leave a file without content. What SQLite would begin anew then is told,
// unless it had none before.
func TestAFileThatAPowerCutHasEmptiedIsNotBegunAnew(t *testing.T) {
	for given, c := range map[string]struct {
		file   string // that is empty
		beside string // that is not
		gone   bool   // somebody has removed the file
		id     string
	}{
		"an inventory beside beacon.db":                   {FileName, "inventory.db", false, "store.damaged.no-backup"},
		"a history beside beacon.db":                      {FileName, history.FileName, false, "store.damaged.no-backup"},
		"a key beside beacon.db":                          {FileName, vault.FileName, false, "store.damaged.no-backup"},
		"the log of beacon.db":                            {FileName, FileName + "-wal", false, "store.damaged.no-backup"},
		"a first start that was cut short":                {FileName, "", false, ""},
		"a first start that was cut short a moment later": {FileName, FileName + "-journal", false, ""},
		"beacon.db was removed":                           {FileName, "inventory.db", true, ""},
		"an inventory beside history.db":                  {history.FileName, "inventory.db", false, "history.damaged.no-backup"},
		"the log of history.db":                           {history.FileName, history.FileName + "-wal", false, "history.damaged.no-backup"},
		"history.db is being made":                        {history.FileName, vault.FileName, false, ""},
	} {
		t.Run("given "+given, func(t *testing.T) {
			dir := t.TempDir()
			path := filepath.Join(dir, c.file)
			if !c.gone {
				storetest.Must(t, os.WriteFile(path, nil, 0o600))
			}
			if c.beside != "" {
				storetest.Must(t, os.WriteFile(filepath.Join(dir, c.beside), []byte("content"), 0o600))
			}
			err := func() error {
				if c.file == FileName {
					s, err := Open(t.Context(), dir, Options{Keyring: storetest.NewMemoryKeyring()})
					if err != nil {
						return err
					}
					return s.Close()
				}
				h, err := OpenHistory(t.Context(), dir, history.Options{})
				if err != nil {
					return err
				}
				return h.Close()
			}()
			if c.id == "" {
				storetest.Must(t, err)
				return
			}
			storetest.WantMessage(t, err, c.id, path)
			unusable := storetest.WantError[*UnusableError](t, err)
			if info, err := os.Stat(path); err != nil || info.Size() > 0 || unusable.File != c.file || !errors.Is(unusable, sqlite.ErrEmpty) {
				t.Errorf("%v, %v of %s: it is not left as it is", err, unusable, unusable.File)
			}
			if content, err := os.ReadFile(filepath.Join(dir, c.beside)); err != nil || string(content) != "content" {
				t.Errorf("what is beside it is not left as it is: %q, %v", content, err)
			}
		})
	}
}

// A look tells of a file what opening it does, and changes nothing.
func TestALookTellsWhatIsWrong(t *testing.T) {
	ring := storetest.NewMemoryKeyring()
	looks := map[string]func(dir string) error{
		"GlanceAt":  func(dir string) error { _, err := GlanceAt(t.Context(), dir, ring); return err },
		"CheckFile": func(dir string) error { return CheckFile(t.Context(), dir) },
	}
	for name, look := range looks {
		if err := look(t.TempDir()); (name == "CheckFile") != errors.Is(err, fs.ErrNotExist) || name == "GlanceAt" && err != nil {
			t.Errorf("%s where there is nothing: %v", name, err)
		}
		dir := stored(t, ring)
		storetest.Must(t, look(dir))
		s := openStore(t, dir, ring)
		must2(s.BackUp(t.Context()))(t)
		storetest.Must(t, s.Close())
		storetest.Must(t, look(dir))
		path := filepath.Join(dir, FileName)
		storetest.Must(t, os.WriteFile(path, bytes.Repeat([]byte("damaged"), 1000), 0o600))
		storetest.WantMessage(t, look(dir), "store.damaged", path)
		storetest.Must(t, errors.Join(os.Remove(path), makeForeign(t, path)))
		storetest.WantMessage(t, look(dir), "store.foreign", path)
		storetest.Must(t, os.RemoveAll(path))
		storetest.WantMessage(t, look(dir), "store.lost", path)
		storetest.Must(t, os.RemoveAll(backupFolder(dir)))
		storetest.Must(t, os.WriteFile(backupFolder(dir), nil, 0o600))
		if err := look(dir); err == nil || errors.Is(err, fs.ErrNotExist) && name == "GlanceAt" {
			t.Errorf("%s where it cannot be told whether there are backups: %v", name, err)
		}
	}
}

func TestAGlanceCountsWhatIsSaved(t *testing.T) {
	s, _ := filledStore(t)
	for _, disabled := range []bool{false, true} {
		c := exampleConnection("2", "two")
		c.ScheduleID, c.Disabled = "nightly", disabled
		storetest.Must(t, s.Apply(t.Context(), put(c, SecretChanges{})))
		g, err := GlanceAt(t.Context(), s.dir(), storetest.NewMemoryKeyring())
		storetest.Must(t, err)
		if want := map[bool]int{false: 2, true: 1}[disabled]; g.Connections != 2 || g.Schedules != 2 || g.Scheduled != want || !g.KeyMade ||
			!g.Sealed {
			t.Errorf("%+v, want %d scheduled", g, want)
		}
		if g.KeyProblem == nil {
			t.Error("a keyring without the key has no problem")
		}
	}
}

// Whether the secrets of a backup can be opened here is told before it is restored.
func TestTheKeyOfABackupIsLookedFor(t *testing.T) {
	ring := storetest.NewMemoryKeyring()
	s := openStore(t, t.TempDir(), ring)
	none, err := s.BackUp(t.Context())
	storetest.Must(t, err)
	storetest.Must(t, s.Apply(t.Context(), put(exampleConnection("1", "no secrets"), SecretChanges{})))
	putExample(t, s, "one")
	sealed, err := s.BackUp(t.Context())
	storetest.Must(t, err)
	elsewhere := t.TempDir()
	for name, c := range map[string]struct {
		backup  Backup
		dir     string
		ring    vault.Keyring
		problem bool
	}{
		"a backup without secrets, without a key":           {none, elsewhere, storetest.NewMemoryKeyring(), false},
		"a backup that the key here opens":                  {sealed, s.dir(), storetest.NewMemoryKeyring(), false},
		"a backup from elsewhere whose key is in a keyring": {sealed, elsewhere, ring, false},
		"a backup from elsewhere without its key":           {sealed, elsewhere, storetest.NewMemoryKeyring(), true},
	} {
		err := CheckBackupKey(t.Context(), c.dir, c.backup.Path, c.ring)
		if key := (*vault.KeyError)(nil); errors.As(err, &key) != c.problem || err != nil && !c.problem {
			t.Errorf("given %s: %v", name, err)
		}
	}
	broken := filepath.Join(elsewhere, "broken.db")
	storetest.Must(t, os.WriteFile(broken, bytes.Repeat([]byte("damaged"), 1000), 0o600))
	storetest.WantError[*sqlite.DamagedFileError](t, CheckBackupKey(t.Context(), elsewhere, broken, ring))
}

// What stands where a backup is looked for is told as it is, and not as missing.
func TestABackupThatCannotBeLookedForIsTold(t *testing.T) {
	dir := t.TempDir()
	file := filepath.Join(dir, "file")
	storetest.Must(t, os.WriteFile(file, nil, 0o600))
	_, err := FindBackup(dir, filepath.Join(file, "backup.db"))
	if missing := (*NotFoundError)(nil); err == nil || errors.As(err, &missing) {
		t.Errorf("given a path through a file: %v", err)
	}
	storetest.Must(t, os.WriteFile(backupFolder(dir), nil, 0o600))
	if list, err := Backups(dir); err == nil {
		t.Errorf("given a file where the folder belongs: %v", list)
	}
}

// What is said names the file, its folder and the newest backup, as far as there is one.
func TestWhatIsWrongWithAFileIsToldWithWhatMendsIt(t *testing.T) {
	damaged, foreign := &sqlite.DamagedFileError{Err: errors.New("page 7")}, &sqlite.ForeignFileError{}
	newest, older := Backup{At: testTime}, Backup{At: testTime.AddDate(0, 0, -1)}
	for _, c := range []struct {
		file    string
		err     error
		backups []Backup
		id      string
	}{
		{FileName, damaged, []Backup{newest, older}, "store.damaged"},
		{FileName, damaged, nil, "store.damaged.no-backup"},
		{history.FileName, damaged, []Backup{newest, older}, "history.damaged"},
		{history.FileName, damaged, nil, "history.damaged.no-backup"},
		{FileName, foreign, []Backup{newest}, "store.foreign"},
		{history.FileName, foreign, nil, "store.foreign.no-backup"},
		{FileName, errLost, []Backup{newest, older}, "store.lost"},
	} {
		m, _ := connector.MessageOf(&UnusableError{Dir: "/data", File: c.file, Backups: c.backups, Err: c.err})
		at, told := m.Data["At"]
		if m.ID != c.id || m.Data["Path"] != filepath.Join("/data", c.file) || told != (c.backups != nil) || told && at != testTime {
			t.Errorf("of %v: %+v, want %s", c.err, m, c.id)
		}
		if wanted := map[bool]string{true: "page 7"}[c.err == error(damaged)]; m.Reference != wanted {
			t.Errorf("of %v: the reference is %q", c.err, m.Reference)
		}
	}
}
