package widgets

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/lang"
	"fyne.io/fyne/v2/layout"
	fynetheme "fyne.io/fyne/v2/theme"

	"inventorybeacon/ui/theme"
)

// SplitButton is a button with an arrow at its right that opens a menu of further actions.
// The Down key opens the menu too.
type SplitButton struct {
	Composite
	main, arrow *Button
	more        func(below fyne.CanvasObject)
}

// NewSplitButton returns a white split button: tapped is what the main part does, more opens the menu below the button.
func NewSplitButton(text string, tapped func(), more func(below fyne.CanvasObject)) *SplitButton {
	s := &SplitButton{more: more}
	s.main = newButton(text, NormalButton, tapped)
	s.arrow = newButton("", NormalButton, s.OpenMenu)
	s.arrow.icon.name, s.arrow.compact = "drop-down", true
	s.arrow.SetTooltip(lang.L("More"))
	s.main.onDown, s.arrow.onDown = s.OpenMenu, s.OpenMenu
	radius := theme.Size(fynetheme.SizeNameButtonRadius)
	left, right := s.main.box.Rect, s.arrow.box.Rect
	left.CornerRadius, right.CornerRadius = 0, 0
	left.TopLeftCornerRadius, left.BottomLeftCornerRadius = radius, radius
	right.TopRightCornerRadius, right.BottomRightCornerRadius = radius, radius
	s.Compose(s, layout.NewCustomPaddedHBoxLayout(0), s.main, Padded(1, 1, 0, 0, NewLine(fynetheme.ColorNameInputBorder, 1)), s.arrow)
	return s
}

// OpenMenu shows the menu below the button.
func (s *SplitButton) OpenMenu() { s.more(s) }
