//go:build !windows

package sqlite

import "syscall"

// isDiskFull says whether a system error means that the disk, or the account's
// share of it, is used up.
func isDiskFull(errno syscall.Errno) bool {
	return errno == syscall.ENOSPC || errno == syscall.EDQUOT
}
