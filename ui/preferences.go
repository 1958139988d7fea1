package ui

import "fyne.io/fyne/v2"

// What the window remembers from one run to the next.
const (
	preferenceTheme  = "theme"
	preferenceWidth  = "window.width"
	preferenceHeight = "window.height"
	preferencePage   = "page"
)

// The window's size at first, which fits a screen of 1024 x 700 and the connection
// dialog into it, and at least.
const (
	firstWidth, firstHeight = 1010, 670
	leastWidth, leastHeight = 720, 480
)

func savedSize(a fyne.App) fyne.Size {
	p := a.Preferences()
	return fyne.NewSize(
		max(leastWidth, float32(p.FloatWithFallback(preferenceWidth, firstWidth))),
		max(leastHeight, float32(p.FloatWithFallback(preferenceHeight, firstHeight))),
	)
}

func (s *shell) remember() {
	p := fyne.CurrentApp().Preferences()
	size := s.window.Canvas().Size()
	p.SetFloat(preferenceWidth, float64(size.Width))
	p.SetFloat(preferenceHeight, float64(size.Height))
	p.SetString(preferencePage, s.sidebar.Selected())
}
