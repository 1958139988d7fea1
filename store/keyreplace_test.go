package store

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"sync"
	"testing"
	"time"

	"inventorybeacon/connector"
)

// keyStores are the two places of a key.
var keyStores = map[string]string{"file": "file", "keyring": ""}

func TestRotateKeySealsEverythingAnew(t *testing.T) {
	for name, variable := range keyStores {
		t.Run("given the key is in the "+name, func(t *testing.T) {
			t.Setenv(KeyVariable, variable)
			dir, ring := t.TempDir(), newMemoryKeyring()
			s, other := openStore(t, dir, ring), openStore(t, dir, ring)
			must(t, s.Apply(t.Context(), put(exampleConnection("id", "Contoso"), SecretChanges{RefreshToken: secret("token"), ProxyPassword: secret("password")})))
			must(t, s.PutDraft(t.Context(), Draft{ConnectionID: "id", Kind: DraftPut, Secrets: SecretChanges{ClientSecret: secret("waits")}}))
			wantToken(t, other, "token")
			former, err := s.key.get(t.Context())
			must(t, err)

			n, err := s.RotateKey(t.Context())
			if err != nil || n != 3 {
				t.Fatalf("resealed %d, %v", n, err)
			}
			for _, s := range []*Store{s, other, openStore(t, dir, ring)} {
				wantToken(t, s, "token")
				drafts, err := s.Drafts(t.Context())
				if err != nil || len(drafts) != 1 || *drafts[0].Secrets.ClientSecret != "waits" {
					t.Errorf("the edit that waits: %v", err)
				}
			}
			must(t, other.SetRefreshToken(t.Context(), "id", "rotated"))
			wantToken(t, s, "rotated")
			// The former key opens nothing, and is nowhere.
			stored, err := s.sealedSecrets(t.Context(), "id")
			must(t, err)
			for _, secret := range stored {
				if _, err := former.openField("id", secret.field, secret.sealed); err == nil {
					t.Errorf("the former key opens %s", secret.field)
				}
			}
			if holds(s.key.file, former.record) || holds(s.key.next(), former.record) || len(ring.entries) > 1 {
				t.Errorf("the former key is still there; the keyring has %d entries", len(ring.entries))
			}
			place, err := s.KeyPlace(t.Context())
			if err != nil || place.Keyring() != (variable == "") {
				t.Errorf("the key is in the %s now, %v", place, err)
			}
		})
	}
}

func TestRotateKeyThatCannotSealEverythingChangesNothing(t *testing.T) {
	for _, table := range []string{"secret", "draft"} {
		t.Run("given a "+table+" that cannot be written", func(t *testing.T) {
			dir, ring := t.TempDir(), newMemoryKeyring()
			s := openStore(t, dir, ring)
			must(t, s.Apply(t.Context(), put(exampleConnection("id", "Contoso"), SecretChanges{RefreshToken: secret("token")})))
			must(t, s.PutDraft(t.Context(), Draft{ConnectionID: "id", Kind: DraftPut, Secrets: SecretChanges{ClientSecret: secret("waits")}}))
			_, err := s.db.Write.ExecContext(t.Context(), "CREATE TRIGGER refuse BEFORE UPDATE ON "+table+" BEGIN SELECT RAISE(FAIL, 'refused'); END")
			must(t, err)
			if n, err := s.RotateKey(t.Context()); err == nil || !strings.Contains(err.Error(), "refused") {
				t.Errorf("resealed %d, %v", n, err)
			}
			s = openStore(t, dir, ring)
			wantToken(t, s, "token")
			if drafts, err := s.Drafts(t.Context()); err != nil || len(drafts) != 1 || *drafts[0].Secrets.ClientSecret != "waits" {
				t.Errorf("the edit that waits: %v", err)
			}
			if len(ring.entries) != 1 {
				t.Errorf("%d entries in the keyring", len(ring.entries))
			}
		})
	}
}

