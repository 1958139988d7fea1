package widgets

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/driver/desktop"
	fynetheme "fyne.io/fyne/v2/theme"
	"fyne.io/fyne/v2/widget"

	"inventorybeacon/ui/theme"
)

// icon is one of our icons in a color of the theme.
type icon struct {
	widget.BaseWidget
	name  string
	color fyne.ThemeColorName
	image *canvas.Image
}

func newIcon(name string, color fyne.ThemeColorName, size float32) *icon {
	i := &icon{name: name, color: color, image: canvas.NewImageFromResource(nil)}
	i.image.FillMode = canvas.ImageFillContain
	i.image.SetMinSize(fyne.NewSquareSize(size))
	i.ExtendBaseWidget(i)
	return i
}

// set changes the icon; an empty name hides it.
func (i *icon) set(name string, color fyne.ThemeColorName) {
	i.name, i.color, i.Hidden = name, color, name == ""
	i.Refresh()
}

// Refresh draws the icon if it is another one, or has another color, than what is drawn.
func (i *icon) Refresh() {
	if i.name != "" {
		SetIcon(i.image, i.name, i.color)
	}
}

// CreateRenderer draws the icon.
func (i *icon) CreateRenderer() fyne.WidgetRenderer {
	i.Refresh()
	return widget.NewSimpleRenderer(i.image)
}

// fieldIcon is the icon at the right of a field, which does something when it is clicked.
type fieldIcon struct {
	widget.BaseWidget
	buttonRole
	icon   *icon
	label  string
	tapped func()
	update func() // gives the icon its name and color
}

func newFieldIcon(label string, tapped func(), update func(i *icon)) *fieldIcon {
	i := &fieldIcon{label: label, icon: newIcon("", "", theme.Size(fynetheme.SizeNameInlineIcon)), tapped: tapped}
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

// SetIcon changes the icon that an image shows. An image is drawn anew only for another icon or color.
func SetIcon(image *canvas.Image, name string, color fyne.ThemeColorName) {
	icon := theme.IconIn(name, color)
	if image.Resource == nil || image.Resource.Name() != icon.Name() {
		image.Resource = icon
		image.Refresh()
	}
}

// AccessibilityLabel is what the icon stands for.
func (i *fieldIcon) AccessibilityLabel() string { return i.label }
