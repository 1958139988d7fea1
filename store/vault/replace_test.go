package vault_test

import (
	"context"
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
	"inventorybeacon/store"
	"inventorybeacon/store/storetest"
	"inventorybeacon/store/vault"
)

// keyStores are the two places of a key.
var keyStores = map[string]string{"file": "file", "keyring": ""}

func TestRotateKeySealsEverythingAnew(t *testing.T) {
	for name, variable := range keyStores {
		t.Run("given the key is in the "+name, func(t *testing.T) {
			t.Setenv(vault.Variable, variable)
			dir, ring := t.TempDir(), storetest.NewMemoryKeyring()
			s, other := openStore(t, dir, ring), openStore(t, dir, ring)
			storetest.Must(t, s.Apply(t.Context(),
				put(exampleConnection("id", "Contoso"), store.SecretChanges{RefreshToken: secret("token"), ProxyPassword: secret("password")})))
			storetest.Must(t, s.PutDraft(t.Context(),
				store.Draft{ConnectionID: "id", Kind: store.DraftPut, Secrets: store.SecretChanges{ClientSecret: secret("waits")}}))
			wantToken(t, other, "token")
			former, err := s.Vault.Get(t.Context())
			storetest.Must(t, err)

			n, err := s.Vault.Rotate(t.Context())
			if err != nil || n.Resealed != 3 {
				t.Fatalf("resealed %d, %v", n, err)
			}
			for _, s := range []*store.Store{s, other, openStore(t, dir, ring)} {
				wantToken(t, s, "token")
				drafts, err := s.Drafts(t.Context())
				if err != nil || len(drafts) != 1 || *drafts[0].Secrets.ClientSecret != "waits" {
					t.Errorf("the edit that waits: %v", err)
				}
			}
			storetest.Must(t, other.SetRefreshToken(t.Context(), "id", "token", "rotated"))
			wantToken(t, s, "rotated")
			// The former key opens nothing, and is nowhere.
			for _, field := range []string{"refresh-token", "proxy-password"} {
				var sealed []byte
				storetest.Must(t, s.Vault.DB().Read.QueryRow("SELECT sealed FROM secret WHERE field = ?", field).Scan(&sealed))
				if _, err := former.Open("id", field, sealed); err == nil {
					t.Errorf("the former key opens %s", field)
				}
			}
			if vault.Holds(s.Vault.File(), former.Record()) || vault.Holds(s.Vault.Next(), former.Record()) || len(ring.Entries) > 1 {
				t.Errorf("the former key is still there; the keyring has %d entries", len(ring.Entries))
			}
			place, err := s.Vault.Place(t.Context())
			if err != nil || place.Keyring() != (variable == "") {
				t.Errorf("the key is at %v now, %v", place, err)
			}
		})
	}
}

func TestRotateKeyThatCannotSealEverythingChangesNothing(t *testing.T) {
	for given, c := range map[string]struct{ trouble, told string }{
		"a secret that cannot be written": {"CREATE TRIGGER refuse BEFORE UPDATE ON secret BEGIN SELECT RAISE(FAIL, 'refused'); END", "refused"},
		"a draft that cannot be written":  {"CREATE TRIGGER refuse BEFORE UPDATE ON draft BEGIN SELECT RAISE(FAIL, 'refused'); END", "refused"},
		"a draft that cannot be read": {
			"CREATE TEMP VIEW draft AS SELECT connection_id, abs(-9223372036854775808) AS sealed FROM main.draft", "overflow",
		},
	} {
		t.Run("given "+given, func(t *testing.T) {
			dir, ring := t.TempDir(), storetest.NewMemoryKeyring()
			s := openStore(t, dir, ring)
			storetest.Must(t, s.Apply(t.Context(), put(exampleConnection("id", "Contoso"), store.SecretChanges{RefreshToken: secret("token")})))
			storetest.Must(t, s.PutDraft(t.Context(),
				store.Draft{ConnectionID: "id", Kind: store.DraftPut, Secrets: store.SecretChanges{ClientSecret: secret("waits")}}))
			_, err := s.Vault.DB().Write.ExecContext(t.Context(), c.trouble)
			storetest.Must(t, err)
			if n, err := s.Vault.Rotate(t.Context()); err == nil || !strings.Contains(err.Error(), c.told) {
				t.Errorf("resealed %d, %v", n, err)
			}
			s = openStore(t, dir, ring)
			wantToken(t, s, "token")
			if drafts, err := s.Drafts(t.Context()); err != nil || len(drafts) != 1 || *drafts[0].Secrets.ClientSecret != "waits" {
				t.Errorf("the edit that waits: %v", err)
			}
			if len(ring.Entries) != 1 {
				t.Errorf("%d entries in the keyring", len(ring.Entries))
			}
		})
	}
}

