//go:build !windows

package sqlite

import (
	"syscall"

	"golang.org/x/sys/unix"

	"inventorybeacon/connector"
)

// isDiskFull says whether a system error means that the disk, or what the account
// may use of it, is used up.
func isDiskFull(errno syscall.Errno) bool {
	return errno == syscall.ENOSPC || errno == syscall.EDQUOT || errno == syscall.EFBIG
}

// isTooManyFiles says whether a system error means that this process, or all of them, may open no
// more files.
func isTooManyFiles(errno syscall.Errno) bool {
	return errno == syscall.EMFILE || errno == syscall.ENFILE
}

// freeSpace is what this account may still write to the disk of a folder;
// negative when that cannot be told.
func freeSpace(folder string) connector.Size {
	var disk unix.Statfs_t
	if err := unix.Statfs(folder, &disk); err != nil {
		return -1
	}
	return connector.Size(int64(disk.Bavail) * int64(disk.Bsize))
}
