package chart

import (
	"image"
	"image/color"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"

	"inventorybeacon/ui/theme"
	"inventorybeacon/ui/widgets"
)

// Look is how a part of a bar is filled. No two look the same without color.
type Look int

// The looks, with the meaning that they have for licenses.
const (
	Strong  Look = iota // filled: active
	Pale                // filled lightly: inactive
	Dotted              // dots: new
	Striped             // stripes: unknown
	Free                // a frame around nothing: free
)

// swatch returns what fills an area with the look.
func (l Look) swatch(x, y, width, height float32) []fyne.CanvasObject {
	fill := canvas.NewRectangle(theme.Color(theme.ColorNameChartFree))
	widgets.Put(fill, x, y, width, height)
	switch l {
	case Strong:
		fill.FillColor = theme.Color(theme.ColorNameChartStrong)
	case Pale:
		fill.FillColor = theme.Color(theme.ColorNameChartPale)
	case Free:
		fill.StrokeColor, fill.StrokeWidth = theme.Color(theme.ColorNameBorder), 1
	case Dotted, Striped:
		pattern := canvas.NewRaster(l.pattern(width))
		pattern.ScaleMode = canvas.ImageScalePixels
		widgets.Put(pattern, x, y, width, height)
		return []fyne.CanvasObject{fill, pattern}
	}
	return []fyne.CanvasObject{fill}
}

// period is the distance of two dots or stripes, and weight how thick they are.
const period, weight = 5, 2

// pattern draws dots or stripes into the pixels of a swatch of a width, so that they are sharp at each scale.
func (l Look) pattern(width float32) func(w, h int) image.Image {
	ink := color.NRGBAModel.Convert(theme.Color(theme.ColorNameChartNeutral)).(color.NRGBA)
	return func(w, h int) image.Image {
		drawn := image.NewNRGBA(image.Rect(0, 0, w, h))
		scale := max(1, float32(w)/max(1, width))
		every, thick := int(period*scale+0.5), int(weight*scale+0.5)
		for y := range h {
			for x := range w {
				inked := (x+y)%every < thick
				if l == Dotted {
					inked = x%every < thick && y%every < thick
				}
				if inked {
					drawn.SetNRGBA(x, y, ink)
				}
			}
		}
		return drawn
	}
}

// lineColors are those of the lines, in their order; markers are their shapes.
var lineColors = [...]fyne.ThemeColorName{
	theme.ColorNameChartLine1, theme.ColorNameChartLine2, theme.ColorNameChartLine3, theme.ColorNameChartLine4, theme.ColorNameChartLine5,
}

func lineColor(series int) fyne.ThemeColorName { return lineColors[series%len(lineColors)] }

// marker is the shape that tells a line from others: a disc, a square, a triangle, a diamond, a ring.
func marker(series int, x, y, size float32) fyne.CanvasObject {
	ink := theme.Color(lineColor(series))
	var shape fyne.CanvasObject
	switch series % len(lineColors) {
	case 0:
		shape = canvas.NewCircle(ink)
	case 1:
		shape, size = canvas.NewRectangle(ink), size-1
	case 2:
		shape, size = canvas.NewRegularPolygon(3, ink), size+2
	case 3:
		shape, size = canvas.NewRegularPolygon(4, ink), size+2
	default:
		ring := canvas.NewCircle(theme.Color(theme.ColorNamePanel))
		ring.StrokeColor, ring.StrokeWidth = ink, 2
		shape = ring
	}
	widgets.Put(shape, x-size/2, y-size/2, size, size)
	return shape
}
