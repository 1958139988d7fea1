//go:build !windows

package command

import "syscall"

// The tests use folders as data directories that they have made themselves. Under a
// umask of 002, as many systems have it, their group could write to them, which the
// program refuses.
func init() { syscall.Umask(0o022) }
