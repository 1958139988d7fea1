package widgets

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/widget"

	"inventorybeacon/ui/theme"
)

// Icon is one of our icons in a color of the theme.
type Icon struct {
	widget.BaseWidget
	name  string
	color fyne.ThemeColorName
	image *canvas.Image
}

// NewIcon returns one of our icons in a color of the theme; an empty name shows nothing.
func NewIcon(name string, color fyne.ThemeColorName, size float32) *Icon {
	i := &Icon{name: name, color: color, image: canvas.NewImageFromResource(nil)}
	i.image.FillMode = canvas.ImageFillContain
	i.image.SetMinSize(fyne.NewSquareSize(size))
	i.ExtendBaseWidget(i)
	return i
}

// Set changes the icon; an empty name hides it.
func (i *Icon) Set(name string, color fyne.ThemeColorName) {
	i.name, i.color, i.Hidden = name, color, name == ""
	i.Refresh()
}

// Refresh draws the icon if it is another one, or has another color, than what is drawn.
func (i *Icon) Refresh() {
	if i.name != "" {
		SetIcon(i.image, i.name, i.color)
	}
}

// CreateRenderer draws the icon.
func (i *Icon) CreateRenderer() fyne.WidgetRenderer {
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
