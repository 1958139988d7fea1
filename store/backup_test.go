package store

import (
	"errors"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"inventorybeacon/connector"
	"inventorybeacon/store/lock"
	"inventorybeacon/store/sqlite"
	"inventorybeacon/store/storetest"
	"inventorybeacon/store/vault"
)

// calendar is a clock that a test turns forward.
type calendar struct{ now time.Time }

// openOn opens a store whose clock is the calendar, with one connection.
func openOn(t *testing.T, dir string, c *calendar) *Store {
	t.Helper()
	s, err := Open(t.Context(), dir, Options{Keyring: storetest.NewMemoryKeyring(), Now: func() time.Time { return c.now }})
	storetest.Must(t, err)
	t.Cleanup(func() { _ = s.Close() })
	return s
}

func backups(t *testing.T, dir string) []Backup {
	t.Helper()
	list, err := Backups(dir)
	storetest.Must(t, err)
	return list
}

func putExample(t *testing.T, s *Store, name string) {
	t.Helper()
	token := connector.Secret("token of " + name)
	c := exampleConnection(name, name)
	storetest.Must(t, s.Apply(t.Context(), []Change{{Put: &c, Secrets: SecretChanges{RefreshToken: &token}}}))
}

func TestSevenDailyBackupsAreKept(t *testing.T) {
	dir, today := t.TempDir(), &calendar{testTime}
	s := openOn(t, dir, today)
	if made, err := s.BackUpDaily(t.Context()); made != nil || err != nil {
		t.Errorf("given no connection: %v, %v", made, err)
	}
	putExample(t, s, "one")
	manual, err := s.BackUp(t.Context())
	storetest.Must(t, err)
	for day := range 10 {
		today.now = testTime.AddDate(0, 0, day)
		made, err := s.BackUpDaily(t.Context())
		if err != nil || made == nil || !made.Daily || !made.At.Equal(today.now.Truncate(time.Second)) {
			t.Fatalf("day %d: %+v, %v", day, made, err)
		}
		today.now = today.now.Add(time.Hour)
		if again, err := s.BackUpDaily(t.Context()); again != nil || err != nil {
			t.Errorf("day %d again: %+v, %v", day, again, err)
		}
	}
	list := backups(t, dir)
	if len(list) != 8 || list[7].Name != manual.Name || !list[6].At.Equal(testTime.AddDate(0, 0, 3).Truncate(time.Second)) {
		t.Errorf("backups %+v", list)
	}
	for _, b := range list {
		if info, err := os.Stat(b.Path); err != nil || info.Mode().Perm() != 0o600 || info.Size() != int64(b.Size) {
			t.Errorf("%s: %v, %v", b.Name, info, err)
		}
	}
	if info, err := os.Stat(backupFolder(dir)); err != nil || info.Mode().Perm() != 0o700 {
		t.Errorf("the folder: %v, %v", info, err)
	}
}

func TestAFailedDailyBackupDropsNone(t *testing.T) {
	dir, today := t.TempDir(), &calendar{testTime}
	s := openOn(t, dir, today)
	putExample(t, s, "one")
	for day := range 7 {
		today.now = testTime.AddDate(0, 0, day)
		_, err := s.BackUpDaily(t.Context())
		storetest.Must(t, err)
	}
	content, err := os.ReadFile(s.db.Path)
	storetest.Must(t, err)
	storetest.Must(t, s.Close()) // moves the log into the file, which is damaged then
	for i := 2 * 4096; i < len(content); i++ {
		content[i] ^= 0xff
	}
	s = openOn(t, dir, today)
	storetest.Must(t, os.WriteFile(s.db.Path, content, 0o600))
	today.now = testTime.AddDate(0, 0, 8)
	if made, err := s.BackUpDaily(t.Context()); err == nil {
		t.Errorf("a backup of a damaged file: %+v", made)
	}
	if list := backups(t, dir); len(list) != 7 {
		t.Errorf("%d backups are left", len(list))
	}
}

