package store

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"inventorybeacon/store/lock"
	"inventorybeacon/store/sqlite"
	"inventorybeacon/store/storetest"
	"inventorybeacon/store/vault"
)

// restoreVariable makes the test binary a process that restores a backup and is
// killed before one of its renames: its value is the number of that rename, the data
// directory and the backup.
const restoreVariable = "STORE_TEST_RESTORE"

// restoreUntilKilled exits with status 0 when there were not so many renames.
func restoreUntilKilled(given string) {
	var before int
	place, backup, _ := strings.Cut(given, "|")
	number, dir, _ := strings.Cut(place, ":")
	if _, err := fmt.Sscan(number, &before); err != nil {
		panic(err)
	}
	_, err := restoreBackup(context.Background(), dir, backup, testTime, func(from, to string) error {
		if before--; before == 0 {
			self, err := os.FindProcess(os.Getpid())
			if err != nil {
				panic(err)
			}
			_ = self.Kill()
			select {} // the kill comes
		}
		return os.Rename(from, to)
	})
	if err != nil {
		panic(err)
	}
}

// killedProgram makes a data directory as a program leaves it that was killed: with
// two connections, of which one is in the log alone, and no folder of backups. It
// returns a backup, elsewhere, with the first.
func killedProgram(t *testing.T, ring vault.Keyring) (dir, backup string) {
	t.Helper()
	s := openStore(t, t.TempDir(), ring)
	putExample(t, s, "one")
	made, err := s.BackUp(t.Context())
	storetest.Must(t, err)
	backup = filepath.Join(t.TempDir(), "elsewhere.db")
	copyOf(t, made.Path, backup)
	putExample(t, s, "two")
	dir = t.TempDir()
	for _, log := range []string{"", "-wal", "-shm"} {
		copyOf(t, s.db.Path+log, filepath.Join(dir, FileName+log))
	}
	return dir, backup
}

func copyOf(t *testing.T, from, to string) {
	t.Helper()
	content, err := os.ReadFile(from)
	storetest.Must(t, errors.Join(err, os.WriteFile(to, content, 0o600)))
}

func connectionNames(t *testing.T, dir string, ring vault.Keyring) string {
	t.Helper()
	s := openStore(t, dir, ring)
	list, err := s.Connections(t.Context())
	storetest.Must(t, err)
	var names []string
	for _, c := range list {
		names = append(names, c.Name)
	}
	storetest.Must(t, s.Close())
	return strings.Join(names, " ")
}

// runRestore reports whether the process was killed, or had not so many renames.
func runRestore(t *testing.T, dir, backup string, before int) (killed bool) {
	t.Helper()
	command := exec.Command(os.Args[0])
	command.Env = append(os.Environ(), fmt.Sprintf("%s=%d:%s|%s", restoreVariable, before, dir, backup))
	output, err := command.CombinedOutput()
	if err != nil && command.ProcessState.ExitCode() > 0 {
		t.Fatalf("rename %d: %v\n%s", before, err, output)
	}
	return err != nil
}

func TestARestoreThatIsKilledIsFinishedAtTheNextStart(t *testing.T) {
	ring := storetest.NewMemoryKeyring()
	for before := 1; ; before++ {
		dir, backup := killedProgram(t, ring)
		killed := runRestore(t, dir, backup, before)
		if names := connectionNames(t, dir, ring); names != "one" {
			t.Errorf("killed before rename %d: connections %q", before, names)
		}
		kept := filepath.Join(dir, FileName+".replaced-20260301T123015Z")
		_, restoreErr := RestoreBackup(t.Context(), dir, kept, testTime.Add(time.Minute))
		storetest.Must(t, restoreErr)
		if names := connectionNames(t, dir, ring); names != "one two" {
			t.Errorf("killed before rename %d: the file of before has the connections %q", before, names)
		}
		if left, _ := filepath.Glob(filepath.Join(dir, FileName+readyInfix+"*")); len(left) > 0 {
			t.Errorf("left behind: %v", left)
		}
		if !killed {
			if before < 3 {
				t.Errorf("only %d renames were tried", before-1)
			}
			return
		}
	}
}

