package command

import (
	"errors"

	"golang.org/x/sys/windows"
)

// exitClosedPipe is the status of a program whose reader has gone, as on other
// systems: 128 + SIGPIPE.
const exitClosedPipe = exitSignal + 13

func isClosedPipe(err error) bool {
	return errors.Is(err, windows.ERROR_BROKEN_PIPE) || errors.Is(err, windows.ERROR_NO_DATA)
}