func TestABackupOfBeforeAKeyWasReplacedSaysThatItsSecretsAreLost(t *testing.T) {
	for name, variable := range keyStores {
		t.Run("given the key is in the "+name, func(t *testing.T) {
			t.Setenv(vault.Variable, variable)
			dir, ring := t.TempDir(), storetest.NewMemoryKeyring()
			s := openStore(t, dir, ring)
			putExample(t, s, "one")
			backup, err := s.BackUp(t.Context())
			storetest.Must(t, err)
			_, err = s.Vault.Rotate(t.Context())
			storetest.Must(t, errors.Join(err, s.Close()))
			restored, err := store.RestoreBackup(t.Context(), dir, backup.Name, testTime)
			storetest.Must(t, err)
			s = openStore(t, dir, ring)
			_, err = s.Vault.Place(t.Context())
			storetest.WantError[*vault.KeyError](t, err)
			storetest.Must(t, s.Close())
			// What was there before the restore opens as ever.
			_, err = store.RestoreBackup(t.Context(), dir, restored.Kept, testTime.Add(time.Minute))
			storetest.Must(t, err)
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
			t.Setenv(vault.Variable, variable)
			dir, ring := t.TempDir(), storetest.NewMemoryKeyring()
			s := openStore(t, dir, ring)
			storetest.Must(t, s.Apply(t.Context(), put(exampleConnection("id", "Contoso"), store.SecretChanges{RefreshToken: secret("token")})))
			former, err := s.Vault.Get(t.Context())
			storetest.Must(t, err)
			storetest.Must(t, s.Vault.Forget(t.Context()))
			storetest.Must(t, s.SetRefreshToken(t.Context(), "id", "", "new"))
			now, err := s.Vault.Get(t.Context())
			storetest.Must(t, err)
			if now.Record().Fingerprint() == former.Record().Fingerprint() || vault.Holds(s.Vault.File(), former.Record()) || len(ring.Entries) > 1 {
				t.Error("the former key is still in use, or still there")
			}
			wantToken(t, openStore(t, dir, ring), "new")
		})
	}
}

// What a process leaves that is killed between the commit and the last rename.
func TestAKeyThatHasNotTakenItsPlaceYet(t *testing.T) {
	t.Setenv(vault.Variable, "file")
	dir := stored(t, storetest.NewMemoryKeyring())
	s := openStore(t, dir, storetest.NewMemoryKeyring())
	former, err := os.ReadFile(s.Vault.File())
	storetest.Must(t, err)
	_, err = s.Vault.Rotate(t.Context())
	storetest.Must(t, err)
	storetest.Must(t, os.Rename(s.Vault.File(), s.Vault.Next()))
	for given, content := range map[string][]byte{"the former key is in its place": former, "nothing is in its place": nil} {
		t.Run("given "+given, func(t *testing.T) {
			if content != nil {
				storetest.Must(t, os.WriteFile(s.Vault.File(), content, 0o600))
			}
			s := openStore(t, dir, storetest.NewMemoryKeyring())
			if _, err := os.Lstat(s.Vault.Next()); !errors.Is(err, os.ErrNotExist) {
				t.Errorf("after the start it still stands beside its place: %v", err)
			}
			wantToken(t, s, "token")
			wantToken(t, openStore(t, dir, storetest.NewMemoryKeyring()), "token")
			storetest.Must(t, os.Rename(s.Vault.File(), s.Vault.Next()))
		})
	}
}

// What a process leaves that is killed while it writes a key file.
func TestWhatWasBegunOfAKeyFileIsRemoved(t *testing.T) {
	for name, variable := range keyStores {
		t.Run("given the key is in the "+name, func(t *testing.T) {
			t.Setenv(vault.Variable, variable)
			ring := storetest.NewMemoryKeyring()
			dir := stored(t, ring)
			for _, left := range []string{".beacon.key-1", ".beacon.key.next-2"} {
				storetest.Must(t, os.WriteFile(filepath.Join(dir, left), []byte("key"), 0o600))
			}
			wantToken(t, openStore(t, dir, ring), "token")
			if left, _ := filepath.Glob(filepath.Join(dir, ".beacon.key*")); len(left) > 0 {
				t.Errorf("still there: %v", left)
			}
		})
	}
}