func TestABackupOfBeforeAKeyWasReplacedSaysThatItsSecretsAreLost(t *testing.T) {
	for name, variable := range keyStores {
		t.Run("given the key is in the "+name, func(t *testing.T) {
			t.Setenv(KeyVariable, variable)
			dir, ring := t.TempDir(), newMemoryKeyring()
			s := openStore(t, dir, ring)
			putExample(t, s, "one")
			backup, err := s.BackUp(t.Context())
			must(t, err)
			_, err = s.RotateKey(t.Context())
			must(t, errors.Join(err, s.Close()))
			restored, err := RestoreBackup(t.Context(), dir, backup.Name, testTime)
			must(t, err)
			s = openStore(t, dir, ring)
			_, err = s.KeyPlace(t.Context())
			wantError[*KeyError](t, err)
			must(t, s.Close())
			// What was there before the restore opens as ever.
			_, err = RestoreBackup(t.Context(), dir, restored.Kept, testTime.Add(time.Minute))
			must(t, err)
			s = openStore(t, dir, ring)
			if secrets, err := s.Secrets(t.Context(), "one"); err != nil || secrets.RefreshToken != "token of one" {
				t.Errorf("back again: %v", err)
			}
		})
	}
}

func TestForgetSecretsMakesANewKey(t *testing.T) {
	for name, variable := range keyStores {
		t.Run("given the key is in the "+name, func(t *testing.T) {
			t.Setenv(KeyVariable, variable)
			dir, ring := t.TempDir(), newMemoryKeyring()
			s := openStore(t, dir, ring)
			must(t, s.Apply(t.Context(), put(exampleConnection("id", "Contoso"), SecretChanges{RefreshToken: secret("token")})))
			former, err := s.key.get(t.Context())
			must(t, err)
			must(t, s.ForgetSecrets(t.Context()))
			must(t, s.SetRefreshToken(t.Context(), "id", "new"))
			now, err := s.key.get(t.Context())
			must(t, err)
			if now.record.fingerprint == former.record.fingerprint || holds(s.key.file, former.record) || len(ring.entries) > 1 {
				t.Error("the former key is still in use, or still there")
			}
			wantToken(t, openStore(t, dir, ring), "new")
		})
	}
}

// What a process leaves that is killed between the commit and the last rename.
func TestAKeyThatHasNotTakenItsPlaceYet(t *testing.T) {
	t.Setenv(KeyVariable, "file")
	dir := stored(t, newMemoryKeyring())
	s := openStore(t, dir, newMemoryKeyring())
	former, err := os.ReadFile(s.key.file)
	must(t, err)
	_, err = s.RotateKey(t.Context())
	must(t, err)
	must(t, os.Rename(s.key.file, s.key.next()))
	for given, content := range map[string][]byte{"the former key is in its place": former, "nothing is in its place": nil} {
		t.Run("given "+given, func(t *testing.T) {
			if content != nil {
				must(t, os.WriteFile(s.key.file, content, 0o600))
			}
			s := openStore(t, dir, newMemoryKeyring())
			wantToken(t, s, "token")
			if _, err := os.Lstat(s.key.next()); !errors.Is(err, os.ErrNotExist) {
				t.Errorf("it still stands beside its place: %v", err)
			}
			wantToken(t, openStore(t, dir, newMemoryKeyring()), "token")
			must(t, os.Rename(s.key.file, s.key.next()))
		})
	}
}

// What a process leaves that is killed while it writes a key file.
func TestWhatWasBegunOfAKeyFileIsRemoved(t *testing.T) {
	for name, variable := range keyStores {
		t.Run("given the key is in the "+name, func(t *testing.T) {
			t.Setenv(KeyVariable, variable)
			ring := newMemoryKeyring()
			dir := stored(t, ring)
			for _, left := range []string{".beacon.key-1", ".beacon.key.next-2"} {
				must(t, os.WriteFile(filepath.Join(dir, left), []byte("key"), 0o600))
			}
			wantToken(t, openStore(t, dir, ring), "token")
			if left, _ := filepath.Glob(filepath.Join(dir, ".beacon.key*")); len(left) > 0 {
				t.Errorf("still there: %v", left)
			}
		})
	}
}