func TestRestoreBringsConnectionsAndSecretsBack(t *testing.T) {
	dir, ring := t.TempDir(), storetest.NewMemoryKeyring()
	s := openStore(t, dir, ring)
	putExample(t, s, "one")
	backup, err := s.BackUp(t.Context())
	storetest.Must(t, err)
	putExample(t, s, "two")

	var open *lock.OpenElsewhereError
	if _, err := RestoreBackup(t.Context(), dir, backup.Name, testTime); !errors.As(err, &open) {
		t.Fatalf("given the store is open: %v", err)
	}
	storetest.Must(t, s.Close())
	restored, err := RestoreBackup(t.Context(), dir, backup.Name, testTime)
	storetest.Must(t, err)
	if restored.From != backup.Path || restored.Kept != filepath.Join(dir, "beacon.db.replaced-20260301T123015Z") {
		t.Errorf("restored %+v", restored)
	}
	wantConnections := func(want ...string) {
		t.Helper()
		s := openStore(t, dir, ring)
		defer func() { _ = s.Close() }()
		list, err := s.Connections(t.Context())
		storetest.Must(t, err)
		var names []string
		for _, c := range list {
			names = append(names, c.Name)
			secrets, err := s.Secrets(t.Context(), c.ID)
			if err != nil || secrets.RefreshToken != connector.Secret("token of "+c.Name) {
				t.Errorf("%s: its token is gone: %v", c.Name, err)
			}
		}
		if strings.Join(names, " ") != strings.Join(want, " ") {
			t.Errorf("connections %v, want %v", names, want)
		}
	}
	wantConnections("one")
	_, err = RestoreBackup(t.Context(), dir, restored.Kept, testTime.Add(time.Minute)) // back again
	storetest.Must(t, err)
	wantConnections("one", "two")

	var none *NotFoundError
	if _, err := RestoreBackup(t.Context(), dir, "manual-none.db", testTime); !errors.As(err, &none) {
		t.Errorf("given no such backup: %v", err)
	}
}

func TestARestoredBackupFindsAKeyThatWasMovedSince(t *testing.T) {
	dir, ring := t.TempDir(), storetest.NewMemoryKeyring()
	s := openStore(t, dir, ring)
	putExample(t, s, "one")
	backup, err := s.BackUp(t.Context())
	storetest.Must(t, errors.Join(err, s.Close()))
	t.Setenv(vault.Variable, "file")
	s = openStore(t, dir, ring)
	_, err = s.Secrets(t.Context(), "one") // moves the key to the file
	storetest.Must(t, errors.Join(err, s.Close()))
	t.Setenv(vault.Variable, "")

	_, err = RestoreBackup(t.Context(), dir, backup.Name, testTime)
	storetest.Must(t, err)
	s = openStore(t, dir, ring)
	secrets, err := s.Secrets(t.Context(), "one")
	place, placeErr := s.Vault.Place(t.Context())
	if err != nil || placeErr != nil || secrets.RefreshToken != "token of one" || place.Keyring() {
		t.Errorf("the secrets: %v, %v, the key is at %v", err, placeErr, place)
	}
}

func TestADamagedOrLostFileIsLeftAloneAndABackupOffered(t *testing.T) {
	for given, spoil := range map[string]func(path string) error{
		"a damaged file":         func(path string) error { return os.WriteFile(path, []byte(strings.Repeat("damaged", 1000)), 0o600) },
		"half a file":            func(path string) error { return os.Truncate(path, 8000) },
		"an empty file":          func(path string) error { return os.Truncate(path, 0) },
		"no file":                os.Remove,
		"another program's file": func(path string) error { return errors.Join(os.Remove(path), makeForeign(t, path)) },
	} {
		t.Run("given "+given, func(t *testing.T) {
			dir, ring := t.TempDir(), storetest.NewMemoryKeyring()
			s := openStore(t, dir, ring)
			putExample(t, s, "one")
			backup, err := s.BackUp(t.Context())
			storetest.Must(t, errors.Join(err, s.Close(), spoil(s.db.Path)))
			before, _ := os.ReadFile(s.db.Path)

			_, err = Open(t.Context(), dir, Options{Keyring: ring})
			var unusable *UnusableError
			if !errors.As(err, &unusable) || len(unusable.Backups) != 1 || unusable.Backups[0].Name != backup.Name {
				t.Fatalf("Open = %v", err)
			}
			if m := unusable.Message(); m.Data["Path"] != s.db.Path || m.Data["At"] != backup.At {
				t.Errorf("%+v", m)
			}
			if after, _ := os.ReadFile(s.db.Path); string(after) != string(before) {
				t.Error("the file was changed")
			}
			_, err = RestoreBackup(t.Context(), dir, backup.Name, testTime)
			storetest.Must(t, err)
			list, err := openStore(t, dir, ring).Connections(t.Context())
			if err != nil || len(list) != 1 {
				t.Errorf("restored %v, %v", list, err)
			}
		})
	}
}

