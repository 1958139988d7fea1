package background

import (
	"context"
	"errors"
	"fmt"
	"unsafe"

	"golang.org/x/sys/windows"
)

// notifyIconData is NOTIFYICONDATAW
// (learn.microsoft.com/windows/win32/api/shellapi/ns-shellapi-notifyicondataw).
type notifyIconData struct {
	size             uint32
	window           windows.HWND
	id               uint32
	flags            uint32
	callback         uint32
	icon             windows.Handle
	tip              [128]uint16
	state, stateMask uint32
	info             [256]uint16
	version          uint32
	infoTitle        [64]uint16
	infoFlags        uint32
	item             windows.GUID
	balloonIcon      windows.Handle
}

// What is asked of Shell_NotifyIcon.
const (
	modifyIcon      = 1    // NIM_MODIFY
	withInfo        = 0x10 // NIF_INFO
	infoInformation = 1    // NIIF_INFO
	infoError       = 3    // NIIF_ERROR
)

// The icon that the toolkit's library puts into the notification area
// (fyne.io/systray, systray_windows.go).
const (
	trayClass = "SystrayClass"
	trayIcon  = 100
)

// show has the program's icon in the notification area say it, which Windows 10 and
// later show as a toast. The toolkit would write the texts into a PowerShell script, in
// which they are executed.
func (n notification) show(context.Context) error {
	window, err := trayWindow()
	if err != nil {
		return err
	}
	data := notifyIconData{window: window, id: trayIcon, flags: withInfo, infoFlags: infoInformation}
	data.size = uint32(unsafe.Sizeof(data))
	if n.failed {
		data.infoFlags = infoError
	}
	copy(data.infoTitle[:], inUTF16(n.title, len(data.infoTitle)))
	copy(data.info[:], inUTF16(n.text, len(data.info)))
	call := windows.NewLazySystemDLL("shell32.dll").NewProc("Shell_NotifyIconW")
	if shown, _, _ := call.Call(modifyIcon, uintptr(unsafe.Pointer(&data))); shown == 0 {
		return errors.New("the notification area has no icon of the program")
	}
	return nil
}

// trayWindow finds the window to which the icon of this process belongs.
func trayWindow() (windows.HWND, error) {
	class, err := windows.UTF16PtrFromString(trayClass)
	if err != nil {
		return 0, err
	}
	find := windows.NewLazySystemDLL("user32.dll").NewProc("FindWindowExW")
	for window := uintptr(0); ; {
		if window, _, _ = find.Call(0, window, uintptr(unsafe.Pointer(class)), 0); window == 0 {
			return 0, errors.New("there is no icon in the notification area")
		}
		var process uint32
		if _, err := windows.GetWindowThreadProcessId(windows.HWND(window), &process); err != nil {
			return 0, fmt.Errorf("look whose icon it is: %w", err)
		}
		if process == windows.GetCurrentProcessId() {
			return windows.HWND(window), nil
		}
	}
}
