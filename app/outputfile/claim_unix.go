//go:build !windows

package outputfile

import (
	"os"

	"golang.org/x/sys/unix"
)

// claim says to other processes, for as long as this one lives and has the file
// open, that it is being written.
func claim(file *os.File) {
	_ = unix.Flock(int(file.Fd()), unix.LOCK_EX|unix.LOCK_NB) // a file system without locks keeps what is left
}

// removeUnclaimed removes a file that no process is writing.
func removeUnclaimed(path string) {
	file, err := os.OpenFile(path, os.O_WRONLY|unix.O_NOFOLLOW, 0)
	if err != nil {
		return
	}
	defer func() { _ = file.Close() }()
	if unix.Flock(int(file.Fd()), unix.LOCK_EX|unix.LOCK_NB) == nil {
		_ = os.Remove(path)
	}
}

// closeBeforeRename leaves the file open, so that it stays claimed until it has its name.
func closeBeforeRename(*os.File) error { return nil }
