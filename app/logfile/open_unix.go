//go:build !windows

package logfile

import "os"

// openAppending opens a file to whose end the system appends every write as a
// whole (O_APPEND).
func openAppending(path string) (*os.File, error) {
	return os.OpenFile(path, os.O_WRONLY|os.O_APPEND|os.O_CREATE, 0o600)
}