// What cannot be finished is told, and nothing else is put in its place.
func TestARestoreThatCannotBeFinishedIsTold(t *testing.T) {
	ring := storetest.NewMemoryKeyring()
	for name, do := range map[string]func(t *testing.T, dir, backup string) error{
		"RestoreBackup": func(t *testing.T, dir, backup string) error {
			_, err := RestoreBackup(t.Context(), dir, backup, testTime.Add(time.Minute))
			return err
		},
		"a look": func(_ *testing.T, dir, _ string) error { return finishRestores(dir) },
		"the next start": func(t *testing.T, dir, _ string) error {
			storetest.WantError[*sqlite.NotWritableError](t, finishRestores(dir)) // else the start waits for ever
			s, err := Open(t.Context(), dir, Options{Keyring: ring})
			if err == nil {
				storetest.Must(t, s.Close())
			}
			return err
		},
	} {
		t.Run("given "+name, func(t *testing.T) {
			dir, backup := killedProgram(t, ring)
			ready := filepath.Join(dir, FileName+readyInfix+"20260301T123015Z")
			copyOf(t, backup, ready)
			inTheWay := filepath.Join(dir, FileName+keptInfix+"20260301T123015Z")
			storetest.Must(t, os.MkdirAll(filepath.Join(inTheWay, "full"), 0o700))
			storetest.WantError[*sqlite.NotWritableError](t, do(t, dir, backup))
			if _, err := os.Stat(ready); err != nil {
				t.Errorf("what stands ready is gone: %v", err)
			}
			storetest.Must(t, os.RemoveAll(inTheWay))
			if names := connectionNames(t, dir, ring); names != "one" {
				t.Errorf("when nothing is in the way any more: connections %q", names)
			}
		})
	}
}

// Whether a restore was cut short has to be known.
func TestADirectoryThatCannotBeLookedIntoIsTold(t *testing.T) {
	file := filepath.Join(t.TempDir(), "file")
	storetest.Must(t, os.WriteFile(file, nil, 0o600))
	for name, do := range map[string]func() error{
		"finishRestores":      func() error { return finishRestores(file) },
		"finishRestoresAlone": func() error { return finishRestoresAlone(file, slog.New(slog.DiscardHandler)) },
	} {
		if err := do(); err == nil || !strings.Contains(err.Error(), file) {
			t.Errorf("%s: %v", name, err)
		}
	}
}

// What was begun first is not finished over what was asked for last.
func TestAnotherRestoreFollowsOneThatWasKilled(t *testing.T) {
	ring := storetest.NewMemoryKeyring()
	dir, one := killedProgram(t, ring)
	three := filepath.Join(t.TempDir(), "three.db")
	s := openStore(t, t.TempDir(), ring)
	putExample(t, s, "three")
	made, err := s.BackUp(t.Context())
	storetest.Must(t, err)
	copyOf(t, made.Path, three)
	copyOf(t, one, filepath.Join(dir, FileName+readyInfix+"20260301T123015Z"))

	_, err = RestoreBackup(t.Context(), dir, three, testTime.Add(time.Minute))
	storetest.Must(t, err)
	if names := connectionNames(t, dir, ring); names != "three" {
		t.Errorf("connections %q", names)
	}
}

func TestARestoreIsNotFinishedWhileItsProcessIsThere(t *testing.T) {
	ring := storetest.NewMemoryKeyring()
	dir, backup := killedProgram(t, ring)
	ready := filepath.Join(dir, FileName+readyInfix+"20260301T123015Z")
	copyOf(t, backup, ready)
	release, err := lock.Store(dir)
	storetest.Must(t, err)
	_, err = Open(t.Context(), dir, Options{Keyring: ring})
	storetest.WantError[*lock.OpenElsewhereError](t, err)
	if _, err := os.Stat(ready); err != nil {
		t.Errorf("it was taken from the other process: %v", err)
	}
	release()
	if names := connectionNames(t, dir, ring); names != "one" {
		t.Errorf("connections %q", names)
	}
}