func TestTheKeyGoesToTheKeyringAndBack(t *testing.T) {
	dir, ring := t.TempDir(), newMemoryKeyring()
	t.Setenv(KeyVariable, "file")
	s := openStore(t, dir, ring)
	putExample(t, s, "id")
	backup, err := s.BackUp(t.Context())
	must(t, err)
	t.Setenv(KeyVariable, "")
	running := openStore(t, dir, ring)

	ring.gone = errNoKeyring
	wantError[*KeyringUnusableError](t, s.MoveKeyToKeyring(t.Context()))
	ring.gone = nil
	s.key.useFile = false
	must(t, s.MoveKeyToKeyring(t.Context()))
	later := openStore(t, dir, ring)
	for _, s := range []*Store{s, running, later} {
		if secrets, err := s.Secrets(t.Context(), "id"); err != nil || secrets.RefreshToken != "token of id" {
			t.Errorf("the token: %v", err)
		}
	}
	if _, err := os.Lstat(s.key.file); !errors.Is(err, os.ErrNotExist) || len(ring.entries) != 1 {
		t.Errorf("the file is still there: %v; the keyring has %d entries", err, len(ring.entries))
	}
	must(t, s.MoveKeyToKeyring(t.Context())) // there already
	must(t, errors.Join(s.Close(), running.Close(), later.Close()))

	// A backup that says that the key is in the file finds it in the keyring.
	_, err = RestoreBackup(t.Context(), dir, backup.Name, testTime)
	must(t, err)
	if secrets, err := openStore(t, dir, ring).Secrets(t.Context(), "id"); err != nil || secrets.RefreshToken != "token of id" {
		t.Errorf("after a restore: %v", err)
	}
}

func TestLookingAtTheKeyMakesNone(t *testing.T) {
	dir, ring := t.TempDir(), newMemoryKeyring()
	s := openStore(t, dir, ring)
	place, err := s.KeyPlace(t.Context())
	if err != nil || !place.None || place.Keyring() || place.File != "" {
		t.Errorf("place %+v, %v", place, err)
	}
	record, err := readKeyRecord(t.Context(), s.db.Read)
	if _, failed := os.Lstat(s.key.file); err != nil || record != nil || len(ring.entries) > 0 || failed == nil {
		t.Error("a key was made")
	}
}

func TestAKeyFileThatOthersCanReadIsMended(t *testing.T) {
	if runtime.GOOS == "windows" {
		return // modes say nothing there
	}
	t.Setenv(KeyVariable, "file")
	for _, mode := range []os.FileMode{0o644, 0o640, 0o602} {
		dir := stored(t, newMemoryKeyring())
		file := filepath.Join(dir, KeyFileName)
		must(t, os.Chmod(file, mode))
		s := openStore(t, dir, newMemoryKeyring())
		info, err := os.Stat(file)
		if err != nil || info.Mode().Perm() != 0o600 || s.KeyFileMended() != file {
			t.Errorf("given mode %o: %v, %v; told %q", mode, info.Mode(), err, s.KeyFileMended())
		}
		wantToken(t, s, "token")
		if again := openStore(t, dir, newMemoryKeyring()); again.KeyFileMended() != "" {
			t.Error("it is told again")
		}
	}
}

// What a killed process has left, or somebody has put there, decides nothing.
func TestLeftoversBesideTheKeyFileAreNotRead(t *testing.T) {
	t.Setenv(KeyVariable, "file")
	dir := t.TempDir()
	file := filepath.Join(dir, KeyFileName)
	for _, suffix := range []string{".new", ".next"} {
		must(t, os.WriteFile(file+suffix, []byte(encodeKey(make([]byte, keySize))), 0o666))
		must(t, os.Chmod(file+suffix, 0o666))
	}
	s := openStore(t, dir, newMemoryKeyring())
	must(t, s.Apply(t.Context(), put(exampleConnection("id", "Contoso"), SecretChanges{RefreshToken: secret("token")})))
	for range 2 {
		key, err := readKeyFile(file)
		info, failed := os.Stat(file)
		if must(t, errors.Join(err, failed)); [keySize]byte(key) == [keySize]byte{} || runtime.GOOS != "windows" && info.Mode().Perm() != 0o600 {
			t.Errorf("the key is the leftover's, or its mode is: %v", info.Mode())
		}
		_, err = s.RotateKey(t.Context())
		must(t, err)
	}
}

// The key is on the disk before it is used, and so is its name.
func TestTheKeyFileIsBroughtToTheDisk(t *testing.T) {
	t.Setenv(KeyVariable, "file")
	dir := t.TempDir()
	s := openStore(t, dir, newMemoryKeyring())
	if runtime.GOOS == "linux" { // which refuses to bring a device to the disk
		if err := s.key.sync(os.DevNull); err == nil {
			t.Error("nothing is brought to the disk")
		}
	}
	var steps []string
	s.key.sync = func(path string) error {
		switch _, err := os.Lstat(s.key.file); {
		case path == dir && err == nil:
			steps = append(steps, "the folder with the file")
		case path != dir && err != nil:
			if content, err := readKeyFile(path); err == nil && len(content) == keySize {
				steps = append(steps, "the whole file")
			}
		}
		return nil
	}
	_, err := s.MakeKey(t.Context())
	must(t, err)
	want := []string{"the whole file", "the folder with the file"}
	if runtime.GOOS == "windows" {
		want = want[:1]
	}
	if strings.Join(steps, ", ") != strings.Join(want, ", ") {
		t.Errorf("brought to the disk: %v", steps)
	}
	// What cannot be brought there is not used.
	s = openStore(t, t.TempDir(), newMemoryKeyring())
	s.key.sync = func(string) error { return errors.New("no disk") }
	if _, err := s.MakeKey(t.Context()); err == nil {
		t.Error("a key that is not on the disk is used")
	}
}

