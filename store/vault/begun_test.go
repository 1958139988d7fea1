package vault_test

import (
	"context"
	"database/sql"
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"inventorybeacon/store"
	"inventorybeacon/store/storetest"
	"inventorybeacon/store/vault"
)

// mortalVariable makes the test binary a process that does something with the key and is
// killed at one of its steps: its value is what it does, the number of the step, and the
// data directory.
const mortalVariable = "STORE_TEST_MORTAL"

// keyCommands are what changes the key, by what is wanted before and meanwhile, see
// [vault.Variable].
var keyCommands = map[string]struct {
	before, now string
	do          func(ctx context.Context, v *vault.Vault) error
}{
	"it is made":               {"none", "", func(ctx context.Context, v *vault.Vault) error { _, err := v.Make(ctx); return err }},
	"it is replaced":           {"", "", func(ctx context.Context, v *vault.Vault) error { _, err := v.Rotate(ctx); return err }},
	"it goes to the keyring":   {"file", "", func(ctx context.Context, v *vault.Vault) error { return v.MoveToKeyring(ctx) }},
	"it goes to a file":        {"", "file", func(ctx context.Context, v *vault.Vault) error { _, err := v.Get(ctx); return err }},
	"secrets are given up":     {"", "", func(ctx context.Context, v *vault.Vault) error { return v.Forget(ctx) }},
	"it is replaced in a file": {"file", "", func(ctx context.Context, v *vault.Vault) error { _, err := v.Rotate(ctx); return err }},
}

// doUntilKilled exits with status 0 when there were not so many steps.
func doUntilKilled(given string) error {
	what, place, _ := strings.Cut(given, "|")
	number, dir, _ := strings.Cut(place, "|")
	var left int
	if _, err := fmt.Sscan(number, &left); err != nil {
		return err
	}
	step := func() bool {
		if left--; left == 0 {
			killSelf()
		}
		return false
	}
	ctx := context.Background()
	s, err := store.Open(ctx, dir, store.Options{Keyring: mortalKeyring{keyringIn(dir), step}})
	if err != nil {
		return err
	}
	s.Vault.SetSync(func(string) error { step(); return nil })
	for _, pool := range []*sql.DB{s.Vault.DB().Write, s.Vault.DB().Read} {
		if err := storetest.EachStatement(ctx, pool, step); err != nil {
			return err
		}
	}
	return keyCommands[what].do(ctx, s.Vault)
}

func killSelf() {
	self, err := os.FindProcess(os.Getpid())
	if err != nil {
		panic(err)
	}
	_ = self.Kill()
	select {} // the kill comes
}

// mortalKeyring has a step before and after all that it does.
type mortalKeyring struct {
	vault.Keyring
	step func() bool
}

func (k mortalKeyring) Get(ctx context.Context, service, user string) (string, error) {
	k.step()
	defer k.step()
	return k.Keyring.Get(ctx, service, user)
}

func (k mortalKeyring) Set(ctx context.Context, service, user, secret string) error {
	k.step()
	defer k.step()
	return k.Keyring.Set(ctx, service, user, secret)
}

func (k mortalKeyring) Delete(ctx context.Context, service, user string) error {
	k.step()
	defer k.step()
	return k.Keyring.Delete(ctx, service, user)
}

func keyringIn(dir string) storetest.FileKeyring {
	return storetest.FileKeyring{Path: filepath.Join(dir, "keyring")}
}

// entriesIn are the names of the entries of the keyring of a data directory.
func entriesIn(t *testing.T, dir string) (users []string) {
	t.Helper()
	content, err := os.ReadFile(keyringIn(dir).Path)
	if errors.Is(err, os.ErrNotExist) {
		return nil
	}
	entries := map[string]string{}
	storetest.Must(t, errors.Join(err, json.Unmarshal(content, &entries)))
	for name := range entries {
		users = append(users, strings.TrimPrefix(name, vault.KeyringService+"/"))
	}
	return users
}

// beforeKeyCommand is a data directory, with its keyring, that has a token unless there is
// to be no key.
func beforeKeyCommand(t *testing.T, place string) (dir string) {
	t.Helper()
	dir = t.TempDir()
	if place == "none" {
		t.Setenv(vault.Variable, "")
		storetest.Must(t, openStore(t, dir, keyringIn(dir)).Close())
		return dir
	}
	t.Setenv(vault.Variable, place)
	s := openStore(t, dir, keyringIn(dir))
	storetest.Must(t, s.Apply(t.Context(), put(exampleConnection("id", "Contoso"), store.SecretChanges{RefreshToken: secret("token")})))
	storetest.Must(t, s.Close())
	return dir
}

