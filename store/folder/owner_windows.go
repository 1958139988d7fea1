package folder

import (
	"io/fs"
	"slices"

	"golang.org/x/sys/windows"
)

// checkOwner refuses a folder of another account, who keeps access to what is put into
// it. One of the administrators or of the system is theirs whose access lists let them
// in; and a service may run the schedules of every account, because what it writes there
// has the access list of the folder, into which its installer has put it.
func checkOwner(dir string, _ fs.FileInfo) error {
	owner, err := OwnerOf(dir)
	if err != nil {
		return err
	}
	user, err := windows.GetCurrentProcessToken().GetTokenUser()
	if err != nil {
		return err
	}
	self := user.User.Sid
	if service, err := isService(); err != nil || service {
		return err
	}
	if owner.Equals(self) || self.IsWellKnown(windows.WinLocalSystemSid) ||
		owner.IsWellKnown(windows.WinBuiltinAdministratorsSid) || owner.IsWellKnown(windows.WinLocalSystemSid) {
		return nil
	}
	return &OwnerError{Dir: dir, Owner: AccountName(owner), Self: AccountName(self)}
}

// isService says whether the services of Windows have started this process.
func isService() (bool, error) {
	sid, err := windows.CreateWellKnownSid(windows.WinServiceSid)
	if err != nil {
		return false, err
	}
	return windows.Token(0).IsMember(sid) // of the thread's own
}

// checkMaker has nothing to keep anybody from: a folder that is made has an access list
// of its own.
func checkMaker(string, string) error { return nil }

// CheckHome has nothing to keep anybody from: an administrator has a profile of its own.
func CheckHome() error { return nil }

// Reach cannot tell: a folder that cannot be looked into does not say whose it is.
func Reach(string) error { return nil }

// Owner returns the name of the account that a folder belongs to.
func Owner(dir string) (string, error) {
	owner, err := OwnerOf(dir)
	if err != nil {
		return "", err
	}
	return AccountName(owner), nil
}

// Replaceable cannot tell: the access lists of folders above say nothing about who may
// rename one that has a list of its own.
func Replaceable(string) string { return "" }

// checkPartOwner has nothing to refuse: what an administrator writes belongs to all of
// them, and has the access list of the folder.
func checkPartOwner(string, string, fs.FileInfo) error { return nil }

// everybody are the groups that anybody may be in.
var everybody = []windows.WELL_KNOWN_SID_TYPE{
	windows.WinWorldSid, windows.WinAnonymousSid, windows.WinAuthenticatedUserSid, windows.WinInteractiveSid, windows.WinNetworkSid,
	windows.WinBuiltinUsersSid, windows.WinBuiltinGuestsSid,
}

// writing are the rights that change a file, or what is in a folder
// (learn.microsoft.com/windows/win32/fileio/file-access-rights-constants).
const writing = windows.FILE_WRITE_DATA | windows.FILE_APPEND_DATA | fileDeleteChild |
	windows.DELETE | windows.WRITE_DAC | windows.WRITE_OWNER | windows.GENERIC_WRITE | windows.GENERIC_ALL

const fileDeleteChild = 0x40

// checkAccess refuses what everybody may write.
func checkAccess(path string, _ fs.FileInfo) error {
	entries, all, err := AllowedAt(path)
	if err != nil {
		return err
	}
	if all || slices.ContainsFunc(entries, opens) {
		return openError(path, "")
	}
	return nil
}

func opens(entry Allowed) bool {
	return entry.Rights&writing != 0 && slices.ContainsFunc(everybody, entry.Who.IsWellKnown)
}

// mendable is none: files have the access list of their folder.
func mendable(fs.FileInfo) bool { return false }
