package service

import (
	"fmt"

	"golang.org/x/sys/windows"

	"inventorybeacon/connector"
	"inventorybeacon/store/folder"
)

// safePlace is where nobody but administrators can write.
const safePlace = "service.safe-place.windows"

// trustedAccounts may replace the program: the system, administrators, and the
// installer of Windows, to which Program Files belongs.
type trustedAccounts struct{ sids []*windows.SID }

// trustedInstaller is NT SERVICE\TrustedInstaller, whose identifier is the same
// everywhere, as that of every service is made from its name.
const trustedInstaller = "S-1-5-80-956008885-3418522649-1831038044-1853292631-2271478464"

func whoIsTrusted(account string) (trustedAccounts, error) {
	var t trustedAccounts
	for _, kind := range []windows.WELL_KNOWN_SID_TYPE{
		windows.WinLocalSystemSid, windows.WinBuiltinAdministratorsSid, windows.WinCreatorOwnerSid,
	} {
		sid, err := windows.CreateWellKnownSid(kind)
		if err != nil {
			return t, err
		}
		t.sids = append(t.sids, sid)
	}
	installer, err := windows.StringToSid(trustedInstaller)
	if err != nil {
		return t, err
	}
	t.sids = append(t.sids, installer)
	if account != "" && !isLocalSystem(account) {
		sid, err := sidOf(account)
		if err != nil {
			return t, fmt.Errorf("looking for the account %s: %w", account, err)
		}
		t.sids = append(t.sids, sid)
	}
	return t, nil
}

// The rights by which a file is changed or another takes its place
// (learn.microsoft.com/windows/win32/fileio/file-access-rights-constants).
const (
	replace = windows.DELETE | windows.WRITE_DAC | windows.WRITE_OWNER | windows.GENERIC_WRITE | windows.GENERIC_ALL
	write   = replace | windows.FILE_WRITE_DATA | windows.FILE_APPEND_DATA
	// deleteChild is FILE_DELETE_CHILD: whoever has it replaces what is in a folder.
	deleteChild = 0x40
)

// distrusts says why others could put another file in a path's place; nothing when
// they could not. near is the program and its own folder, from which it would also
// load libraries. Everybody may make folders in the root of a drive, which replaces
// nothing: so of the others it is only asked who may delete or take over.
func (t trustedAccounts) distrusts(path string, near bool) (reason connector.Message, err error) {
	owner, err := folder.OwnerOf(path)
	if err != nil {
		return reason, err
	}
	if !t.has(owner) {
		return connector.Message{ID: "service.owned", Data: connector.Data{"Owner": folder.AccountName(owner)}}, nil
	}
	entries, all, err := folder.AllowedAt(path)
	if err != nil {
		return reason, err
	}
	if all {
		return connector.Message{ID: "service.writable", Data: connector.Data{}}, nil
	}
	harmful := windows.ACCESS_MASK(replace | deleteChild)
	if near {
		harmful = write
	}
	for _, entry := range entries {
		if !entry.InheritOnly && entry.Rights&harmful != 0 && !t.has(entry.Who) {
			return connector.Message{ID: "service.writable.account", Data: connector.Data{"Account": folder.AccountName(entry.Who)}}, nil
		}
	}
	return reason, nil
}

func (t trustedAccounts) has(sid *windows.SID) bool {
	for _, trusted := range t.sids {
		if sid.Equals(trusted) {
			return true
		}
	}
	return false
}