// runMortal reports whether the process was killed, or had not so many steps.
func runMortal(t *testing.T, what, dir string, step int) (killed bool) {
	t.Helper()
	command := exec.CommandContext(t.Context(), os.Args[0])
	command.Env = append(os.Environ(), fmt.Sprintf("%s=%s|%d|%s", mortalVariable, what, step, dir))
	output, err := command.CombinedOutput()
	if err != nil && command.ProcessState.ExitCode() > 0 {
		t.Fatalf("step %d: %v\n%s", step, err, output)
	}
	return err != nil
}

func TestAKillLeavesNoKeyInTheKeyringThatIsNotRecorded(t *testing.T) {
	for what, command := range keyCommands {
		t.Run("when "+what, func(t *testing.T) {
			begun := beforeKeyCommand(t, command.before)
			for step := 1; ; step++ {
				dir := filepath.Join(t.TempDir(), "data")
				storetest.Must(t, os.CopyFS(dir, os.DirFS(begun)))
				t.Setenv(vault.Variable, command.now)
				killed := runMortal(t, what, dir, step)
				t.Setenv(vault.Variable, "")
				wantOneKey(t, dir, fmt.Sprintf("killed at step %d", step), what)
				if !killed {
					if step < 10 {
						t.Errorf("it has only %d steps", step-1)
					}
					break
				}
			}
		})
	}
}

// wantOneKey uses the key and tidies up as the command key does, and then wants the keyring to
// have the recorded key alone.
func wantOneKey(t *testing.T, dir, given, what string) {
	t.Helper()
	s := openStore(t, dir, keyringIn(dir))
	defer func() { storetest.Must(t, s.Close()) }()
	place, err := s.Vault.Place(t.Context())
	storetest.Must(t, err)
	if !place.Keyring() {
		storetest.Must(t, s.Vault.TidyKeyring(t.Context()))
	}
	users := entriesIn(t, dir)
	switch {
	case !place.Keyring() && len(users) > 0:
		t.Errorf("%s: %d entries in the keyring, and the key is not there", given, len(users))
	case place.Keyring() && (len(users) != 1 || users[0] != recordOf(t, s).KeyringUser()):
		t.Errorf("%s: %d entries in the keyring, where one belongs", given, len(users))
	}
	if left, _ := filepath.Glob(filepath.Join(dir, vault.FileName+".*")); len(left) > 0 {
		t.Errorf("%s: left behind %v", given, left)
	}
	if !place.None && what != "it is made" && what != "secrets are given up" {
		wantToken(t, s, "token")
	}
}

// heldKeyring is one in which something happens once a key was stored.
type heldKeyring struct {
	vault.Keyring
	meanwhile func()
}

func (k heldKeyring) Set(ctx context.Context, service, user, password string) error {
	err := k.Keyring.Set(ctx, service, user, password)
	k.meanwhile()
	return err
}

func TestAnEntryThatIsBeingMadeIsLeftByOtherProcesses(t *testing.T) {
	for what, do := range map[string]func(ctx context.Context, v *vault.Vault) error{
		"it is moved":    func(ctx context.Context, v *vault.Vault) error { return v.MoveToKeyring(ctx) },
		"it is replaced": func(ctx context.Context, v *vault.Vault) error { _, err := v.Rotate(ctx); return err },
	} {
		t.Run("when "+what, func(t *testing.T) {
			ring := storetest.NewMemoryKeyring()
			t.Setenv(vault.Variable, map[bool]string{true: "file"}[what == "it is moved"])
			dir := stored(t, ring)
			t.Setenv(vault.Variable, "")
			looked := false
			s := openStore(t, dir, heldKeyring{ring, func() {
				other := openStore(t, dir, ring)
				wantToken(t, other, "token")
				storetest.Must(t, errors.Join(other.Vault.TidyKeyring(t.Context()), other.Close()))
				looked = true
			}})
			storetest.Must(t, do(t.Context(), s.Vault))
			other := openStore(t, dir, ring)
			wantToken(t, other, "token")
			if place, err := other.Vault.Place(t.Context()); err != nil || !place.Keyring() || !looked || len(ring.Entries) != 1 {
				t.Errorf("the key is at %v, %v; looked meanwhile: %t; %d entries", place, err, looked, len(ring.Entries))
			}
		})
	}
}

// oddKeyring is one that stores and returns a key in a way of its own.
type oddKeyring struct {
	*storetest.MemoryKeyring
	set func(store func() error) error
	get func(text string) string
}

func (k oddKeyring) Set(ctx context.Context, service, user, secret string) error {
	return k.set(func() error { return k.MemoryKeyring.Set(ctx, service, user, secret) })
}

func (k oddKeyring) Get(ctx context.Context, service, user string) (string, error) {
	text, err := k.MemoryKeyring.Get(ctx, service, user)
	return k.get(text), err
}

