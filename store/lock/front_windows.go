package lock

import "golang.org/x/sys/windows"

// letInFront lets another process bring its window to the front: Windows lets only that one do so which the user has just started.
func letInFront(pid int) {
	_, _, _ = windows.NewLazySystemDLL("user32.dll").NewProc("AllowSetForegroundWindow").Call(uintptr(pid))
}
