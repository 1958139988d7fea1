package app

import (
	"errors"
	"strings"
	"testing"

	"inventorybeacon/store/vault"
)

// The former key is called gone only when it is.
func TestWhatIsToldAfterTheKeyWasReplaced(t *testing.T) {
	refused := errors.New("refused")
	for given, c := range map[string]struct {
		left error
		want []string
	}{
		"the former key is gone": {nil, []string{"the former key, which is gone"}},
		"it is in its file still": {
			&vault.FormerKeyError{Place: vault.Place{File: "/data/beacon.key"}, Next: "/data/beacon.key.next", Err: refused},
			[]string{"in /data/beacon.key.next still", "Keep both files", "the next start of Inventory Beacon"},
		},
		"it is in the keyring still": {
			&vault.FormerKeyError{Err: refused},
			[]string{"could not be removed from the operating system's keyring", "inventory-beacon key"},
		},
	} {
		told := AfterRotation(vault.Rotated{Left: c.left})
		for _, part := range c.want {
			if !strings.Contains(told, part) {
				t.Errorf("given %s it does not say %q: %s", given, part, told)
			}
		}
		if c.left != nil && strings.Contains(told, "which is gone") {
			t.Errorf("given %s: %s", given, told)
		}
	}
}