func makeForeign(t *testing.T, path string) error {
	db, err := sqlite.Open(t.Context(), path, sqlite.Options{ApplicationID: 1, Migrations: os.DirFS("migrations")})
	if err != nil {
		return err
	}
	return db.Close()
}

// daysOf returns the days of the daily backups, oldest first.
func daysOf(t *testing.T, dir string) string {
	t.Helper()
	var days []string
	for _, b := range backups(t, dir) {
		if b.Daily {
			days = append(days, b.At.Local().Format("01-02"))
		}
	}
	slices.Sort(days)
	return strings.Join(days, " ")
}

func TestAClockThatWasWrongCostsNoDailyBackup(t *testing.T) {
	const week = "03-01 03-02 03-03 03-04 03-05 03-06 03-07"
	for given, wrong := range map[string]time.Time{
		"a year ahead": testTime.AddDate(1, 2, 6),
		"a week ahead": testTime.AddDate(0, 0, 13),
		"a year back":  testTime.AddDate(-1, 0, 6),
		"1970":         time.Unix(0, 0),
	} {
		t.Run("given "+given, func(t *testing.T) {
			dir, today := t.TempDir(), &calendar{testTime}
			s := openOn(t, dir, today)
			putExample(t, s, "one")
			for day := range 7 {
				today.now = testTime.AddDate(0, 0, day)
				must2(s.BackUpDaily(t.Context()))(t)
			}
			for minutes := range 6 {
				today.now = wrong.Add(time.Duration(minutes) * 10 * time.Minute)
				must2(s.BackUpDaily(t.Context()))(t)
			}
			today.now = testTime.AddDate(0, 0, 6).Add(2 * time.Hour)
			must2(s.BackUpDaily(t.Context()))(t)
			if days := daysOf(t, dir); len(days) != len(week)+6 {
				t.Errorf("of %s and the wrong day, there are %s", week, days)
			}
			today.now = testTime.AddDate(0, 0, 7)
			made, err := s.BackUpDaily(t.Context())
			if err != nil || made == nil {
				t.Fatalf("the next day has none: %v", err)
			}
			if days := daysOf(t, dir); !strings.Contains(days, strings.TrimPrefix(week, "03-01 ")+" 03-08") {
				t.Errorf("after the next day there are %s", days)
			}
		})
	}
}

// must2 fails the test for the error of a call with two results.
func must2[T any](_ T, err error) func(t *testing.T) {
	return func(t *testing.T) { t.Helper(); storetest.Must(t, err) }
}

