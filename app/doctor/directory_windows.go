package doctor

import (
	"io/fs"
	"slices"

	"golang.org/x/sys/windows"

	"inventorybeacon/connector"
	"inventorybeacon/store/folder"
)

// closing says how what is open to others is closed.
func closing(dir string) connector.Message {
	return connector.Message{ID: "doctor.close.properties", Data: connector.Data{"Dir": dir}}
}

// everybody are the groups in which every user of the computer is.
var everybody = []windows.WELL_KNOWN_SID_TYPE{windows.WinWorldSid, windows.WinAuthenticatedUserSid, windows.WinBuiltinUsersSid}

// openToOthers says what others may do with a path; nothing when they may not.
func openToOthers(path string, _ fs.DirEntry) (reason connector.Message, err error) {
	entries, all, err := folder.AllowedAt(path)
	if err != nil {
		return reason, err
	}
	if all {
		return connector.Message{ID: "doctor.open.everybody", Data: connector.Data{}}, nil
	}
	for _, entry := range entries {
		if slices.ContainsFunc(everybody, entry.Who.IsWellKnown) {
			return connector.Message{ID: "doctor.open.account", Data: connector.Data{"Account": folder.AccountName(entry.Who)}}, nil
		}
	}
	return reason, nil
}
