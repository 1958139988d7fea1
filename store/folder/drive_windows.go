package folder

import (
	"path/filepath"

	"golang.org/x/sys/windows"
)

// networkSystem returns what network drive a folder is on; empty when it is on none,
// or nobody can tell.
func networkSystem(place string) string {
	if isUNC(place) {
		return "SMB"
	}
	drive := filepath.VolumeName(place) + `\`
	root, err := windows.UTF16PtrFromString(drive)
	if err != nil || windows.GetDriveType(root) != windows.DRIVE_REMOTE {
		return ""
	}
	return drive
}
