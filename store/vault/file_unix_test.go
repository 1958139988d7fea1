//go:build !windows

package vault_test

import (
	"os"
	"path/filepath"
	"testing"

	"inventorybeacon/store/storetest"
	"inventorybeacon/store/vault"
)

func TestKeyFileWithoutPermission(t *testing.T) {
	if storetest.Unprivileged(t) {
		return
	}
	t.Setenv(vault.Variable, "file")
	dir := stored(t, storetest.NewMemoryKeyring())
	storetest.Must(t, os.Chmod(filepath.Join(dir, vault.FileName), 0))
	s := openStore(t, dir, storetest.NewMemoryKeyring())
	_, err := s.Secrets(t.Context(), "id")
	if problem := storetest.WantError[*vault.KeyError](t, err); problem.Problem != vault.Unavailable {
		t.Errorf("problem %d", problem.Problem)
	}
	storetest.WantMessage(t, err, "vault.key.unavailable", vault.FileName)
}
