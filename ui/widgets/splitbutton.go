package widgets

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/lang"
	"fyne.io/fyne/v2/layout"
	fynetheme "fyne.io/fyne/v2/theme"

	"inventorybeacon/ui/theme"
)

// SplitButton is a button with a second, narrow one at its right.
type SplitButton struct {
	Composite
	main, end *Button
}

// NewSplitButton returns a white button with an arrow: tapped is what the main part does, more opens the menu of further actions below
// the button, as the Down key does.
func NewSplitButton(text string, tapped func(), more func(below fyne.CanvasObject)) *SplitButton {
	s := &SplitButton{}
	open := func() { more(s) }
	s.join(newButton(text, NormalButton, tapped), "drop-down", lang.L("More"), open)
	s.main.onDown, s.end.onDown = open, open
	return s
}

// NewChip returns a white button for what can be taken off: by the cross at its right, which says so, or by the Delete key.
func NewChip(text string, tapped func(), takeOff string, remove func()) *SplitButton {
	s := &SplitButton{}
	s.join(newButton(text, NormalButton, tapped), "clear", takeOff, remove)
	s.main.onDelete, s.end.onDelete = remove, remove
	return s
}

// join makes the button of its main part and of another one with an icon.
func (s *SplitButton) join(main *Button, icon, says string, tapped func()) {
	s.main, s.end = main, newButton("", NormalButton, tapped)
	s.end.icon.name, s.end.compact = icon, true
	s.end.SetTooltip(says)
	radius := theme.Size(fynetheme.SizeNameButtonRadius)
	left, right := s.main.box.Rect, s.end.box.Rect
	left.CornerRadius, right.CornerRadius = 0, 0
	left.TopLeftCornerRadius, left.BottomLeftCornerRadius = radius, radius
	right.TopRightCornerRadius, right.BottomRightCornerRadius = radius, radius
	s.Compose(s, layout.NewCustomPaddedHBoxLayout(0), s.main, Padded(1, 1, 0, 0, NewLine(fynetheme.ColorNameInputBorder, 1)), s.end)
}

// SetTooltip sets what is shown while the pointer rests on the main part.
func (s *SplitButton) SetTooltip(text string) { s.main.SetTooltip(text) }

// SetEnabled enables or disables the main part.
func (s *SplitButton) SetEnabled(enabled bool) { s.main.SetEnabled(enabled) }

// Text is that of the main part.
func (s *SplitButton) Text() string { return s.main.Text }

// End is the narrow button.
func (s *SplitButton) End() *Button { return s.end }
