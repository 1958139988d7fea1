package datadir

import (
	"os"
	"path/filepath"

	"inventorybeacon/connector"
)

// Place returns the absolute path of the data directory, as [Find] finds
// it, without making it or looking at it.
func Place(flag string) (string, error) {
	dir := flag
	if dir == "" {
		dir = os.Getenv(Variable)
	}
	if dir == "" {
		var err error
		if dir, err = platformDir(); err != nil {
			// As where HOME is not set.
			return "", connector.NewError(connector.Message{
				ID: "store.no-place", Data: connector.Data{"Variable": Variable}, Reference: err.Error(),
			}, err)
		}
	}
	return filepath.Abs(dir)
}
