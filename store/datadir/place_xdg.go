//go:build !windows && !darwin

package datadir

import (
	"os"
	"path/filepath"
)

// platformDir follows the XDG Base Directory Specification, which says that a
// relative path in the variable is to be ignored.
func platformDir() (string, error) {
	if dir := os.Getenv("XDG_DATA_HOME"); filepath.IsAbs(dir) {
		return filepath.Join(dir, "inventory-beacon"), nil
	}
	home, err := os.UserHomeDir()
	return filepath.Join(home, ".local", "share", "inventory-beacon"), err
}
