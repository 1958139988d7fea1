package form

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/driver/desktop"
	fynetheme "fyne.io/fyne/v2/theme"
	"fyne.io/fyne/v2/widget"

	"inventorybeacon/ui/theme"
	"inventorybeacon/ui/widgets"
)

// fieldIcon is the icon at the right of a field, which does something when it is clicked.
type fieldIcon struct {
	widget.BaseWidget
	widgets.ButtonRole
	icon   *widgets.Icon
	label  string
	tapped func()
	update func() // gives the icon its name and color
}

func newFieldIcon(label string, tapped func(), update func(i *widgets.Icon)) *fieldIcon {
	i := &fieldIcon{label: label, icon: widgets.NewIcon("", "", theme.Size(fynetheme.SizeNameInlineIcon)), tapped: tapped}
	i.update = func() { update(i.icon) }
	i.ExtendBaseWidget(i)
	return i
}

// Tapped does what the icon stands for.
func (i *fieldIcon) Tapped(*fyne.PointEvent) { i.tapped() }

// Cursor shows the arrow over the icon, not the text cursor of the field.
func (i *fieldIcon) Cursor() desktop.Cursor { return desktop.DefaultCursor }

// MinSize leaves space beside the icon; the field is high enough.
func (i *fieldIcon) MinSize() fyne.Size {
	return fyne.NewSize(theme.Size(fynetheme.SizeNameInlineIcon)+10, 0)
}

// Refresh shows the icon as the field stands.
func (i *fieldIcon) Refresh() { i.update() }

// CreateRenderer draws the icon in the middle of its place.
func (i *fieldIcon) CreateRenderer() fyne.WidgetRenderer {
	i.update()
	return widget.NewSimpleRenderer(container.NewCenter(i.icon))
}

// AccessibilityLabel is what the icon stands for.
func (i *fieldIcon) AccessibilityLabel() string { return i.label }
