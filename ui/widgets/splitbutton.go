package widgets

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/lang"
	fynetheme "fyne.io/fyne/v2/theme"

	"inventorybeacon/ui/theme"
)

// SplitButton is a button with an arrow at its right that opens a menu of further actions.
// The Down key opens the menu too.
type SplitButton struct {
	composite
	main, arrow *Button
	line        *box
	menu        *fyne.Menu
}

// NewSplitButton returns a blue split button: tapped is what the main part does, items are the entries of the menu.
func NewSplitButton(text string, tapped func(), items ...*fyne.MenuItem) *SplitButton {
	s := &SplitButton{menu: fyne.NewMenu("", items...), line: newBox(theme.ColorNamePrimaryPressed, "")}
	s.main = newButton(text, PrimaryButton, tapped)
	s.arrow = newButton("", PrimaryButton, s.OpenMenu)
	s.arrow.icon.name, s.arrow.compact = "drop-down", true
	s.arrow.SetTooltip(lang.L("More"))
	s.main.onDown, s.arrow.onDown = s.OpenMenu, s.OpenMenu
	radius := theme.Size(fynetheme.SizeNameButtonRadius)
	left, right := s.main.box.rect, s.arrow.box.rect
	left.CornerRadius, right.CornerRadius = 0, 0
	left.TopLeftCornerRadius, left.BottomLeftCornerRadius = radius, radius
	right.TopRightCornerRadius, right.BottomRightCornerRadius = radius, radius
	s.compose(s, arrangement{s.minSize, s.place}, s.main, s.arrow, s.line)
	return s
}

// OpenMenu shows the menu below the button.
func (s *SplitButton) OpenMenu() { OpenMenu(s.menu, s) }

func (s *SplitButton) minSize() fyne.Size {
	main, arrow := s.main.MinSize(), s.arrow.MinSize()
	return fyne.NewSize(main.Width+arrow.Width, main.Height)
}

func (s *SplitButton) place(size fyne.Size) {
	arrow := s.arrow.MinSize().Width
	Put(s.main, 0, 0, size.Width-arrow, size.Height)
	Put(s.arrow, size.Width-arrow, 0, arrow, size.Height)
	Put(s.line, size.Width-arrow, 1, 1, size.Height-2)
}
