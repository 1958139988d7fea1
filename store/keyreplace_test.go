package store

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"math/rand/v2"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/zalando/go-keyring"

	"inventorybeacon/connector"
)

// fileKeyring is a keyring that outlives its process.
type fileKeyring struct{ path string }

func (k fileKeyring) entries() (map[string]string, error) {
	entries := map[string]string{}
	content, err := os.ReadFile(k.path)
	if errors.Is(err, os.ErrNotExist) {
		return entries, nil
	}
	return entries, errors.Join(err, json.Unmarshal(content, &entries))
}

func (k fileKeyring) put(entries map[string]string) error {
	content, err := json.Marshal(entries)
	if err != nil {
		return err
	}
	return errors.Join(os.WriteFile(k.path+".tmp", content, 0o600), os.Rename(k.path+".tmp", k.path))
}

func (k fileKeyring) Get(_ context.Context, service, user string) (string, error) {
	entries, err := k.entries()
	if err != nil {
		return "", err
	}
	secret, found := entries[service+"/"+user]
	if !found {
		return "", keyring.ErrNotFound
	}
	return secret, nil
}

func (k fileKeyring) Set(_ context.Context, service, user, secret string) error {
	entries, err := k.entries()
	if err != nil {
		return err
	}
	entries[service+"/"+user] = secret
	return k.put(entries)
}

func (k fileKeyring) Delete(_ context.Context, service, user string) error {
	entries, err := k.entries()
	if err != nil {
		return err
	}
	delete(entries, service+"/"+user)
	return k.put(entries)
}

// rotatorVariable makes the test binary a process that replaces and moves the key of
// a data directory until it is killed.
const rotatorVariable = "STORE_TEST_ROTATE"

func rotateForever(dir string) error {
	ctx := context.Background()
	s, err := Open(ctx, dir, Options{Keyring: fileKeyring{filepath.Join(dir, "keyring")}})
	if err != nil {
		return err
	}
	for {
		if _, err := s.RotateKey(ctx); err != nil {
			return err
		}
		if os.Getenv("STORE_TEST_MOVE") == "" {
			continue
		}
		if err := s.MoveKeyToKeyring(ctx); err != nil {
			return err
		}
		s.key.useFile = true // as a process with KeyVariable
		if _, err := s.RotateKey(ctx); err != nil {
			return err
		}
		s.key.useFile = false
	}
}

func TestKeyRotationThatIsKilledLeavesEverySecretReadable(t *testing.T) {
	const kills = 25
	for name, c := range map[string]struct{ inFile, move string }{
		"the key is in a file":          {inFile: "file"},
		"the key is in a keyring":       {},
		"the key goes to and fro":       {move: "yes"},
		"the key goes back from a file": {inFile: "file", move: "yes"},
	} {
		t.Run("given "+name, func(t *testing.T) {
			t.Setenv(KeyVariable, c.inFile)
			ring := func(dir string) Keyring { return fileKeyring{filepath.Join(dir, "keyring")} }
			dir := t.TempDir()
			s := openStore(t, dir, ring(dir))
			for n := range 20 {
				id := fmt.Sprint("id", n)
				must(t, s.Apply(t.Context(), put(exampleConnection(id, "Contoso "+id), SecretChanges{RefreshToken: secret("token of " + id), ClientSecret: secret("secret of " + id)})))
				must(t, s.PutDraft(t.Context(), Draft{ConnectionID: id, Kind: DraftPut, Secrets: SecretChanges{ProxyPassword: secret("waits for " + id)}}))
			}
			must(t, s.Close())
			t.Setenv(KeyVariable, "")
			random := rand.New(rand.NewPCG(1, 8))
			fingerprints := map[string]bool{}
			for range kills {
				cmd := exec.CommandContext(t.Context(), os.Args[0])
				cmd.Env = append(os.Environ(), rotatorVariable+"="+dir, "STORE_TEST_MOVE="+c.move)
				var said strings.Builder
				cmd.Stderr = &said
				must(t, cmd.Start())
				time.Sleep(20*time.Millisecond + time.Duration(random.Int64N(int64(40*time.Millisecond)))) // the moment of the kill
				_ = cmd.Process.Kill()
				_ = cmd.Wait()
				if said.Len() > 0 {
					t.Fatalf("it failed before it was killed: %s", said.String())
				}
				s := openStore(t, dir, ring(dir))
				drafts, err := s.Drafts(t.Context())
				must(t, err)
				if len(drafts) != 20 {
					t.Fatalf("%d drafts", len(drafts))
				}
				for n := range 20 {
					id := fmt.Sprint("id", n)
					secrets, err := s.Secrets(t.Context(), id)
					if err != nil || secrets.RefreshToken != connector.Secret("token of "+id) || secrets.ClientSecret != connector.Secret("secret of "+id) {
						t.Fatalf("the secrets of %s: %v", id, err)
					}
				}
				record, err := readKeyRecord(t.Context(), s.db.Read)
				must(t, err)
				fingerprints[record.fingerprint] = true
				must(t, s.Close())
			}
			if len(fingerprints) < 3 {
				t.Errorf("the key was replaced only %d times", len(fingerprints))
			}
		})
	}
}

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
