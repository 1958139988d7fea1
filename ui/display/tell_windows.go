package display

import (
	"context"

	"golang.org/x/sys/windows"
)

// Tell shows a text in a box of the system, and returns when it was read. It says whether it could.
func Tell(_ context.Context, title, text string) bool {
	t, err := windows.UTF16PtrFromString(title)
	if err != nil {
		return false
	}
	m, err := windows.UTF16PtrFromString(text)
	if err != nil {
		return false
	}
	_, err = windows.MessageBox(0, m, t, windows.MB_OK|windows.MB_ICONERROR|windows.MB_SETFOREGROUND)
	return err == nil
}
