package widgets

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	fynetheme "fyne.io/fyne/v2/theme"

	"inventorybeacon/ui/theme"
)

// inlineIconRenderer draws one icon in the middle of a place at the right of a field.
type inlineIconRenderer struct {
	icon *canvas.Image
	name func() (icon string, color fyne.ThemeColorName)
}

func (r *inlineIconRenderer) Destroy() {}

func (r *inlineIconRenderer) Objects() []fyne.CanvasObject { return []fyne.CanvasObject{r.icon} }

func (r *inlineIconRenderer) MinSize() fyne.Size {
	return fyne.NewSize(theme.Size(fynetheme.SizeNameInlineIcon)+10, 0)
}

func (r *inlineIconRenderer) Layout(size fyne.Size) {
	icon := theme.Size(fynetheme.SizeNameInlineIcon)
	r.icon.Resize(fyne.NewSquareSize(icon))
	r.icon.Move(fyne.NewPos((size.Width-icon)/2, (size.Height-icon)/2))
}

func (r *inlineIconRenderer) Refresh() {
	name, color := r.name()
	setIcon(r.icon, name, color)
}

// setIcon changes the icon that an image shows. An image is drawn anew only for another icon or color.
func setIcon(image *canvas.Image, name string, color fyne.ThemeColorName) {
	icon := theme.IconIn(name, color)
	if image.Resource == nil || image.Resource.Name() != icon.Name() {
		image.Resource = icon
		image.Refresh()
	}
}
