package vault_test

import (
	"bytes"
	"context"
	"database/sql"
	"errors"
	"log/slog"
	"os"
	"path/filepath"
	"runtime"
	"testing"

	"inventorybeacon/store"
	"inventorybeacon/store/storetest"
	"inventorybeacon/store/vault"
)

// What a process leaves that is killed after the commit is settled on the disk, too.
func TestSettledKeyFilesAreBroughtToTheDisk(t *testing.T) {
	if runtime.GOOS == "windows" {
		return
	}
	for given, arrange := range map[string]func(k *vault.Vault, record *vault.Record) error{
		"the new key has not taken its place":    func(k *vault.Vault, _ *vault.Record) error { return os.Rename(k.File(), k.Next()) },
		"the key was moved to the keyring since": func(_ *vault.Vault, record *vault.Record) error { record.PutInKeyring(); return nil },
	} {
		t.Run("given "+given, func(t *testing.T) {
			t.Setenv(vault.Variable, "file")
			s := openStore(t, stored(t, storetest.NewMemoryKeyring()), storetest.NewMemoryKeyring())
			loaded, err := s.Vault.Get(t.Context())
			storetest.Must(t, err)
			record := loaded.Record()
			storetest.Must(t, arrange(s.Vault, &record))
			var synced []string
			s.Vault.SetSync(func(path string) error { synced = append(synced, path); return nil })
			storetest.Must(t, s.Vault.Settle(record))
			if len(synced) != 1 || synced[0] != filepath.Dir(s.Vault.File()) {
				t.Errorf("brought to the disk: %v", synced)
			}
		})
	}
}

// busyKeyring is one in which a password takes so long that something else happens.
type busyKeyring struct {
	vault.Keyring
	meanwhile func()
}

func (k busyKeyring) Set(ctx context.Context, service, user, password string) error {
	k.meanwhile()
	return k.Keyring.Set(ctx, service, user, password)
}

func TestAKeyThatIsReplacedWhileItIsMovedToTheKeyringStays(t *testing.T) {
	t.Setenv(vault.Variable, "file")
	ring := storetest.NewMemoryKeyring()
	dir := stored(t, ring)
	other := openStore(t, dir, ring)
	t.Setenv(vault.Variable, "")
	s := openStore(t, dir, busyKeyring{ring, func() { must2(other.Vault.Rotate(t.Context()))(t) }})
	if err := s.Vault.MoveToKeyring(t.Context()); !errors.Is(err, vault.ErrReplaced) {
		t.Errorf("moved: %v", err)
	}
	wantToken(t, openStore(t, dir, ring), "token")
	if len(ring.Entries) != 0 {
		t.Errorf("%d entries in the keyring", len(ring.Entries))
	}
}

// Somebody may put back a beacon.db by hand, which says that the key is in the keyring.
func TestAKeyThatWasMovedToAFileSinceIsFoundThere(t *testing.T) {
	ring := storetest.NewMemoryKeyring()
	dir := stored(t, ring)
	path := filepath.Join(dir, "beacon.db")
	former, err := os.ReadFile(path)
	storetest.Must(t, err)
	t.Setenv(vault.Variable, "file")
	s := openStore(t, dir, ring)
	wantToken(t, s, "token")
	storetest.Must(t, s.Close())
	storetest.Must(t, os.WriteFile(path, former, 0o600))

	t.Setenv(vault.Variable, "")
	s = openStore(t, dir, ring)
	wantToken(t, s, "token")
	if place, err := s.Vault.Place(t.Context()); err != nil || place.Keyring() {
		t.Errorf("the key is at %v now, %v", place, err)
	}
}

// Nothing is removed when nothing was left, so that nobody waits for who writes.
func TestTheKeyIsReadWhileAnotherProcessWrites(t *testing.T) {
	t.Setenv(vault.Variable, "file")
	ring := storetest.NewMemoryKeyring()
	dir := stored(t, ring)
	other := openStore(t, dir, ring)
	var log bytes.Buffer
	s, err := store.Open(t.Context(), dir, store.Options{Keyring: ring, Logger: slog.New(slog.NewTextHandler(&log, nil))})
	storetest.Must(t, err)
	t.Cleanup(func() { storetest.Must(t, s.Close()) })
	_, err = s.Vault.DB().Write.ExecContext(t.Context(), "PRAGMA busy_timeout = 0")
	storetest.Must(t, err)
	storetest.Must(t, other.Vault.DB().Update(t.Context(), func(*sql.Tx) error {
		wantToken(t, s, "token")
		return nil
	}))
	if log.Len() > 0 {
		t.Errorf("it was held up:\n%s", &log)
	}
}
