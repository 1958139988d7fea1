package doctor

import (
	"io/fs"
	"slices"

	"golang.org/x/sys/windows"

	"inventorybeacon/store"
	"inventorybeacon/store/folder"
)

// closing says how what is open to others is closed.
func closing(dir string) string {
	return "Take the rights of other users away, under Security in the properties of " + dir
}

// writable says why this account cannot write a folder: it opens it for that, and
// writes nothing.
func writable(dir string) error {
	path, err := windows.UTF16PtrFromString(dir)
	if err != nil {
		return err
	}
	// Of folders, FILE_WRITE_DATA is the right to add files.
	handle, err := windows.CreateFile(path, windows.FILE_WRITE_DATA|windows.FILE_LIST_DIRECTORY,
		windows.FILE_SHARE_READ|windows.FILE_SHARE_WRITE|windows.FILE_SHARE_DELETE, nil, windows.OPEN_EXISTING, windows.FILE_FLAG_BACKUP_SEMANTICS, 0)
	if err != nil {
		return &store.NotWritableError{Dir: dir, Err: &fs.PathError{Op: "open", Path: dir, Err: err}}
	}
	return windows.CloseHandle(handle)
}

// everybody are the groups in which every user of the computer is.
var everybody = []windows.WELL_KNOWN_SID_TYPE{windows.WinWorldSid, windows.WinAuthenticatedUserSid, windows.WinBuiltinUsersSid}

// openToOthers says what others may do with a path; nothing when they may not.
func openToOthers(path string, _ fs.DirEntry) (string, error) {
	entries, all, err := folder.AllowedAt(path)
	if err != nil {
		return "", err
	}
	if all {
		return "is open to everybody", nil
	}
	for _, entry := range entries {
		if slices.ContainsFunc(everybody, entry.Who.IsWellKnown) {
			return "is open to " + folder.AccountName(entry.Who), nil
		}
	}
	return "", nil
}