func TestTheKeyGoesToTheKeyringAndBack(t *testing.T) {
	dir, ring := t.TempDir(), storetest.NewMemoryKeyring()
	t.Setenv(vault.Variable, "file")
	s := openStore(t, dir, ring)
	putExample(t, s, "id")
	backup, err := s.BackUp(t.Context())
	storetest.Must(t, err)
	t.Setenv(vault.Variable, "")
	running := openStore(t, dir, ring)

	ring.Gone = errNoKeyring
	storetest.WantMessage(t, s.Vault.MoveToKeyring(t.Context()), "vault.no-keyring")
	ring.Gone = nil
	s.Vault.SetUseFile(false)
	storetest.Must(t, s.Vault.MoveToKeyring(t.Context()))
	later := openStore(t, dir, ring)
	for _, s := range []*store.Store{s, running, later} {
		if secrets, err := s.Secrets(t.Context(), "id"); err != nil || secrets.RefreshToken != "token of id" {
			t.Errorf("the token: %v", err)
		}
	}
	if _, err := os.Lstat(s.Vault.File()); !errors.Is(err, os.ErrNotExist) || len(ring.Entries) != 1 {
		t.Errorf("the file is still there: %v; the keyring has %d entries", err, len(ring.Entries))
	}
	storetest.Must(t, s.Vault.MoveToKeyring(t.Context())) // there already
	storetest.Must(t, errors.Join(s.Close(), running.Close(), later.Close()))

	// A backup that says that the key is in the file finds it in the keyring.
	_, err = store.RestoreBackup(t.Context(), dir, backup.Name, testTime)
	storetest.Must(t, err)
	if secrets, err := openStore(t, dir, ring).Secrets(t.Context(), "id"); err != nil || secrets.RefreshToken != "token of id" {
		t.Errorf("after a restore: %v", err)
	}
}

func TestLookingAtTheKeyMakesNone(t *testing.T) {
	dir, ring := t.TempDir(), storetest.NewMemoryKeyring()
	s := openStore(t, dir, ring)
	place, err := s.Vault.Place(t.Context())
	if err != nil || !place.None || place.Keyring() || place.File != "" {
		t.Errorf("place %+v, %v", place, err)
	}
	record, err := vault.ReadRecord(t.Context(), s.Vault.DB().Read)
	if _, failed := os.Lstat(s.Vault.File()); err != nil || record != nil || len(ring.Entries) > 0 || failed == nil {
		t.Error("a key was made")
	}
}

func TestAKeyFileThatOthersCanReadIsMended(t *testing.T) {
	if runtime.GOOS == "windows" {
		return // modes say nothing there
	}
	t.Setenv(vault.Variable, "file")
	for _, mode := range []os.FileMode{0o644, 0o640, 0o602} {
		dir := stored(t, storetest.NewMemoryKeyring())
		file := filepath.Join(dir, vault.FileName)
		storetest.Must(t, os.Chmod(file, mode))
		s := openStore(t, dir, storetest.NewMemoryKeyring())
		info, err := os.Stat(file)
		if err != nil || info.Mode().Perm() != 0o600 || s.Vault.FileMended() != file {
			t.Errorf("given mode %o: %v, %v; told %q", mode, info.Mode(), err, s.Vault.FileMended())
		}
		wantToken(t, s, "token")
		if again := openStore(t, dir, storetest.NewMemoryKeyring()); again.Vault.FileMended() != "" {
			t.Error("it is told again")
		}
	}
}

// What stands beside the key file is told of by its own name, when it is the key.
func TestAKeyBesideTheKeyFileThatOthersCanReadIsMended(t *testing.T) {
	if runtime.GOOS == "windows" {
		return // modes say nothing there
	}
	t.Setenv(vault.Variable, "file")
	refused := errors.New("refused")
	for given, c := range map[string]struct {
		key    bool   // it is the key, and not what was left of a replacement that was not recorded
		placed bool   // it takes its place
		want   string // what is told of
	}{
		"it was left":              {},
		"it has taken its place":   {key: true, placed: true, want: vault.FileName},
		"it cannot take its place": {key: true, want: vault.FileName + ".next"},
	} {
		t.Run("given "+given, func(t *testing.T) {
			dir := stored(t, storetest.NewMemoryKeyring())
			s := openStore(t, dir, storetest.NewMemoryKeyring())
			next := s.Vault.Next()
			if c.key {
				s.Vault.SetRename(func(string, string) error { return refused })
				_, err := s.Vault.Rotate(t.Context())
				storetest.Must(t, err)
			} else {
				storetest.Must(t, os.WriteFile(next, []byte(vault.EncodeKey(make([]byte, vault.KeySize))), 0o600))
			}
			storetest.Must(t, os.Chmod(next, 0o644))
			if c.placed {
				s = openStore(t, dir, storetest.NewMemoryKeyring())
			} else {
				storetest.Must(t, s.Vault.Protect(t.Context()))
			}
			if c.want != "" {
				c.want = filepath.Join(dir, c.want)
			}
			if got := s.Vault.FileMended(); got != c.want {
				t.Errorf("it tells of %q, not %q", got, c.want)
			}
			if info, err := os.Stat(next); err == nil && info.Mode().Perm() != 0o600 {
				t.Errorf("others can read it: %v", info.Mode())
			}
		})
	}
}

