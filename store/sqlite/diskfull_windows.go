package sqlite

import (
	"syscall"

	"golang.org/x/sys/windows"
)

// isDiskFull says whether a system error means that the disk is used up.
func isDiskFull(errno syscall.Errno) bool {
	return errno == windows.ERROR_DISK_FULL || errno == windows.ERROR_HANDLE_DISK_FULL
}
