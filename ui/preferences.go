package ui

import (
	"fmt"

	"fyne.io/fyne/v2"

	"inventorybeacon/ui/display"
	"inventorybeacon/ui/theme"
)

// What the window remembers from one run to the next.
const (
	preferenceTheme   = "theme"
	preferenceSize    = "window.size"     // such as "1010x670"
	preferenceLetters = "letters.told"    // the kinds of letters without a font that were told of
	preferenceOffer   = "service.offered" // whether Exit has offered the service
	preferenceTray    = "window.to.tray"  // whether closing the window hides it
)

const sizeFormat = "%gx%g"

// The window's size at first, which fits a screen of 1024 x 700 and the connection
// dialog into it, and at least.
const (
	firstWidth, firstHeight = 1010, 670
	leastWidth, leastHeight = 720, 480
)

func savedTheme(a fyne.App) theme.Mode {
	mode, err := theme.ParseMode(a.Preferences().StringWithFallback(preferenceTheme, string(theme.Light)))
	if err != nil {
		return theme.Light // a preference from another version
	}
	return mode
}

func savedSize(a fyne.App) fyne.Size {
	var width, height float32
	if _, err := fmt.Sscanf(a.Preferences().String(preferenceSize), sizeFormat, &width, &height); err != nil {
		return fyne.NewSize(firstWidth, firstHeight)
	}
	return fyne.NewSize(max(leastWidth, width), max(leastHeight, height))
}

// fitting is the size of a window, in Fyne's units, of which the scale makes those of the screen, as far as the screen has room
// for it and its title bar.
func fitting(size fyne.Size, screen display.Area, scale float32) fyne.Size {
	const titleBar = 30
	if screen.Width <= 0 || screen.Height <= titleBar || scale <= 0 {
		return size
	}
	return fyne.NewSize(min(size.Width, float32(screen.Width)/scale), min(size.Height, float32(screen.Height-titleBar)/scale))
}

// closesToTray reports whether closing the window leaves the program running in the
// notification area.
func (s *shell) closesToTray() bool {
	return s.tray != nil && fyne.CurrentApp().Preferences().Bool(preferenceTray)
}

func (s *shell) toggleCloseToTray() {
	fyne.CurrentApp().Preferences().SetBool(preferenceTray, !s.closesToTray())
}

// serviceOffered reports whether Exit has offered the service before: it does so once.
func (s *shell) serviceOffered() bool {
	return fyne.CurrentApp().Preferences().Bool(preferenceOffer)
}

func (s *shell) noteServiceOffered() {
	fyne.CurrentApp().Preferences().SetBool(preferenceOffer, true)
}

// remember is one preference: of several that are set right before the end,
// Fyne can lose all but the first.
func (s *shell) remember() {
	size := s.window.Canvas().Size()
	fyne.CurrentApp().Preferences().SetString(preferenceSize, fmt.Sprintf(sizeFormat, size.Width, size.Height))
}
