package widgets

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/widget"

	"inventorybeacon/ui/theme"
)

// SplitButton is a button with an arrow at its right that opens a menu of further actions.
// The Down key opens the menu too.
type SplitButton struct {
	widget.DisableableWidget
	main, arrow *Button
	menu        *fyne.Menu
}

// NewSplitButton returns a blue split button: tapped is what the main part does, items are the entries of the menu.
func NewSplitButton(text string, tapped func(), items ...*fyne.MenuItem) *SplitButton {
	s := &SplitButton{menu: fyne.NewMenu("", items...)}
	s.main = newButton(text, PrimaryButton, tapped)
	s.main.square.right = true
	s.main.onDown = s.OpenMenu
	s.arrow = newButton("", PrimaryButton, s.OpenMenu)
	s.arrow.Icon = "drop-down"
	s.arrow.compact, s.arrow.square.left = true, true
	s.arrow.onDown = s.OpenMenu
	s.ExtendBaseWidget(s)
	return s
}

// SetTooltip sets what is shown while the pointer rests on the main part.
func (s *SplitButton) SetTooltip(text string) { s.main.SetTooltip(text) }

// SetItems replaces the entries of the menu.
func (s *SplitButton) SetItems(items ...*fyne.MenuItem) { s.menu.Items = items }

// OpenMenu shows the menu below the button.
func (s *SplitButton) OpenMenu() {
	if s.Disabled() {
		return
	}
	OpenMenu(s.menu, s)
}

// SetEnabled enables or disables both parts.
func (s *SplitButton) SetEnabled(enabled bool) { setEnabled(s, enabled) }

// Enable makes both parts work.
func (s *SplitButton) Enable() {
	s.DisableableWidget.Enable()
	s.main.Enable()
	s.arrow.Enable()
}

// Disable makes both parts gray and deaf.
func (s *SplitButton) Disable() {
	s.DisableableWidget.Disable()
	s.main.Disable()
	s.arrow.Disable()
}

// Tapped presses the main part.
func (s *SplitButton) Tapped(event *fyne.PointEvent) { s.main.Tapped(event) }

// CreateRenderer draws both parts and the line between them.
func (s *SplitButton) CreateRenderer() fyne.WidgetRenderer {
	s.ExtendBaseWidget(s)
	r := &splitRenderer{split: s, line: canvas.NewRectangle(nil)}
	r.Refresh()
	return r
}

type splitRenderer struct {
	split *SplitButton
	line  *canvas.Rectangle
}

func (r *splitRenderer) Destroy() {}

func (r *splitRenderer) Objects() []fyne.CanvasObject {
	return []fyne.CanvasObject{r.split.main, r.split.arrow, r.line}
}

func (r *splitRenderer) MinSize() fyne.Size {
	main, arrow := r.split.main.MinSize(), r.split.arrow.MinSize()
	return fyne.NewSize(main.Width+arrow.Width, main.Height)
}

func (r *splitRenderer) Layout(size fyne.Size) {
	arrow := r.split.arrow.MinSize().Width
	r.split.main.Resize(fyne.NewSize(size.Width-arrow, size.Height))
	r.split.arrow.Move(fyne.NewPos(size.Width-arrow, 0))
	r.split.arrow.Resize(fyne.NewSize(arrow, size.Height))
	r.line.Move(fyne.NewPos(size.Width-arrow, 1))
	r.line.Resize(fyne.NewSize(1, size.Height-2))
}

func (r *splitRenderer) Refresh() {
	r.line.FillColor = theme.Color(theme.ColorNamePrimaryPressed)
	if r.split.Disabled() {
		r.line.FillColor = theme.Color(theme.ColorNameBorder)
	}
	r.line.Refresh()
	r.split.main.Refresh()
	r.split.arrow.Refresh()
}
