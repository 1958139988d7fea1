package store

import (
	"os"
	"path/filepath"

	"inventorybeacon/connector"
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
			// As where HOME is not set.
			return "", connector.NewError(connector.Message{
				ID: "store.no-place", Data: connector.Data{"Variable": DataVariable}, Reference: err.Error(),
			}, err)
		}
	}
	return filepath.Abs(dir)
}