// The key of another data directory's backup is not where the key is here.
func TestARestoredBackupOfAnotherDirectoryKeepsThePlaceOfItsKey(t *testing.T) {
	ring := storetest.NewMemoryKeyring()
	there := openStore(t, t.TempDir(), ring)
	putExample(t, there, "one")
	backup, err := there.BackUp(t.Context())
	storetest.Must(t, err)
	t.Setenv(vault.Variable, "file")
	dir := stored(t, storetest.NewMemoryKeyring())
	t.Setenv(vault.Variable, "")

	_, err = RestoreBackup(t.Context(), dir, backup.Path, testTime)
	storetest.Must(t, err)
	secrets, err := openStore(t, dir, ring).Secrets(t.Context(), "one")
	if err != nil || secrets.RefreshToken != "token of one" {
		t.Errorf("its token is gone: %v", err)
	}
}

func TestARestoreThatFailsIsUndone(t *testing.T) {
	ring := storetest.NewMemoryKeyring()
	for before := 1; ; before++ {
		dir, backup := killedProgram(t, ring)
		refused, renames := errors.New("in use by a virus scanner"), 0
		_, err := restoreBackup(t.Context(), dir, backup, testTime, func(from, to string) error {
			if renames++; renames == before {
				return refused
			}
			return os.Rename(from, to)
		})
		if err == nil {
			if before < 3 {
				t.Errorf("only %d renames were tried", before-1)
			}
			return
		}
		if !errors.Is(err, refused) {
			t.Fatal(err)
		}
		if names := connectionNames(t, dir, ring); names != "one two" {
			t.Errorf("refused at rename %d: connections %q", before, names)
		}
	}
}

func TestTwoRestoresOfOneSecondKeepBothFiles(t *testing.T) {
	ring := storetest.NewMemoryKeyring()
	dir, backup := killedProgram(t, ring)
	first, err := RestoreBackup(t.Context(), dir, backup, testTime)
	storetest.Must(t, err)
	second, err := RestoreBackup(t.Context(), dir, first.Kept, testTime)
	storetest.Must(t, err)
	if first.Kept == second.Kept || connectionNames(t, dir, ring) != "one two" {
		t.Errorf("kept as %s and %s", first.Kept, second.Kept)
	}
	if _, err := os.Stat(first.Kept); err != nil {
		t.Error(err)
	}
}

// The backup is older than the move of the key, whose entry in the keyring has a
// random name that only the file of before knows.
func TestARestoreThatIsKilledKeepsWhereTheKeyIs(t *testing.T) {
	t.Setenv(vault.Variable, "file")
	ring := storetest.FileKeyring{Path: filepath.Join(t.TempDir(), "keyring.json")}
	for before := 1; ; before++ {
		dir := t.TempDir()
		t.Setenv(vault.Variable, "file")
		s := openStore(t, dir, ring)
		putExample(t, s, "id")
		backup, err := s.BackUp(t.Context())
		storetest.Must(t, errors.Join(err, s.Close()))
		t.Setenv(vault.Variable, "")
		s = openStore(t, dir, ring)
		storetest.Must(t, errors.Join(s.Vault.MoveToKeyring(t.Context()), s.Close()))

		killed := runRestore(t, dir, backup.Path, before)
		if secrets, err := openStore(t, dir, ring).Secrets(t.Context(), "id"); err != nil || secrets.RefreshToken != "token of id" {
			t.Errorf("killed before rename %d: %v", before, err)
		}
		if !killed {
			return
		}
	}
}

func TestWhatAKilledRestoreBeganToCopyIsRemoved(t *testing.T) {
	ring := storetest.NewMemoryKeyring()
	dir := filepath.Join(t.TempDir(), "[data]*") // no pattern
	storetest.Must(t, os.Mkdir(dir, 0o700))
	storetest.Must(t, openStore(t, dir, ring).Close())
	left := filepath.Join(dir, ".copy-1234")
	storetest.Must(t, os.WriteFile(left, []byte("half"), 0o600))
	openStore(t, dir, ring)
	if _, err := os.Lstat(left); !errors.Is(err, os.ErrNotExist) {
		t.Errorf("it is still there: %v", err)
	}
}
