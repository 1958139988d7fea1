package sqlite

import (
	"syscall"

	"golang.org/x/sys/windows"

	"inventorybeacon/connector"
)

// isDiskFull says whether a system error means that the disk is used up.
func isDiskFull(errno syscall.Errno) bool {
	return errno == windows.ERROR_DISK_FULL || errno == windows.ERROR_HANDLE_DISK_FULL
}

// isReadOnlyDisk says whether a system error means that the disk is write-protected.
func isReadOnlyDisk(errno syscall.Errno) bool { return errno == windows.ERROR_WRITE_PROTECT }

// canMakeFiles is not asked here: it can only be tried.
func canMakeFiles(string) bool { return true }

// withoutLocks is the name under which SQLite works with files that it does not lock.
const withoutLocks = "win32-none"

// isTooManyFiles says whether a system error means that this process may open no more files.
func isTooManyFiles(errno syscall.Errno) bool { return errno == windows.ERROR_TOO_MANY_OPEN_FILES }

// freeSpace is what this account may still write to the disk of a folder;
// negative when that cannot be told.
func freeSpace(folder string) connector.Size {
	path, err := windows.UTF16PtrFromString(folder)
	if err != nil {
		return -1
	}
	var free uint64
	if err := windows.GetDiskFreeSpaceEx(path, &free, nil, nil); err != nil {
		return -1
	}
	return connector.Size(free)
}