// The last rename of a replacement is refused, as when another program has the file open.
func TestAFormerKeyThatIsLeftIsTold(t *testing.T) {
	t.Setenv(vault.Variable, "file")
	dir := stored(t, storetest.NewMemoryKeyring())
	s := openStore(t, dir, storetest.NewMemoryKeyring())
	former, err := s.Vault.Get(t.Context())
	storetest.Must(t, err)
	refused := errors.New("refused")
	s.Vault.SetRename(func(string, string) error { return refused })
	done, err := s.Vault.Rotate(t.Context())
	storetest.Must(t, err)
	if left := storetest.WantError[*vault.FormerKeyError](t, done.Left); left.Place.File != s.Vault.File() || left.Next != s.Vault.Next() ||
		!errors.Is(left, refused) {
		t.Errorf("it says %v", left)
	}
	storetest.WantMessage(t, done.Left, "vault.former-key.file")
	if done.Resealed != 1 || !vault.Holds(s.Vault.File(), former.Record()) {
		t.Errorf("%d sealed anew, or the former key is not where it was", done.Resealed)
	}
	wantToken(t, s, "token")
	if _, err := s.Vault.Rotate(t.Context()); !errors.Is(err, refused) {
		t.Errorf("another key can be made, in the place of one that has none: %v", err)
	}
	wantToken(t, s, "token")

	again := openStore(t, dir, storetest.NewMemoryKeyring())
	if _, err := os.Lstat(again.Vault.Next()); !errors.Is(err, os.ErrNotExist) || vault.Holds(again.Vault.File(), former.Record()) {
		t.Errorf("the next start does not finish it: %v", err)
	}
	wantToken(t, again, "token")
	if done, err = again.Vault.Rotate(t.Context()); err != nil || done.Left != nil {
		t.Errorf("a replacement that leaves nothing says %v, %v", done.Left, err)
	}
}

// The keyring goes away between the new key and the former one.
func TestAFormerKeyThatIsLeftInTheKeyringIsTold(t *testing.T) {
	ring := keptEntries{storetest.NewMemoryKeyring()}
	dir := stored(t, ring)
	done, err := openStore(t, dir, ring).Vault.Rotate(t.Context())
	storetest.Must(t, err)
	storetest.WantMessage(t, done.Left, "vault.former-key.keyring")
	again := openStore(t, dir, ring.MemoryKeyring)
	wantToken(t, again, "token")
	if len(ring.Entries) != 1 {
		t.Errorf("the next use of the key leaves %d entries", len(ring.Entries))
	}
}

// keptEntries removes nothing.
type keptEntries struct{ *storetest.MemoryKeyring }

func (keptEntries) Delete(context.Context, string, string) error { return errNoKeyring }

// What a killed process has left, or somebody has put there, decides nothing.
func TestLeftoversBesideTheKeyFileAreNotRead(t *testing.T) {
	t.Setenv(vault.Variable, "file")
	dir := t.TempDir()
	file := filepath.Join(dir, vault.FileName)
	for _, suffix := range []string{".new", ".next"} {
		storetest.Must(t, os.WriteFile(file+suffix, []byte(vault.EncodeKey(make([]byte, vault.KeySize))), 0o666))
		storetest.Must(t, os.Chmod(file+suffix, 0o666))
	}
	s := openStore(t, dir, storetest.NewMemoryKeyring())
	storetest.Must(t, s.Apply(t.Context(), put(exampleConnection("id", "Contoso"), store.SecretChanges{RefreshToken: secret("token")})))
	for range 2 {
		key, err := vault.ReadKeyFile(file)
		info, failed := os.Stat(file)
		if storetest.Must(t, errors.Join(err, failed)); [vault.KeySize]byte(key) == [vault.KeySize]byte{} || runtime.GOOS != "windows" &&
			info.Mode().Perm() != 0o600 {
			t.Errorf("the key is the leftover's, or its mode is: %v", info.Mode())
		}
		_, err = s.Vault.Rotate(t.Context())
		storetest.Must(t, err)
	}
}

