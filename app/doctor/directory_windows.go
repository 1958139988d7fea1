package doctor

import (
	"io/fs"
	"unsafe"

	"golang.org/x/sys/windows"

	"inventorybeacon/store"
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

func nameOf(sid *windows.SID) string {
	account, domain, _, err := sid.LookupAccount("")
	if err != nil {
		return "the account " + sid.String()
	}
	if domain == "" {
		return account
	}
	return domain + `\` + account
}

// everybody are the groups in which every user of the computer is.
var everybody = []windows.WELL_KNOWN_SID_TYPE{windows.WinWorldSid, windows.WinAuthenticatedUserSid, windows.WinBuiltinUsersSid}

// openToOthers says what others may do with a path; nothing when they may not.
func openToOthers(path string, _ fs.DirEntry) (string, error) {
	security, err := windows.GetNamedSecurityInfo(path, windows.SE_FILE_OBJECT, windows.DACL_SECURITY_INFORMATION)
	if err != nil {
		return "", err
	}
	list, _, err := security.DACL()
	if err != nil {
		return "", err
	}
	if list == nil {
		return "is open to everybody", nil
	}
	for i := range uint32(list.AceCount) {
		var entry *windows.ACCESS_ALLOWED_ACE
		if err := windows.GetAce(list, i, &entry); err != nil {
			return "", err
		}
		sid := (*windows.SID)(unsafe.Pointer(&entry.SidStart))
		for _, group := range everybody {
			if entry.Header.AceType == windows.ACCESS_ALLOWED_ACE_TYPE && sid.IsWellKnown(group) {
				return "is open to " + nameOf(sid), nil
			}
		}
	}
	return "", nil
}
