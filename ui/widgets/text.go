package widgets

import (
	"math"
	"unicode/utf8"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	fynetheme "fyne.io/fyne/v2/theme"

	"inventorybeacon/ui/theme"
)

const ellipsis = "…"

// NewText returns a text in the theme's color and size of the given names.
func NewText(text string, colorName fyne.ThemeColorName, sizeName fyne.ThemeSizeName) *canvas.Text {
	t := canvas.NewText(text, theme.Color(colorName))
	t.TextSize = theme.Size(sizeName)
	return t
}

// Restyle gives a text its color and size anew, after the theme or its state changed.
func Restyle(t *canvas.Text, colorName fyne.ThemeColorName, sizeName fyne.ThemeSizeName) {
	t.Color = theme.Color(colorName)
	t.TextSize = theme.Size(sizeName)
	t.Refresh()
}

// LineHeight is the height of one line of ordinary text.
func LineHeight() float32 {
	height := fyne.MeasureText("M", theme.Size(fynetheme.SizeNameText), fyne.TextStyle{}).Height
	return float32(math.Ceil(float64(height))) // whole pixels keep the lines between rows sharp
}

// ControlHeight is the height of a button, a field or a row: one line with the theme's inner padding around it.
func ControlHeight() float32 {
	return LineHeight() + 2*theme.Size(fynetheme.SizeNameInnerPadding)
}

// Truncate returns the text as far as it fits into the width, with an ellipsis if something is missing and there is room for that;
// whole reports whether nothing is.
func Truncate(text string, size float32, style fyne.TextStyle, width float32) (shown string, whole bool) {
	text = FirstLine(text)
	theme.See(text)
	fits := func(s string) bool { return fyne.MeasureText(s, size, style).Width <= width }
	// No letter of the fonts in use is wider than its size: a short text needs no measuring. None is narrower than a sixth of
	// it either: of a long text only what can fit is measured.
	if float32(len(text))*size <= width {
		return text, true
	}
	runes, most := []rune(nil), int(max(0, width)/size*6)+1
	for _, r := range text {
		if len(runes) == most {
			break
		}
		runes = append(runes, r)
	}
	if utf8.RuneCountInString(text) == len(runes) && fits(text) {
		return text, true
	}
	low, high := 0, len(runes)
	for low < high {
		middle := (low + high + 1) / 2
		if fits(string(runes[:middle]) + ellipsis) {
			low = middle
		} else {
			high = middle - 1
		}
	}
	if low == 0 && !fits(ellipsis) {
		return "", false
	}
	return string(runes[:low]) + ellipsis, false
}

// Phrase is a text of which the head is cut where there is no room for all, such as a name, so that the tail stays in sight.
type Phrase struct{ Head, Tail string }

// String is the whole text.
func (p Phrase) String() string { return p.Head + p.Tail }

// truncate returns the text as far as it fits into the width; the tail is cut only when there is no room for it alone.
func (p Phrase) truncate(size float32, style fyne.TextStyle, width float32) string {
	shown, whole := Truncate(p.String(), size, style, width)
	if whole || p.Head == "" || p.Tail == "" {
		return shown
	}
	head, _ := Truncate(p.Head, size, style, width-fyne.MeasureText(p.Tail, size, style).Width)
	shown, _ = Truncate(head+p.Tail, size, style, width)
	return shown
}

// FirstLine keeps a text that has several lines from being drawn over the next row.
func FirstLine(text string) string {
	for i, r := range text {
		if r == '\n' || r == '\r' {
			return text[:i] + " " + ellipsis
		}
	}
	return text
}
