package chart

import (
	"slices"
	"strconv"
	"strings"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	fynetheme "fyne.io/fyne/v2/theme"

	"inventorybeacon/ui/theme"
	"inventorybeacon/ui/widgets"
)

// write writes a value.
func (s *surface) write(value float64) string {
	if s.Number != nil {
		return s.Number(value)
	}
	return strconv.FormatFloat(value, 'f', -1, 64)
}

// named writes a value behind its name.
func (s *surface) named(name string, value float64) string { return name + ": " + s.write(value) }

// lines joins the texts that are not empty, each on a line.
func lines(texts ...string) string {
	return strings.Join(slices.DeleteFunc(texts, func(text string) bool { return text == "" }), "\n")
}

// oneLine is a text of several lines as a screen reader reads it.
func oneLine(text string) string { return strings.ReplaceAll(text, "\n", "; ") }

// captionHeight is the height of the texts beside an axis and in a legend.
func captionHeight() float32 {
	return fyne.MeasureText("M", theme.Size(fynetheme.SizeNameCaptionText), fyne.TextStyle{}).Height
}

// captionWidth is the width of a text beside an axis or in a legend.
func captionWidth(text string) float32 {
	return fyne.MeasureText(text, theme.Size(fynetheme.SizeNameCaptionText), fyne.TextStyle{}).Width
}

// caption is a text beside an axis or in a legend, cut at the width.
func caption(text string, color fyne.ThemeColorName, x, y, width float32, align fyne.TextAlign) *canvas.Text {
	return cut(text, color, fynetheme.SizeNameCaptionText, x, y, width, align)
}

// cut is a text, cut at the width.
func cut(text string, color fyne.ThemeColorName, size fyne.ThemeSizeName, x, y, width float32, align fyne.TextAlign) *canvas.Text {
	shown, _ := widgets.Truncate(text, theme.Size(size), fyne.TextStyle{}, width+0.5)
	drawn := widgets.NewText(shown, color, size)
	drawn.Alignment = align
	widgets.Put(drawn, x, y, width, drawn.MinSize().Height)
	return drawn
}

// line is a line between two places.
func line(color fyne.ThemeColorName, width, x1, y1, x2, y2 float32) *canvas.Line {
	drawn := canvas.NewLine(theme.Color(color))
	drawn.StrokeWidth = width
	drawn.Position1, drawn.Position2 = fyne.NewPos(x1, y1), fyne.NewPos(x2, y2)
	return drawn
}

// rule is a line along an edge, one pixel thick: sharper than a line, which is smoothed.
func rule(color fyne.ThemeColorName, x, y, width, height float32) *canvas.Rectangle {
	drawn := canvas.NewRectangle(theme.Color(color))
	widgets.Put(drawn, x, y, width, height)
	return drawn
}
