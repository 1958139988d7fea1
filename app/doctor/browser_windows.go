package doctor

import (
	"context"
	"fmt"
	"unsafe"

	"golang.org/x/sys/windows"
)

// versionOf reads the version of a program's file: asked for it, a browser of
// Windows would open a window.
func versionOf(_ context.Context, program string) (string, error) {
	size, err := windows.GetFileVersionInfoSize(program, nil)
	if err != nil {
		return "", err
	}
	info := make([]byte, size)
	if err := windows.GetFileVersionInfo(program, 0, size, unsafe.Pointer(&info[0])); err != nil {
		return "", err
	}
	var fixed *windows.VS_FIXEDFILEINFO
	length := uint32(unsafe.Sizeof(*fixed))
	if err := windows.VerQueryValue(unsafe.Pointer(&info[0]), `\`, unsafe.Pointer(&fixed), &length); err != nil {
		return "", err
	}
	high, low := fixed.FileVersionMS, fixed.FileVersionLS
	return fmt.Sprintf("version %d.%d.%d.%d", high>>16, high&0xffff, low>>16, low&0xffff), nil
}
