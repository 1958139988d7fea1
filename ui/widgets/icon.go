package widgets

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
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

// SetIcon changes the icon that an image shows. An image is drawn anew only for another icon or color.
func SetIcon(image *canvas.Image, name string, color fyne.ThemeColorName) {
	icon := theme.IconIn(name, color)
	if image.Resource == nil || image.Resource.Name() != icon.Name() {
		image.Resource = icon
		image.Refresh()
	}
}