func TestSecretsAreReadAndStoredWhileTheKeyIsReplaced(t *testing.T) {
	for name, variable := range keyStores {
		t.Run("given the key is in the "+name, func(t *testing.T) {
			t.Setenv(KeyVariable, variable)
			dir, ring := t.TempDir(), newMemoryKeyring()
			s := openStore(t, dir, ring)
			must(t, s.Apply(t.Context(), put(exampleConnection("id", "Contoso"), SecretChanges{RefreshToken: secret("0"), ProxyPassword: secret("password")})))
			done := make(chan struct{})
			var all sync.WaitGroup
			for range 2 {
				rotator := openStore(t, dir, ring)
				all.Go(func() {
					for {
						select {
						case <-done:
							return
						default:
						}
						if _, err := rotator.RotateKey(t.Context()); err != nil && !errors.Is(err, errReplaced) {
							t.Error(err)
							return
						}
					}
				})
			}
			for n := range 100 {
				if err := s.SetRefreshToken(t.Context(), "id", connector.Secret(fmt.Sprint(n))); err != nil {
					t.Errorf("storing: %v", err)
					break
				}
				secrets, err := s.Secrets(t.Context(), "id")
				if err != nil || secrets.RefreshToken != connector.Secret(fmt.Sprint(n)) || secrets.ProxyPassword != "password" {
					t.Errorf("reading: %v", err)
					break
				}
			}
			close(done)
			all.Wait()
		})
	}
}

func TestAKeyFileOfAnotherDirectoryIsNotOverwritten(t *testing.T) {
	ring := newMemoryKeyring()
	dir := stored(t, ring)
	foreign := encodeKey([]byte(strings.Repeat("f", keySize)))
	must(t, os.WriteFile(filepath.Join(dir, KeyFileName), []byte(foreign), 0o600))
	t.Setenv(KeyVariable, "file")
	s := openStore(t, dir, ring)
	_, err := s.Secrets(t.Context(), "id")
	wantError[*KeyFileTakenError](t, err)
	if advice, _ := connector.AdviceOf(err); strings.Contains(advice.Action, "administrator") || !strings.Contains(advice.Message, "does not fit") {
		t.Errorf("advice %+v", advice)
	}
	if content, err := os.ReadFile(s.key.file); err != nil || string(content) != foreign || len(ring.entries) != 1 {
		t.Errorf("changed: %v", err)
	}
}

func TestABackupSaysWhetherThePresentKeyOpensItsSecrets(t *testing.T) {
	for name, variable := range keyStores {
		t.Run("given the key is in the "+name, func(t *testing.T) {
			t.Setenv(KeyVariable, variable)
			dir, ring := t.TempDir(), newMemoryKeyring()
			s := openStore(t, dir, ring)
			check := func(b Backup) error { return CheckBackupKey(t.Context(), dir, b.Path, ring) }
			must(t, s.Apply(t.Context(), put(exampleConnection("id", "Contoso"), SecretChanges{})))
			without, err := s.BackUp(t.Context())
			must(t, err)
			must(t, s.Apply(t.Context(), put(exampleConnection("id", "Contoso"), SecretChanges{RefreshToken: secret("token")})))
			before, err := s.BackUp(t.Context())
			must(t, err)
			must(t, check(before))
			_, err = s.RotateKey(t.Context())
			must(t, err)
			after, err := s.BackUp(t.Context())
			must(t, err)
			must(t, errors.Join(check(without), check(after)))
			wantError[*KeyError](t, check(before))

			// The same where there is nothing to compare with.
			must(t, s.Close())
			must(t, os.Rename(filepath.Join(dir, FileName), filepath.Join(dir, "elsewhere")))
			must(t, errors.Join(check(without), check(after)))
			wantError[*KeyError](t, check(before))
		})
	}
}
