//go:build !windows

package command

import (
	"errors"
	"syscall"
)

// exitClosedPipe is the status of a program whose reader has gone: 128 + SIGPIPE.
// A process that writes to its own standard output is ended by that signal before.
const exitClosedPipe = exitSignal + int(syscall.SIGPIPE)

func isClosedPipe(err error) bool { return errors.Is(err, syscall.EPIPE) }
