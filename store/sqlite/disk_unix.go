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

// isReadOnlyDisk says whether a system error means that the file system can only be read.
func isReadOnlyDisk(errno syscall.Errno) bool { return errno == syscall.EROFS }

// canMakeFiles says whether this account can make files in a folder.
func canMakeFiles(folder string) bool { return unix.Access(folder, unix.W_OK|unix.X_OK) == nil }

// withoutLocks is the name under which SQLite works with files that it does not lock
// (sqlite.org/vfs.html#standard_unix_vfses).
const withoutLocks = "unix-none"

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
