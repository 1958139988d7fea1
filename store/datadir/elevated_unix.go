//go:build !windows

package datadir

import (
	"context"
	"errors"
	"os"
)

// The messages that say how to come to write a folder of one's own. Not with sudo: what
// root writes there, its owner could no longer use.
const (
	deniedDirectory = "store.directory.permission"
	deniedFolder    = "store.folder.permission"
)

// Elevated reports whether the process runs as an administrator.
func Elevated() bool { return os.Geteuid() == 0 }

// RestartElevated is for Windows alone; elsewhere it returns
// [errors.ErrUnsupported], where it would lock the owner of the data directory out.
func RestartElevated([]string) error { return errors.ErrUnsupported }

// RunElevated is for Windows alone, as [RestartElevated] is.
func RunElevated(context.Context, func(string) []string) (said string, status uint32, err error) {
	return "", 0, errors.ErrUnsupported
}
