package store

import (
	"context"
	"errors"
	"os"
	"path/filepath"
	"runtime"
	"testing"
)

// What a process leaves that is killed after the commit is settled on the disk, too.
func TestSettledKeyFilesAreBroughtToTheDisk(t *testing.T) {
	if runtime.GOOS == "windows" {
		return
	}
	for given, arrange := range map[string]func(k *dataKey, record *keyRecord) error{
		"the new key has not taken its place":    func(k *dataKey, _ *keyRecord) error { return os.Rename(k.file, k.next()) },
		"the key was moved to the keyring since": func(_ *dataKey, record *keyRecord) error { record.place = inKeyring; return nil },
	} {
		t.Run("given "+given, func(t *testing.T) {
			t.Setenv(KeyVariable, "file")
			s := openStore(t, stored(t, newMemoryKeyring()), newMemoryKeyring())
			loaded, err := s.key.get(t.Context())
			must(t, err)
			record := loaded.record
			must(t, arrange(s.key, &record))
			var synced []string
			s.key.sync = func(path string) error { synced = append(synced, path); return nil }
			must(t, s.key.settle(record))
			if len(synced) != 1 || synced[0] != filepath.Dir(s.key.file) {
				t.Errorf("brought to the disk: %v", synced)
			}
		})
	}
}

// busyKeyring is one in which a password takes so long that something else happens.
type busyKeyring struct {
	Keyring
	meanwhile func()
}

func (k busyKeyring) Set(ctx context.Context, service, user, password string) error {
	k.meanwhile()
	return k.Keyring.Set(ctx, service, user, password)
}

func TestAKeyThatIsReplacedWhileItIsMovedToTheKeyringStays(t *testing.T) {
	t.Setenv(KeyVariable, "file")
	ring := newMemoryKeyring()
	dir := stored(t, ring)
	other := openStore(t, dir, ring)
	t.Setenv(KeyVariable, "")
	s := openStore(t, dir, busyKeyring{ring, func() { must2(other.RotateKey(t.Context()))(t) }})
	if err := s.MoveKeyToKeyring(t.Context()); !errors.Is(err, errReplaced) {
		t.Errorf("moved: %v", err)
	}
	wantToken(t, openStore(t, dir, ring), "token")
	if len(ring.entries) != 0 {
		t.Errorf("%d entries in the keyring", len(ring.entries))
	}
}
