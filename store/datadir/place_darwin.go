package datadir

import (
	"os"
	"path/filepath"
)

// platformDir follows Apple's File System Programming Guide.
func platformDir() (string, error) {
	home, err := os.UserHomeDir()
	return filepath.Join(home, "Library", "Application Support", "Inventory Beacon"), err
}
