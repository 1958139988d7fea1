package widgets

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	fynetheme "fyne.io/fyne/v2/theme"
	"fyne.io/fyne/v2/widget"

	"inventorybeacon/ui/theme"
)

// box is a rectangle in colors of the theme.
type box struct {
	widget.BaseWidget
	fill, stroke fyne.ThemeColorName // an empty name draws nothing
	thick        bool                // the stroke says that it has the focus
	rect         *canvas.Rectangle
}

func newBox(fill, stroke fyne.ThemeColorName) *box {
	b := &box{fill: fill, stroke: stroke, rect: canvas.NewRectangle(nil)}
	b.ExtendBaseWidget(b)
	return b
}

// newRoundedBox returns a box whose corners have a radius of the theme.
func newRoundedBox(fill, stroke fyne.ThemeColorName, radius fyne.ThemeSizeName) *box {
	b := newBox(fill, stroke)
	b.rect.CornerRadius = theme.Size(radius)
	return b
}

// newLine returns a box that is at least so thick, for a line along an edge.
func newLine(color fyne.ThemeColorName, thickness float32) *box {
	b := newBox(color, "")
	b.rect.SetMinSize(fyne.NewSquareSize(thickness))
	return b
}

// withShadow draws a shadow below the box, and returns it.
func (b *box) withShadow(blur, down float32) *box {
	b.rect.Shadow = canvas.Shadow{BlurRadius: blur, Offset: fyne.NewPos(0, down)}
	return b
}

// set changes the colors.
func (b *box) set(fill, stroke fyne.ThemeColorName) {
	b.fill, b.stroke = fill, stroke
	b.Refresh()
}

// setFocus changes the colors, and draws the border twice as thick where the focus is: not everybody sees another color.
func (b *box) setFocus(fill, stroke fyne.ThemeColorName, focused bool) {
	b.thick = focused
	b.set(fill, stroke)
}

// Refresh draws the box in the colors that its names have now.
func (b *box) Refresh() {
	b.recolor()
	b.BaseWidget.Refresh()
}

func (b *box) recolor() {
	b.rect.FillColor, b.rect.StrokeColor = theme.Color(orNone(b.fill)), theme.Color(orNone(b.stroke))
	b.rect.StrokeWidth = 0
	switch {
	case b.stroke != "" && b.thick:
		b.rect.StrokeWidth = 2
	case b.stroke != "":
		b.rect.StrokeWidth = 1
	}
	if b.rect.Shadow.BlurRadius > 0 {
		b.rect.Shadow.Color = theme.Color(fynetheme.ColorNameShadow)
	}
}

func orNone(name fyne.ThemeColorName) fyne.ThemeColorName {
	if name == "" {
		return theme.ColorNameNone
	}
	return name
}

// CreateRenderer draws the box.
func (b *box) CreateRenderer() fyne.WidgetRenderer {
	b.recolor()
	return widget.NewSimpleRenderer(b.rect)
}
