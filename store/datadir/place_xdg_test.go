//go:build !windows && !darwin

package datadir

import (
	"path/filepath"
	"testing"

	"inventorybeacon/store/storetest"
)

func TestADataDirectoryLiesWhereTheDesktopKeepsThem(t *testing.T) {
	t.Setenv("HOME", "/home/ada")
	for given, want := range map[string]string{
		"/elsewhere": "/elsewhere/inventory-beacon",
		"relative":   "/home/ada/.local/share/inventory-beacon",
		"":           "/home/ada/.local/share/inventory-beacon",
	} {
		t.Setenv("XDG_DATA_HOME", given)
		got, err := platformDir()
		storetest.Must(t, err)
		if got != filepath.FromSlash(want) {
			t.Errorf("given %q: %s, want %s", given, got, want)
		}
	}
}
