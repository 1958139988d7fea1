package logfile

import (
	"os"

	"golang.org/x/sys/windows"
)

// openAppending opens a file to whose end the system appends every write as a whole
// (FILE_APPEND_DATA without FILE_WRITE_DATA), and that may be renamed while it is open
// (FILE_SHARE_DELETE, which os.OpenFile does not ask for).
func openAppending(path string) (*os.File, error) {
	name, err := windows.UTF16PtrFromString(path)
	if err != nil {
		return nil, &os.PathError{Op: "open", Path: path, Err: err}
	}
	handle, err := windows.CreateFile(name,
		windows.FILE_APPEND_DATA|windows.FILE_READ_ATTRIBUTES|windows.SYNCHRONIZE,
		windows.FILE_SHARE_READ|windows.FILE_SHARE_WRITE|windows.FILE_SHARE_DELETE,
		nil, windows.OPEN_ALWAYS, windows.FILE_ATTRIBUTE_NORMAL, 0)
	if err != nil {
		return nil, &os.PathError{Op: "open", Path: path, Err: err}
	}
	return os.NewFile(uintptr(handle), path), nil
}
