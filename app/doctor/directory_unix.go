//go:build !windows

package doctor

import (
	"fmt"
	"io/fs"

	"inventorybeacon/connector"
)

// closing says how what is open to others is closed.
func closing(dir string) string { return "Close it with: chmod -R go-rwx " + connector.ShellWord(dir) }

// openToOthers says what others may do with a path; nothing when they may not.
func openToOthers(_ string, entry fs.DirEntry) (string, error) {
	info, err := entry.Info()
	if err != nil {
		return "", err
	}
	if info.Mode()&fs.ModeSymlink != 0 { // whose mode says nothing
		return "", nil
	}
	if mode := info.Mode().Perm(); mode&0o077 != 0 {
		return fmt.Sprintf("has mode %04o", mode), nil
	}
	return "", nil
}
