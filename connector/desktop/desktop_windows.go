// Package desktop says whether somebody could see a window.
package desktop

import (
	"unsafe"

	"golang.org/x/sys/windows"
)

// objectFlags is USEROBJECTFLAGS
// (learn.microsoft.com/windows/win32/api/winuser/ns-winuser-userobjectflags).
type objectFlags struct {
	inherit, reserved int32
	flags             uint32
}

// Present reports whether a window can be shown: not in a service, nor through OpenSSH or
// WinRM, where one would open on a window station that nobody sees.
func Present() bool {
	const flagsOf, visible = 1, 1 // UOI_FLAGS, WSF_VISIBLE
	user := windows.NewLazySystemDLL("user32.dll")
	station, _, _ := user.NewProc("GetProcessWindowStation").Call()
	if station == 0 {
		return false
	}
	var info objectFlags
	known, _, _ := user.NewProc("GetUserObjectInformationW").Call(station, flagsOf,
		uintptr(unsafe.Pointer(&info)), unsafe.Sizeof(info), 0)
	return known == 0 || info.flags&visible != 0
}
