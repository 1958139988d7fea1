//go:build !windows

package doctor

import (
	"fmt"
	"io/fs"

	"inventorybeacon/connector"
)

// closing says how what is open to others is closed.
func closing(dir string) connector.Message {
	return connector.Message{ID: "doctor.close", Data: connector.Data{"Command": "chmod -R go-rwx " + connector.ShellWord(dir)}}
}

// openToOthers says what others may do with a path; nothing when they may not.
func openToOthers(_ string, entry fs.DirEntry) (reason connector.Message, err error) {
	info, err := entry.Info()
	if err != nil || info.Mode()&fs.ModeSymlink != 0 { // whose mode says nothing
		return reason, err
	}
	if mode := info.Mode().Perm(); mode&0o077 != 0 {
		reason = connector.Message{ID: "doctor.open.mode", Data: connector.Data{"Mode": fmt.Sprintf("%04o", mode)}}
	}
	return reason, nil
}
