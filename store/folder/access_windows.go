package folder

import (
	"io/fs"
	"unsafe"

	"golang.org/x/sys/windows"
)

// Allowed is an entry of an access list that allows somebody something.
type Allowed struct {
	Who    *windows.SID
	Rights windows.ACCESS_MASK
	// InheritOnly says that it holds for what is made in the folder, not for itself.
	InheritOnly bool
}

// AllowedAt reads the access list of a path. Without a list, everything is allowed to
// everybody, and all says so.
func AllowedAt(path string) (entries []Allowed, all bool, err error) {
	security, err := windows.GetNamedSecurityInfo(path, windows.SE_FILE_OBJECT, windows.DACL_SECURITY_INFORMATION)
	if err != nil {
		return nil, false, &fs.PathError{Op: "look at the access list of", Path: path, Err: err}
	}
	list, _, err := security.DACL()
	if err != nil || list == nil {
		return nil, err == nil, err
	}
	for i := range uint32(list.AceCount) {
		var entry *windows.ACCESS_ALLOWED_ACE
		if err := windows.GetAce(list, i, &entry); err != nil {
			return nil, false, err
		}
		if entry.Header.AceType == windows.ACCESS_ALLOWED_ACE_TYPE {
			entries = append(entries, Allowed{
				Who:         (*windows.SID)(unsafe.Pointer(&entry.SidStart)), // which follows the entry
				Rights:      entry.Mask,
				InheritOnly: entry.Header.AceFlags&windows.INHERIT_ONLY_ACE != 0,
			})
		}
	}
	return entries, false, nil
}

// AccountName returns DOMAIN\name; the SID when nobody knows it.
func AccountName(sid *windows.SID) string {
	name, domain, _, err := sid.LookupAccount("")
	if err != nil {
		return sid.String()
	}
	if domain == "" {
		return name
	}
	return domain + `\` + name
}

// OwnerOf returns the account that a path belongs to.
func OwnerOf(path string) (*windows.SID, error) {
	security, err := windows.GetNamedSecurityInfo(path, windows.SE_FILE_OBJECT, windows.OWNER_SECURITY_INFORMATION)
	if err != nil {
		return nil, &fs.PathError{Op: "look at the owner of", Path: path, Err: err}
	}
	owner, _, err := security.Owner()
	return owner, err
}
