package console

import (
	"os"

	"golang.org/x/sys/windows"
)

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
