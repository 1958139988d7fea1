package command

import (
	"os"

	"golang.org/x/sys/windows"
)

// AttachConsole gives a program that was built for the window alone (-H=windowsgui) the
// console of the terminal in which it was typed, so that it can say what is wrong there.
// Streams that lead elsewhere stay as they are, as do those of a program for the console,
// and one that was started in the Explorer has none.
func AttachConsole() {
	const parent = ^uintptr(0) // ATTACH_PARENT_PROCESS
	if there(windows.STD_OUTPUT_HANDLE) && there(windows.STD_ERROR_HANDLE) {
		return
	}
	attached, _, _ := windows.NewLazySystemDLL("kernel32.dll").NewProc("AttachConsole").Call(parent)
	if attached == 0 {
		return
	}
	for _, stream := range []struct {
		handle uint32
		name   string
		mode   int
		file   **os.File
	}{
		{windows.STD_INPUT_HANDLE, "CONIN$", os.O_RDONLY, &os.Stdin},
		{windows.STD_OUTPUT_HANDLE, "CONOUT$", os.O_WRONLY, &os.Stdout},
		{windows.STD_ERROR_HANDLE, "CONOUT$", os.O_WRONLY, &os.Stderr},
	} {
		if there(stream.handle) {
			continue
		}
		if file, err := os.OpenFile(stream.name, stream.mode, 0); err == nil {
			*stream.file = file
		}
	}
}

// there says whether a standard stream leads anywhere.
func there(stream uint32) bool {
	handle, err := windows.GetStdHandle(stream)
	return err == nil && handle != 0 && handle != windows.InvalidHandle
}
