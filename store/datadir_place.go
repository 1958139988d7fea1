package store

import (
	"fmt"
	"os"
	"path/filepath"
)

// DataDirPlace returns the absolute path of the data directory, as [DataDir] finds
// it, without making it or looking at it.
func DataDirPlace(flag string) (string, error) {
	dir := flag
	if dir == "" {
		dir = os.Getenv(DataVariable)
	}
	if dir == "" {
		var err error
		if dir, err = platformDir(); err != nil {
			return "", fmt.Errorf("no place for the data directory is known, name one with --data: %w", err)
		}
	}
	return filepath.Abs(dir)
}
