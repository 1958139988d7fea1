package datadir

import (
	"errors"
	"fmt"
	"os"

	"golang.org/x/sys/windows"
)

// The messages that say how to come to write a folder of the administrators.
const (
	deniedDirectory = "store.directory.permission.windows"
	deniedFolder    = "store.folder.permission.windows"
)

// Elevated reports whether the process runs as an administrator.
func Elevated() bool { return windows.GetCurrentProcessToken().IsElevated() }

// RestartElevated starts the program again as an administrator, with the given
// arguments, after Windows has asked for consent. The caller then exits. It names
// --data among them: an administrator's data directory is another by default. Where
// nobody has consented, the error is [ErrNoConsent].
func RestartElevated(arguments []string) error {
	program, err := os.Executable()
	if err != nil {
		return err
	}
	folder, err := os.Getwd()
	if err != nil {
		return err
	}
	var texts [4]*uint16
	for i, text := range []string{"runas", program, windows.ComposeCommandLine(arguments), folder} {
		if texts[i], err = windows.UTF16PtrFromString(text); err != nil {
			return err
		}
	}
	err = windows.ShellExecute(0, texts[0], texts[1], texts[2], texts[3], windows.SW_SHOWNORMAL)
	switch {
	case errors.Is(err, windows.ERROR_CANCELLED):
		return ErrNoConsent
	case err != nil:
		return fmt.Errorf("start Inventory Beacon as an administrator: %w", err)
	}
	return nil
}
