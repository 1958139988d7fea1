package folder

import (
	"errors"
	"io/fs"
	"os"

	"golang.org/x/sys/windows"
)

// Let lets an account do everything in a folder and with what is in it, and takes the
// folder from everybody who is not named. An administrator's folder belongs to all of
// them, so that the account may use it as one of theirs.
func Let(dir string, account *windows.SID) error { return closeTo(dir, account.String()) }

// closeTo has nobody enter a folder but those of [privateAccess].
func closeTo(dir string, accounts ...string) error {
	entries, _, err := AllowedAt(dir)
	if err != nil {
		return err
	}
	var former []grant
	for _, entry := range entries {
		former = append(former, grant{sid: entry.Who.String(), rights: uint32(entry.Rights)})
	}
	owner, err := OwnerOf(dir)
	if err != nil {
		return err
	}
	security, err := windows.SecurityDescriptorFromString(privateAccess(former, append(accounts, owner.String())...))
	if err != nil {
		return err
	}
	list, _, err := security.DACL()
	if err != nil {
		return err
	}
	// What is in it inherits the list.
	const what = windows.DACL_SECURITY_INFORMATION | windows.PROTECTED_DACL_SECURITY_INFORMATION
	if err := windows.SetNamedSecurityInfo(dir, windows.SE_FILE_OBJECT, what, nil, nil, list, nil); err != nil {
		return &fs.PathError{Op: "set the access list of", Path: dir, Err: err}
	}
	return nil
}

// openToEverybody says whether anybody may read or write what is in a folder.
func openToEverybody(dir string) (bool, error) {
	entries, all, err := AllowedAt(dir)
	for _, entry := range entries {
		all = all || isEverybody(entry.Who.String()) && !entry.Who.IsWellKnown(windows.WinCreatorOwnerSid) &&
			!entry.Who.IsWellKnown(windows.WinCreatorGroupSid)
	}
	return all, err
}

// mendFolder takes a folder from everybody who may read what is in it, as one that was
// made in the Explorer lets them. Who may not do that leaves it, and doctor says so.
func mendFolder(dir string) (mended bool, err error) {
	open, err := openToEverybody(dir)
	if err != nil || !open {
		return false, err
	}
	user, err := windows.GetCurrentProcessToken().GetTokenUser()
	if err != nil {
		return false, err
	}
	err = closeTo(dir, user.User.Sid.String())
	if errors.Is(err, fs.ErrPermission) {
		return false, nil
	}
	if err == nil { // some file systems take a list and keep their own
		open, err = openToEverybody(dir)
	}
	return err == nil && !open, err
}

// CloseEmpty takes a folder in which nothing stands yet from everybody: others may only
// have been able to write there. It is left to [Check] to refuse any other, and what is
// no folder.
func CloseEmpty(dir string) error {
	if entries, err := os.ReadDir(dir); err != nil || len(entries) > 0 {
		return nil
	}
	_, err := mendFolder(dir)
	return err
}
