package vault_test

import (
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
