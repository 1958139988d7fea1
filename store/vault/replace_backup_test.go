package vault_test

import (
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"inventorybeacon/store"
	"inventorybeacon/store/storetest"
	"inventorybeacon/store/vault"
)

func TestAKeyFileOfAnotherDirectoryIsNotOverwritten(t *testing.T) {
	ring := storetest.NewMemoryKeyring()
	dir := stored(t, ring)
	foreign := vault.EncodeKey([]byte(strings.Repeat("f", vault.KeySize)))
	storetest.Must(t, os.WriteFile(filepath.Join(dir, vault.FileName), []byte(foreign), 0o600))
	t.Setenv(vault.Variable, "file")
	s := openStore(t, dir, ring)
	_, err := s.Secrets(t.Context(), "id")
	storetest.WantMessage(t, err, "vault.other-key", vault.FileName)
	if content, err := os.ReadFile(s.Vault.File()); err != nil || string(content) != foreign || len(ring.Entries) != 1 {
		t.Errorf("changed: %v", err)
	}
}

func TestABackupSaysWhetherThePresentKeyOpensItsSecrets(t *testing.T) {
	for name, variable := range keyStores {
		t.Run("given the key is in the "+name, func(t *testing.T) {
			t.Setenv(vault.Variable, variable)
			dir, ring := t.TempDir(), storetest.NewMemoryKeyring()
			s := openStore(t, dir, ring)
			check := func(b store.Backup) error { return store.CheckBackupKey(t.Context(), dir, b.Path, ring) }
			storetest.Must(t, s.Apply(t.Context(), put(exampleConnection("id", "Contoso"), store.SecretChanges{})))
			without, err := s.BackUp(t.Context())
			storetest.Must(t, err)
			storetest.Must(t, s.Apply(t.Context(), put(exampleConnection("id", "Contoso"), store.SecretChanges{RefreshToken: secret("token")})))
			before, err := s.BackUp(t.Context())
			storetest.Must(t, err)
			storetest.Must(t, check(before))
			_, err = s.Vault.Rotate(t.Context())
			storetest.Must(t, err)
			after, err := s.BackUp(t.Context())
			storetest.Must(t, err)
			storetest.Must(t, errors.Join(check(without), check(after)))
			storetest.WantError[*vault.KeyError](t, check(before))

			// The same where there is nothing to compare with.
			storetest.Must(t, s.Close())
			storetest.Must(t, os.Rename(filepath.Join(dir, store.FileName), filepath.Join(dir, "elsewhere")))
			storetest.Must(t, errors.Join(check(without), check(after)))
			storetest.WantError[*vault.KeyError](t, check(before))
		})
	}
}
