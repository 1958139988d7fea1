package datadir

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"unsafe"

	"golang.org/x/sys/windows"

	"inventorybeacon/store"
)

func platformDir() (string, error) {
	chosen, _, err := places()
	return chosen.dir, err
}

// places are the data directory that is chosen, and the other one.
func places() (chosen, other place, err error) {
	own, err := placeIn(windows.FOLDERID_LocalAppData)
	if err != nil {
		return chosen, other, err
	}
	shared, err := placeIn(windows.FOLDERID_ProgramData)
	if err != nil {
		return chosen, other, err
	}
	chosen, other = choose(own, shared, Elevated(), mayElevate())
	return chosen, other, nil
}

func placeIn(known *windows.KNOWNFOLDERID) (place, error) {
	folder, err := windows.KnownFolderPath(known, windows.KF_FLAG_DEFAULT)
	if err != nil {
		return place{}, err
	}
	dir := filepath.Join(folder, "Inventory Beacon")
	_, err = os.Stat(filepath.Join(dir, store.FileName))
	// What keeps this account out is one of administrators.
	return place{dir: dir, used: err == nil || errors.Is(err, fs.ErrPermission)}, nil
}

// mayElevate says whether this account is an administrator whose rights wait for consent.
func mayElevate() bool {
	full, err := windows.GetCurrentProcessToken().GetLinkedToken()
	if err != nil {
		return false
	}
	defer func() { _ = full.Close() }()
	return full.IsElevated()
}

// Other returns the other data directory of this account on this computer when both are
// used, of which dir is one; empty else.
func Other(dir string) string {
	chosen, other, err := places()
	switch {
	case err != nil || !chosen.used || !other.used:
		return ""
	case dir == chosen.dir:
		return other.dir
	case dir == other.dir:
		return chosen.dir
	default:
		return ""
	}
}

// makePrivate makes a folder that only administrators, the system and whoever
// makes it may enter. ProgramData would let every user read what is in it.
func makePrivate(dir string) error {
	if err := os.MkdirAll(filepath.Dir(dir), 0o700); err != nil {
		return err
	}
	user, err := windows.GetCurrentProcessToken().GetTokenUser()
	if err != nil {
		return err
	}
	owner := ""
	if Elevated() {
		owner = "O:BA" // all administrators, not only this one
	}
	// Protected, inherited by folders and files, full access
	// (learn.microsoft.com/windows/win32/secauthz/ace-strings).
	access, err := windows.SecurityDescriptorFromString(fmt.Sprintf(
		"%sD:P(A;OICI;FA;;;SY)(A;OICI;FA;;;BA)(A;OICI;FA;;;%s)", owner, user.User.Sid))
	if err != nil {
		return err
	}
	path, err := windows.UTF16PtrFromString(dir)
	if err != nil {
		return err
	}
	err = windows.CreateDirectory(path, &windows.SecurityAttributes{
		Length: uint32(unsafe.Sizeof(windows.SecurityAttributes{})), SecurityDescriptor: access,
	})
	if err != nil && !errors.Is(err, fs.ErrExist) { // another process was faster
		return &fs.PathError{Op: "mkdir", Path: dir, Err: err}
	}
	return nil
}

// folderWritable says why this account cannot write a folder: it opens it for that, and
// writes nothing, of which a process that is killed would leave a file.
func folderWritable(dir string) error {
	path, err := windows.UTF16PtrFromString(dir)
	if err != nil {
		return err
	}
	// Of folders, FILE_WRITE_DATA is the right to add files.
	const shared = windows.FILE_SHARE_READ | windows.FILE_SHARE_WRITE | windows.FILE_SHARE_DELETE
	handle, err := windows.CreateFile(path, windows.FILE_WRITE_DATA|windows.FILE_LIST_DIRECTORY, shared, nil,
		windows.OPEN_EXISTING, windows.FILE_FLAG_BACKUP_SEMANTICS, 0)
	if err != nil {
		return &fs.PathError{Op: "open", Path: dir, Err: err}
	}
	return windows.CloseHandle(handle)
}
