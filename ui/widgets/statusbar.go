package widgets

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/widget"

	"inventorybeacon/ui/theme"
)

// StatusBar is the bar at the bottom of the window: how things stand at the left, buttons at the right.
type StatusBar struct {
	widget.BaseWidget
	status  *StatusDot
	buttons []*Button
}

// NewStatusBar returns a bar with the buttons, from left to right.
func NewStatusBar(buttons ...*Button) *StatusBar {
	b := &StatusBar{status: NewStatusDot(theme.StatusUnset, ""), buttons: buttons}
	b.ExtendBaseWidget(b)
	return b
}

// SetStatus changes what stands at the left.
func (b *StatusBar) SetStatus(status theme.Status, text string) {
	b.status.muted = status == theme.StatusUnset
	b.status.Set(status, text)
}

// Status returns the text at the left.
func (b *StatusBar) Status() string { return b.status.Text() }

// CreateRenderer draws the bar.
func (b *StatusBar) CreateRenderer() fyne.WidgetRenderer {
	b.ExtendBaseWidget(b)
	r := &statusBarRenderer{bar: b, back: canvas.NewRectangle(nil), line: canvas.NewRectangle(nil)}
	r.Refresh()
	return r
}

const statusBarPad = 16

type statusBarRenderer struct {
	bar        *StatusBar
	back, line *canvas.Rectangle
}

func (r *statusBarRenderer) Destroy() {}

func (r *statusBarRenderer) Objects() []fyne.CanvasObject {
	objects := []fyne.CanvasObject{r.back, r.line, r.bar.status}
	for _, button := range r.bar.buttons {
		objects = append(objects, button)
	}
	return objects
}

func (r *statusBarRenderer) MinSize() fyne.Size {
	width := float32(2*statusBarPad + 80)
	for _, button := range r.bar.buttons {
		width += button.MinSize().Width + theme.Size(theme.SizeNameGap)
	}
	return fyne.NewSize(width, controlHeight()+16)
}

func (r *statusBarRenderer) Layout(size fyne.Size) {
	r.back.Resize(size)
	r.line.Resize(fyne.NewSize(size.Width, 1))
	x := size.Width - statusBarPad
	for i := len(r.bar.buttons) - 1; i >= 0; i-- {
		button := r.bar.buttons[i]
		min := button.MinSize()
		x -= min.Width
		button.Move(fyne.NewPos(x, (size.Height-min.Height)/2))
		button.Resize(min)
		x -= theme.Size(theme.SizeNameGap)
	}
	height := r.bar.status.MinSize().Height
	r.bar.status.Move(fyne.NewPos(statusBarPad, (size.Height-height)/2))
	r.bar.status.Resize(fyne.NewSize(x-statusBarPad, height))
}

func (r *statusBarRenderer) Refresh() {
	r.back.FillColor = theme.Color(theme.ColorNameSidebar)
	r.line.FillColor = theme.Color(theme.ColorNameBorder)
	for _, object := range r.Objects() {
		object.Refresh()
	}
	r.Layout(r.bar.Size())
}
