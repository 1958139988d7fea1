package widgets

import (
	"math"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/container"
	fynetheme "fyne.io/fyne/v2/theme"
	"fyne.io/fyne/v2/widget"

	"inventorybeacon/ui/theme"
)

// WrapText is a text without space around it that breaks into lines at its width.
type WrapText struct {
	widget.BaseWidget
	TextRole
	text  string
	color fyne.ThemeColorName
	size  fyne.ThemeSizeName
	style fyne.TextStyle
	align fyne.TextAlign
	body  *fyne.Container // its lines
	width float32         // at which they were made, 0 for none
}

// NewWrapText returns a text in the theme's color and size of the given names.
func NewWrapText(text string, color fyne.ThemeColorName, size fyne.ThemeSizeName) *WrapText {
	t := &WrapText{text: text, color: color, size: size, body: container.NewWithoutLayout()}
	t.ExtendBaseWidget(t)
	return t
}

// NewBoldText returns a bold text of a size, such as a title.
func NewBoldText(text string, size fyne.ThemeSizeName) *WrapText {
	t := NewWrapText(text, fynetheme.ColorNameForeground, size)
	t.style.Bold = true
	return t
}

// Text returns what is shown.
func (t *WrapText) Text() string { return t.text }

// SetText changes what is shown.
func (t *WrapText) SetText(text string) {
	if t.text != text {
		t.text = text
		t.Refresh()
	}
}

// WholeWidth is the width of the text on one line.
func (t *WrapText) WholeWidth() float32 {
	return fyne.MeasureText(t.text, theme.Size(t.size), t.style).Width
}

// Say shows the text, or nothing and without room for it when it is empty.
func (t *WrapText) Say(text string) {
	t.SetText(text)
	SetVisible(t, text != "")
}

// Height is that of the lines, in whole pixels.
func (t *WrapText) Height() float32 {
	if len(t.body.Objects) == 0 {
		return 0
	}
	return float32(math.Ceil(float64(len(t.body.Objects)) * float64(t.body.Objects[0].MinSize().Height)))
}

func (t *WrapText) breakLines(width float32) {
	if width == t.width || width <= 0 {
		return
	}
	t.width, t.body.Objects = width, nil
	if t.text == "" {
		return
	}
	y := float32(0)
	for _, line := range wrap(t.text, theme.Size(t.size), width, t.style) {
		drawn := NewText(line, t.color, t.size)
		drawn.TextStyle, drawn.Alignment = t.style, t.align
		height := drawn.MinSize().Height
		Put(drawn, 0, y, width, height)
		t.body.Objects = append(t.body.Objects, drawn)
		y += height
	}
}

// MinSize is the height of the lines at the present width; before there is one, at some width.
func (t *WrapText) MinSize() fyne.Size {
	if t.width == 0 {
		t.breakLines(400)
		defer func() { t.width = 0 }()
	}
	return fyne.NewSize(0, t.Height())
}

// Resize breaks the lines at the width.
func (t *WrapText) Resize(size fyne.Size) {
	t.breakLines(size.Width)
	t.BaseWidget.Resize(size)
}

// Refresh draws the lines anew.
func (t *WrapText) Refresh() {
	width := max(t.width, t.Size().Width)
	t.width, t.body.Objects = 0, nil
	t.breakLines(width)
	canvas.Refresh(t)
}

// CreateRenderer draws the lines.
func (t *WrapText) CreateRenderer() fyne.WidgetRenderer { return widget.NewSimpleRenderer(t.body) }

// AccessibilityLabel is the text.
func (t *WrapText) AccessibilityLabel() string { return t.text }
