package reveal

import (
	"context"
	"os/exec"
	"path/filepath"
	"syscall"

	"golang.org/x/sys/windows"
)

// InFolder asks the Explorer, whose exit code says nothing. It reads its command line in a way of its own; a path has no quotation mark.
func InFolder(_ context.Context, path string) error {
	system, err := windows.GetSystemWindowsDirectory()
	if err != nil {
		return err
	}
	explorer := exec.Command(filepath.Join(system, "explorer.exe"))
	explorer.SysProcAttr = &syscall.SysProcAttr{CmdLine: `explorer.exe /select,"` + filepath.FromSlash(path) + `"`}
	if err := explorer.Start(); err != nil {
		return err
	}
	return explorer.Process.Release()
}
