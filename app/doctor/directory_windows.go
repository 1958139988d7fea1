package doctor

import (
	"io/fs"
	"slices"

	"golang.org/x/sys/windows"

	"inventorybeacon/store/folder"
)

// closing says how what is open to others is closed.
func closing(dir string) string {
	return "Take the rights of other users away, under Security in the properties of " + dir
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
