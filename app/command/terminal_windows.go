package command

import (
	"errors"
	"os"

	"golang.org/x/sys/windows"
)

// exitClosedPipe is the status of a program whose reader has gone, as on other
// systems: 128 + SIGPIPE.
const exitClosedPipe = exitSignal + 13

func isClosedPipe(err error) bool {
	return errors.Is(err, windows.ERROR_BROKEN_PIPE) || errors.Is(err, windows.ERROR_NO_DATA)
}

// canDraw has a console obey escape sequences, which those before Windows 10 do not
// (learn.microsoft.com/windows/console/console-virtual-terminal-sequences).
func canDraw(file *os.File) bool {
	handle := windows.Handle(file.Fd())
	var mode uint32
	if windows.GetConsoleMode(handle, &mode) != nil {
		return false
	}
	return windows.SetConsoleMode(handle, mode|windows.ENABLE_VIRTUAL_TERMINAL_PROCESSING) == nil
}