func TestWhichDailyBackupsAreKept(t *testing.T) {
	at := func(day string) Backup {
		at, err := time.ParseInLocation("01-02 15", day, time.Local)
		storetest.Must(t, err)
		return Backup{Name: day, At: at, Daily: true}
	}
	for given, c := range map[string]struct{ days, dropped string }{
		"fewer than seven":   {"01-03 09,01-02 09", ""},
		"two of one day":     {"01-03 18,01-03 09,01-02 09", "01-03 09"},
		"eight days":         {"01-08 09,01-07 09,01-06 09,01-05 09,01-04 09,01-03 09,01-02 09,01-01 09", "01-01 09"},
		"a weekend":          {"01-11 09,01-08 09,01-07 09,01-06 09,01-05 09,01-04 09,01-03 09,01-02 09", "01-02 09"},
		"a gap":              {"08-01 09,01-07 09,01-06 09,01-05 09,01-04 09,01-03 09,01-02 09,01-01 09", ""},
		"one more before it": {"08-02 09,08-01 09,01-08 09,01-07 09,01-06 09,01-05 09,01-04 09,01-03 09,01-02 09,01-01 09", "01-01 09"},
		"a week after a gap": {"08-07 09,08-06 09,08-05 09,08-04 09,08-03 09,08-02 09,08-01 09,01-02 09", "01-02 09"},
		"one a month":        {"09-01 09,08-01 09,07-01 09,06-01 09,05-01 09,04-01 09,03-01 09,02-01 09,01-01 09", ""},
		"wrong twice": {
			"08-24 09,08-15 09,08-14 09,08-13 09,01-23 09,01-22 09,01-21 09,01-20 09,01-19 09,01-18 09,01-17 09,01-16 09",
			"01-16 09",
		},
	} {
		t.Run("given "+given, func(t *testing.T) {
			var daily []Backup
			for day := range strings.SplitSeq(c.days, ",") {
				daily = append(daily, at(day))
			}
			var names []string
			for _, b := range superseded(daily) {
				names = append(names, b.Name)
			}
			if got := strings.Join(names, ","); got != c.dropped {
				t.Errorf("dropped %q, want %q", got, c.dropped)
			}
		})
	}
}

func TestDailyBackupsWithGapsAreNotKeptForEver(t *testing.T) {
	var daily []Backup
	for week := range 40 {
		daily = append(daily, Backup{At: testTime.AddDate(0, 0, -7*week)})
	}
	if dropped := superseded(daily); len(dropped) != len(daily)-daysAtMost || dropped[0].At != daily[daysAtMost].At {
		t.Errorf("%d of %d are dropped", len(dropped), len(daily))
	}
}

func TestTwoBackupsOfOneSecondAreTwo(t *testing.T) {
	dir := t.TempDir()
	s := openOn(t, dir, &calendar{testTime})
	putExample(t, s, "one")
	first, err := s.BackUp(t.Context())
	storetest.Must(t, err)
	putExample(t, s, "two")
	second, err := s.BackUp(t.Context())
	storetest.Must(t, err)
	list := backups(t, dir)
	if len(list) != 2 || list[0].Name != second.Name || list[1].Name != first.Name || !list[0].At.Equal(list[1].At) {
		t.Fatalf("backups %+v", list)
	}
	storetest.Must(t, s.Close())
	_, err = RestoreBackup(t.Context(), dir, first.Name, testTime)
	storetest.Must(t, err)
	if names := connectionNames(t, dir, storetest.NewMemoryKeyring()); names != "one" {
		t.Errorf("the first has the connections %q", names)
	}
}

// East of Greenwich the day begins before it does in UTC.
func TestADayIsThatOfTheComputersTimeZone(t *testing.T) {
	before := time.Local
	time.Local = time.FixedZone("", 10*60*60)
	t.Cleanup(func() { time.Local = before })
	at := func(day, hour int) time.Time { return time.Date(2026, 3, day, hour, 0, 0, 0, time.Local) }
	dir, today := t.TempDir(), &calendar{at(2, 8)}
	s := openOn(t, dir, today)
	putExample(t, s, "one")
	for _, c := range []struct {
		now  time.Time
		made bool
	}{{at(2, 8), true}, {at(2, 12), false}, {at(3, 8), true}} {
		today.now = c.now
		if made, err := s.BackUpDaily(t.Context()); err != nil || (made != nil) != c.made {
			t.Errorf("at %s: made %v, %v", c.now, made, err)
		}
	}
}

func TestABackupOfTheFutureIsNotOfferedFirst(t *testing.T) {
	dir, today := t.TempDir(), &calendar{time.Now().AddDate(1, 0, 0)}
	s := openOn(t, dir, today)
	putExample(t, s, "one")
	must2(s.BackUp(t.Context()))(t)
	today.now = time.Now()
	right, err := s.BackUp(t.Context())
	storetest.Must(t, err)
	if list := backups(t, dir); len(list) != 2 || list[0].Name != right.Name {
		t.Errorf("backups %+v", list)
	}
}
