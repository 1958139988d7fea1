package atomicfile

import (
	"errors"

	"golang.org/x/sys/windows"
)

// heldOpen says whether a rename failed because another program has the file at path open.
// Windows says of that what it says of missing rights; so it is asked whether the file could
// be removed, if nobody had it open.
func heldOpen(path string, failure error) bool {
	if errors.Is(failure, windows.ERROR_SHARING_VIOLATION) || errors.Is(failure, windows.ERROR_LOCK_VIOLATION) {
		return opens(path) != nil
	}
	return errors.Is(failure, windows.ERROR_ACCESS_DENIED) && errors.Is(opens(path), windows.ERROR_SHARING_VIOLATION)
}

// opens says why a file cannot be opened to be removed.
func opens(path string) error {
	name, err := windows.UTF16PtrFromString(path)
	if err != nil {
		return err
	}
	const shared = windows.FILE_SHARE_READ | windows.FILE_SHARE_WRITE | windows.FILE_SHARE_DELETE
	handle, err := windows.CreateFile(name, windows.DELETE, shared, nil, windows.OPEN_EXISTING, 0, 0)
	if err != nil {
		return err
	}
	return windows.CloseHandle(handle)
}
