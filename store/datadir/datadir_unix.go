//go:build !windows

package datadir

import (
	"io/fs"
	"os"

	"golang.org/x/sys/unix"
)

// Other is for Windows alone, where an administrator may have another data directory.
func Other(string) string { return "" }

// makePrivate makes a folder that only its owner may enter.
func makePrivate(dir string) error { return os.MkdirAll(dir, 0o700) }

// folderWritable says why this account cannot write a folder, and does not try it: what
// is tried leaves a file when the process is killed.
func folderWritable(dir string) error {
	if err := unix.Faccessat(unix.AT_FDCWD, dir, unix.R_OK|unix.W_OK|unix.X_OK, unix.AT_EACCESS); err != nil {
		return &fs.PathError{Op: "access", Path: dir, Err: err}
	}
	return nil
}