func TestAnEntryThatIsOfNoUseIsRemoved(t *testing.T) {
	stores := func(store func() error) error { return store() }
	returns := func(text string) string { return text }
	for given, c := range map[string]struct {
		set   func(cancel func()) func(store func() error) error
		get   func(text string) string
		later bool // by whoever tidies up
	}{
		"the keyring stores nothing": {
			set: func(func()) func(func() error) error { return func(func() error) error { return errNoKeyring } },
			get: returns,
		},
		"the keyring returns another key": {
			set: func(func()) func(func() error) error { return stores },
			get: func(string) string { return vault.EncodeKey(make([]byte, vault.KeySize)) },
		},
		"nobody waits for the keyring": {set: func(cancel func()) func(func() error) error {
			return func(store func() error) error { cancel(); return errors.Join(store(), context.Canceled) }
		}, get: returns, later: true},
	} {
		t.Run("given "+given, func(t *testing.T) {
			t.Setenv(vault.Variable, "file")
			ring := storetest.NewMemoryKeyring()
			dir := stored(t, ring)
			t.Setenv(vault.Variable, "")
			ctx, cancel := context.WithCancel(t.Context())
			defer cancel()
			s := openStore(t, dir, oddKeyring{ring, c.set(cancel), c.get})
			storetest.WantMessage(t, s.Vault.MoveToKeyring(ctx), "vault.no-keyring")
			begun := func() []string { left, _ := filepath.Glob(s.Vault.File() + ".*"); return left }
			if c.later != (len(begun()) == 1) || c.later != (len(ring.Entries) == 1) {
				t.Errorf("left are %v, and %d entries", begun(), len(ring.Entries))
			}
			storetest.Must(t, openStore(t, dir, ring).Vault.TidyKeyring(t.Context()))
			if len(begun()) > 0 || len(ring.Entries) > 0 {
				t.Errorf("left are %v, and %d entries, after somebody has tidied up", begun(), len(ring.Entries))
			}
			wantToken(t, s, "token")
		})
	}
}

// A key that was begun, and cannot be removed, may be the former one.
func TestAKeyThatWasBegunAndStaysIsTold(t *testing.T) {
	dir := beforeKeyCommand(t, "file")
	t.Setenv(vault.Variable, "")
	for step := 1; len(entriesIn(t, dir)) == 0; step++ {
		if !runMortal(t, "it goes to the keyring", dir, step) {
			t.Fatal("it was never killed with a key in the keyring")
		}
	}
	t.Setenv(vault.Variable, "file")
	gone := storetest.NewMemoryKeyring()
	gone.Gone = errNoKeyring
	done, err := openStore(t, dir, gone).Vault.Rotate(t.Context())
	storetest.Must(t, err)
	storetest.WantMessage(t, done.Left, "vault.former-key.keyring")

	again := openStore(t, dir, keyringIn(dir))
	if done, err = again.Vault.Rotate(t.Context()); err != nil || done.Left != nil || len(entriesIn(t, dir)) > 0 {
		t.Errorf("with the keyring it says %v, %v, and leaves %d entries", done.Left, err, len(entriesIn(t, dir)))
	}
}

// What a restore has kept needs the key that it records, also when nobody has noted yet that
// it is no leftover.
func TestARestoreKeepsTheKeyOfWhatItReplaces(t *testing.T) {
	begun := beforeKeyCommand(t, "")
	t.Setenv(vault.Variable, "")
	s := openStore(t, begun, keyringIn(begun))
	backup, err := s.BackUp(t.Context())
	storetest.Must(t, err)
	former := recordOf(t, s)
	storetest.Must(t, s.Close())
	for step, replaced := 1, 0; ; step++ {
		dir := filepath.Join(t.TempDir(), "data")
		storetest.Must(t, os.CopyFS(dir, os.DirFS(begun)))
		killed := runMortal(t, "it is replaced", dir, step)
		restored, err := store.RestoreBackup(t.Context(), dir, backup.Name, testTime)
		storetest.Must(t, err)
		s := openStore(t, dir, keyringIn(dir))
		if _, err := s.Vault.Place(t.Context()); err != nil { // the former key is gone
			replaced++
		}
		_ = s.Vault.TidyKeyring(t.Context())
		storetest.Must(t, s.Close())

		_, err = store.RestoreBackup(t.Context(), dir, restored.Kept, testTime.Add(time.Minute))
		storetest.Must(t, err)
		s = openStore(t, dir, keyringIn(dir))
		wantToken(t, s, "token")
		if users := entriesIn(t, dir); len(users) > 2 || len(users) == 2 && recordOf(t, s) == former {
			t.Errorf("killed at step %d: %d entries in the keyring", step, len(users))
		}
		storetest.Must(t, s.Close())
		if !killed {
			if replaced == 0 {
				t.Error("it was never killed after the key was replaced")
			}
			return
		}
	}
}
