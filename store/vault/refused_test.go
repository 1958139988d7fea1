package vault_test

import (
	"context"
	"strings"
	"testing"

	"inventorybeacon/connector"
	"inventorybeacon/store"
	"inventorybeacon/store/storetest"
	"inventorybeacon/store/vault"
)

// Whatever SQLite refuses while the key is replaced or moved, what is sealed stays
// readable, and who is told of an error has the key of before.
func TestAStatementThatIsRefusedLosesNoSecret(t *testing.T) {
	rotate := func(ctx context.Context, v *vault.Vault) error {
		_, err := v.Rotate(ctx)
		return err
	}
	forget := func(ctx context.Context, v *vault.Vault) error { return v.Forget(ctx) }
	for name, c := range map[string]struct {
		before, now string // where the key is wanted, see [vault.Variable]
		do          func(ctx context.Context, v *vault.Vault) error
		left        connector.Secret // of the token, when it is done
	}{
		"Rotate in a file":      {"file", "file", rotate, "token"},
		"Rotate in the keyring": {"", "", rotate, "token"},
		"MoveToKeyring":         {"file", "", func(ctx context.Context, v *vault.Vault) error { return v.MoveToKeyring(ctx) }, "token"},
		"a move to the file":    {"", "file", func(ctx context.Context, v *vault.Vault) error { _, err := v.Get(ctx); return err }, "token"},
		"Forget in the keyring": {"", "", forget, ""},
		"Forget in a file":      {"file", "file", forget, ""},
	} {
		t.Run(name, func(t *testing.T) {
			number := 1
			for refused := true; refused; number++ {
				t.Setenv(vault.Variable, c.before)
				ring := storetest.NewMemoryKeyring()
				dir := stored(t, ring)
				t.Setenv(vault.Variable, c.now)
				s, beside := openStore(t, dir, ring), openStore(t, dir, ring)
				former := recordOf(t, beside)
				count := storetest.Refuse(t, number, s.Vault.DB().Write, s.Vault.DB().Read)
				err := c.do(t.Context(), s.Vault)
				if refused = count() >= number; !refused {
					storetest.Must(t, err)
				}
				storetest.Must(t, s.Close())
				done := err == nil || strings.Contains(err.Error(), "the key is in the keyring now")
				if replaced := recordOf(t, beside) != former; replaced != done {
					t.Errorf("statement %d was refused: it is replaced: %t, and the error is %v", number, replaced, err)
				}
				want := connector.Secret("token")
				if done {
					want = c.left
				}
				wantToken(t, beside, want)
				if c.before+c.now == "" {
					// An entry whose record could not be read is left to who uses the key next.
					storetest.Must(t, beside.Vault.TidyKeyring(t.Context()))
					wantNoKeyFile(t, dir)
				}
				storetest.Must(t, beside.Close())
			}
			if number -= 2; number < 3 { // a begin, a change, a commit
				t.Errorf("only %d statements were refused", number)
			}
		})
	}
}

func recordOf(t *testing.T, s *store.Store) vault.Record {
	t.Helper()
	record, err := vault.ReadRecord(t.Context(), s.Vault.DB().Read)
	storetest.Must(t, err)
	return *record
}
