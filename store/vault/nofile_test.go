package vault_test

import (
	"context"
	"errors"
	"os"
	"strings"
	"testing"

	"inventorybeacon/store/storetest"
	"inventorybeacon/store/vault"
)

// A key of the keyring that lies in a file too is not kept from whoever reads files.
func TestAKeyOfTheKeyringIsInNoFile(t *testing.T) {
	for given, c := range map[string]struct {
		before string // where the key is wanted at first, see [vault.Variable]
		do     func(ctx context.Context, v *vault.Vault) error
	}{
		"it is made":                  {"", func(ctx context.Context, v *vault.Vault) error { _, err := v.Make(ctx); return err }},
		"it replaces another one":     {"", func(ctx context.Context, v *vault.Vault) error { _, err := v.Rotate(ctx); return err }},
		"the one before is forgotten": {"", func(ctx context.Context, v *vault.Vault) error { return v.Forget(ctx) }},
		"it was in a file":            {"file", func(ctx context.Context, v *vault.Vault) error { return v.MoveToKeyring(ctx) }},
		"it was in a file, and is replaced": {"file", func(ctx context.Context, v *vault.Vault) error {
			_, err := v.Rotate(ctx)
			return errors.Join(err, v.MoveToKeyring(ctx))
		}},
	} {
		t.Run("given "+given, func(t *testing.T) {
			t.Setenv(vault.Variable, c.before)
			ring := storetest.NewMemoryKeyring()
			dir := stored(t, ring)
			t.Setenv(vault.Variable, "")
			s := openStore(t, dir, ring)
			storetest.Must(t, c.do(t.Context(), s.Vault))
			wantNoKeyFile(t, dir)
			if len(ring.Entries) != 1 {
				t.Errorf("the keyring has %d entries", len(ring.Entries))
			}
		})
	}
}

// wantNoKeyFile wants no key file, nor one that was begun.
func wantNoKeyFile(t *testing.T, dir string) {
	t.Helper()
	entries, err := os.ReadDir(dir)
	storetest.Must(t, err)
	for _, entry := range entries {
		if strings.Contains(entry.Name(), vault.FileName) {
			t.Errorf("%s lies there", entry.Name())
		}
	}
}
