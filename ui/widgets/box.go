package widgets

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	fynetheme "fyne.io/fyne/v2/theme"
	"fyne.io/fyne/v2/widget"

	"inventorybeacon/ui/theme"
)

// Box is a rectangle in colors of the theme.
type Box struct {
	widget.BaseWidget
	Fill, stroke fyne.ThemeColorName // an empty name draws nothing
	thick        bool                // the stroke says that it has the focus
	Rect         *canvas.Rectangle
}

// NewBox returns a box in colors of the theme; an empty name draws nothing.
func NewBox(fill, stroke fyne.ThemeColorName) *Box {
	b := &Box{Fill: fill, stroke: stroke, Rect: canvas.NewRectangle(nil)}
	b.ExtendBaseWidget(b)
	return b
}

// NewRoundedBox returns a box whose corners have a radius of the theme.
func NewRoundedBox(fill, stroke fyne.ThemeColorName, radius fyne.ThemeSizeName) *Box {
	b := NewBox(fill, stroke)
	b.Rect.CornerRadius = theme.Size(radius)
	return b
}

// NewLine returns a box that is at least so thick, for a line along an edge.
func NewLine(color fyne.ThemeColorName, thickness float32) *Box {
	b := NewBox(color, "")
	b.Rect.SetMinSize(fyne.NewSquareSize(thickness))
	return b
}

// WithShadow draws a shadow below the box, and returns it.
func (b *Box) WithShadow(blur, down float32) *Box {
	b.Rect.Shadow = canvas.Shadow{BlurRadius: blur, Offset: fyne.NewPos(0, down)}
	return b
}

// Set changes the colors.
func (b *Box) Set(fill, stroke fyne.ThemeColorName) {
	b.Fill, b.stroke = fill, stroke
	b.Refresh()
}

// SetFocus changes the colors, and draws the border twice as thick where the focus is: not everybody sees another color.
func (b *Box) SetFocus(fill, stroke fyne.ThemeColorName, focused bool) {
	b.thick = focused
	b.Set(fill, stroke)
}

// Refresh draws the box in the colors that its names have now.
func (b *Box) Refresh() {
	b.recolor()
	b.BaseWidget.Refresh()
}

func (b *Box) recolor() {
	b.Rect.FillColor, b.Rect.StrokeColor = theme.Color(orNone(b.Fill)), theme.Color(orNone(b.stroke))
	b.Rect.StrokeWidth = 0
	switch {
	case b.stroke != "" && b.thick:
		b.Rect.StrokeWidth = 2
	case b.stroke != "":
		b.Rect.StrokeWidth = 1
	}
	if b.Rect.Shadow.BlurRadius > 0 {
		b.Rect.Shadow.Color = theme.Color(fynetheme.ColorNameShadow)
	}
}

func orNone(name fyne.ThemeColorName) fyne.ThemeColorName {
	if name == "" {
		return theme.ColorNameNone
	}
	return name
}

// CreateRenderer draws the box.
func (b *Box) CreateRenderer() fyne.WidgetRenderer {
	b.recolor()
	return widget.NewSimpleRenderer(b.Rect)
}