// The key is on the disk before it is used, and so is its name.
func TestTheKeyFileIsBroughtToTheDisk(t *testing.T) {
	t.Setenv(vault.Variable, "file")
	dir := t.TempDir()
	s := openStore(t, dir, storetest.NewMemoryKeyring())
	if runtime.GOOS == "linux" { // which refuses to bring a device to the disk
		if err := s.Vault.Sync(os.DevNull); err == nil {
			t.Error("nothing is brought to the disk")
		}
	}
	var steps []string
	s.Vault.SetSync(func(path string) error {
		switch _, err := os.Lstat(s.Vault.File()); {
		case path == dir && err == nil:
			steps = append(steps, "the folder with the file")
		case path != dir && err != nil:
			if content, err := vault.ReadKeyFile(path); err == nil && len(content) == vault.KeySize {
				steps = append(steps, "the whole file")
			}
		}
		return nil
	})
	_, err := s.Vault.Make(t.Context())
	storetest.Must(t, err)
	want := []string{"the whole file", "the folder with the file"}
	if runtime.GOOS == "windows" {
		want = want[:1]
	}
	if strings.Join(steps, ", ") != strings.Join(want, ", ") {
		t.Errorf("brought to the disk: %v", steps)
	}
	// What cannot be brought there is not used.
	s = openStore(t, t.TempDir(), storetest.NewMemoryKeyring())
	s.Vault.SetSync(func(string) error { return errors.New("no disk") })
	if _, err := s.Vault.Make(t.Context()); err == nil {
		t.Error("a key that is not on the disk is used")
	}
}

func TestAKeyThatIsReplacedWhileAnotherReplacesItIsReplacedOnceMore(t *testing.T) {
	// Given another process that rotates the key once, while this one makes its new key
	t.Setenv(vault.Variable, "")
	ring := storetest.NewMemoryKeyring()
	dir := stored(t, ring)
	other := openStore(t, dir, ring)
	var once sync.Once
	s := openStore(t, dir, busyKeyring{ring, func() { once.Do(func() { must2(other.Vault.Rotate(t.Context()))(t) }) }})

	// When
	done, err := s.Vault.Rotate(t.Context())

	// Then both have done what they said, and one key is left
	if err != nil || done.Resealed == 0 || done.Left != nil {
		t.Errorf("rotated: %+v, %v", done, err)
	}
	wantToken(t, openStore(t, dir, ring), "token")
	if len(ring.Entries) != 1 {
		t.Errorf("%d entries in the keyring", len(ring.Entries))
	}
}

func TestSecretsAreReadAndStoredWhileTheKeyIsReplaced(t *testing.T) {
	for name, variable := range keyStores {
		t.Run("given the key is in the "+name, func(t *testing.T) {
			t.Setenv(vault.Variable, variable)
			dir, ring := t.TempDir(), storetest.NewMemoryKeyring()
			s := openStore(t, dir, ring)
			storetest.Must(t, s.Apply(t.Context(),
				put(exampleConnection("id", "Contoso"), store.SecretChanges{RefreshToken: secret("-1"), ProxyPassword: secret("password")})))
			// Each rotates once for what was stored: SQLite is not fair, and who never rests would keep the other from ever storing.
			stored := make(chan struct{}, 2)
			var all sync.WaitGroup
			for range 2 {
				rotator := openStore(t, dir, ring)
				all.Go(func() {
					for range stored {
						if _, err := rotator.Vault.Rotate(t.Context()); err != nil && !errors.Is(err, vault.ErrReplaced) {
							t.Error(err)
							return
						}
					}
				})
			}
			for n := range 100 {
				for range cap(stored) {
					select {
					case stored <- struct{}{}:
					default:
					}
				}
				if err := s.SetRefreshToken(t.Context(), "id", connector.Secret(fmt.Sprint(n-1)), connector.Secret(fmt.Sprint(n))); err != nil {
					t.Errorf("storing: %v", err)
					break
				}
				secrets, err := s.Secrets(t.Context(), "id")
				if err != nil || secrets.RefreshToken != connector.Secret(fmt.Sprint(n)) || secrets.ProxyPassword != "password" {
					t.Errorf("reading: %v", err)
					break
				}
			}
			close(stored)
			all.Wait()
		})
	}
}
