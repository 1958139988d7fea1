package datadir

import "golang.org/x/sys/windows"

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
	process, err := start(arguments, windows.SW_SHOWNORMAL)
	if err != nil {
		return err
	}
	_ = windows.CloseHandle(process)
	return nil
}
