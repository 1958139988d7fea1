package vault_test

import (
	"context"
	"errors"
	"os"
	"path/filepath"
	"testing"

	"inventorybeacon/store"
	"inventorybeacon/store/storetest"
	"inventorybeacon/store/vault"
)

// A process that was killed after it wrote the key file, and before it recorded the key,
// has left a key that is as good as another.
func TestAKeyFileThatNobodyRecordedIsUsed(t *testing.T) {
	t.Setenv(vault.Variable, "file")
	whole := openStore(t, t.TempDir(), storetest.NewMemoryKeyring())
	_, err := whole.Vault.Make(t.Context())
	storetest.Must(t, err)
	key, err := os.ReadFile(filepath.Join(filepath.Dir(whole.Vault.File()), vault.FileName))
	storetest.Must(t, err)

	dir := t.TempDir()
	storetest.Must(t, os.WriteFile(filepath.Join(dir, vault.FileName), key, 0o600))
	s := openStore(t, dir, storetest.NewMemoryKeyring())
	c := exampleConnection("id-1", "Contoso")
	storetest.Must(t, s.Apply(t.Context(), put(c, store.SecretChanges{RefreshToken: secret("token")})))
	storetest.Must(t, s.Close())

	again := openStore(t, dir, storetest.NewMemoryKeyring())
	secrets, err := again.Secrets(t.Context(), c.ID)
	storetest.Must(t, err)
	if secrets.RefreshToken != "token" {
		t.Error("another token comes back")
	}
	if left, err := os.ReadFile(filepath.Join(dir, vault.FileName)); err != nil || string(left) != string(key) {
		t.Errorf("the key file was changed: %v", err)
	}
}

// What stands where the key belongs, and is no key, is moved aside. Where that cannot be it
// stays, and nothing else changes.
func TestWhatCannotBeMovedAsideStays(t *testing.T) {
	for given, c := range map[string]struct {
		stored bool // a token is sealed with a key of the keyring
		do     func(ctx context.Context, v *vault.Vault) error
	}{
		"the first key is made":          {false, func(ctx context.Context, v *vault.Vault) error { _, err := v.Make(ctx); return err }},
		"a first one is made by Forget":  {false, func(ctx context.Context, v *vault.Vault) error { return v.Forget(ctx) }},
		"the key comes from the keyring": {true, func(ctx context.Context, v *vault.Vault) error { _, err := v.Get(ctx); return err }},
		"it replaces one of the keyring": {true, func(ctx context.Context, v *vault.Vault) error { return v.Forget(ctx) }},
	} {
		t.Run("given "+given, func(t *testing.T) {
			dir, ring := t.TempDir(), storetest.NewMemoryKeyring()
			if c.stored {
				dir = stored(t, ring)
			}
			file := filepath.Join(dir, vault.FileName)
			storetest.Must(t, os.WriteFile(file, []byte("notes"), 0o600))
			storetest.Must(t, os.MkdirAll(filepath.Join(file+".unusable", "full"), 0o700)) // which no file replaces
			t.Setenv(vault.Variable, "file")
			s := openStore(t, dir, ring)
			before, err := vault.ReadRecord(t.Context(), s.Vault.DB().Read)
			storetest.Must(t, err)
			if err := c.do(t.Context(), s.Vault); err == nil {
				t.Error("nobody is told")
			}
			after, err := vault.ReadRecord(t.Context(), s.Vault.DB().Read)
			storetest.Must(t, err)
			if (before == nil) != (after == nil) || before != nil && *before != *after {
				t.Error("another key is recorded")
			}
			if content, err := os.ReadFile(file); err != nil || string(content) != "notes" {
				t.Errorf("in its place stands %q, %v", content, err)
			}
			if _, err := os.Lstat(s.Vault.Next()); !errors.Is(err, os.ErrNotExist) {
				t.Errorf("a key that is of no use stays: %v", err)
			}
			if c.stored {
				t.Setenv(vault.Variable, "")
				wantToken(t, openStore(t, dir, ring), "token")
			}
		})
	}
}

// There is nothing to forget yet, and a key afterwards, where it belongs.
func TestForgetSecretsOfANewDirectory(t *testing.T) {
	for name, variable := range keyStores {
		t.Run("given the key shall be in the "+name, func(t *testing.T) {
			t.Setenv(vault.Variable, variable)
			s := openStore(t, t.TempDir(), storetest.NewMemoryKeyring())
			storetest.Must(t, s.Vault.Forget(t.Context()))
			if place, err := s.Vault.Place(t.Context()); err != nil || place.Keyring() != (variable == "") {
				t.Errorf("the key is at %v, %v", place, err)
			}
			storetest.Must(t, s.Apply(t.Context(), put(exampleConnection("id", "Contoso"), store.SecretChanges{RefreshToken: secret("token")})))
			wantToken(t, s, "token")
		})
	}
}
