package datadir

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"unsafe"

	"golang.org/x/sys/windows"
)

func platformDir() (string, error) {
	place := windows.FOLDERID_LocalAppData
	if Elevated() {
		place = windows.FOLDERID_ProgramData
	}
	dir, err := windows.KnownFolderPath(place, windows.KF_FLAG_DEFAULT)
	return filepath.Join(dir, "Inventory Beacon"), err
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
