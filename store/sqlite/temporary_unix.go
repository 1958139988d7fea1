//go:build !windows

package sqlite

import (
	"os"

	"golang.org/x/sys/unix"
)

// temporaryFolder looks in the order in which SQLite does, but for the folder of the
// process, which it takes at last.
func temporaryFolder() string {
	for _, folder := range []string{os.Getenv("SQLITE_TMPDIR"), os.Getenv("TMPDIR"), "/var/tmp", "/usr/tmp", "/tmp"} {
		info, err := os.Stat(folder)
		if folder != "" && err == nil && info.IsDir() && unix.Access(folder, unix.W_OK|unix.X_OK) == nil {
			return folder
		}
	}
	return ""
}
