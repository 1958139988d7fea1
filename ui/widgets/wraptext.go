package widgets

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/widget"

	"inventorybeacon/ui/theme"
)

// WrapText is a text without space around it that breaks into lines at its width.
type WrapText struct {
	widget.BaseWidget
	text  string
	color fyne.ThemeColorName
	size  fyne.ThemeSizeName
	style fyne.TextStyle
	lines []*canvas.Text
	width float32 // at which lines was made
	side  fyne.TextAlign
}

// NewWrapText returns a text in the theme's color and size of the given names.
func NewWrapText(text string, color fyne.ThemeColorName, size fyne.ThemeSizeName) *WrapText {
	t := &WrapText{text: text, color: color, size: size}
	t.ExtendBaseWidget(t)
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

// heightFor is the height the text needs at a width.
func (t *WrapText) heightFor(width float32) float32 {
	t.breakLines(width)
	return t.height()
}

// align puts the lines to a side of the width.
func (t *WrapText) align(side fyne.TextAlign) {
	t.side = side
	for _, line := range t.lines {
		line.Alignment = side
	}
}

func (t *WrapText) height() float32 {
	if len(t.lines) == 0 {
		return 0
	}
	return float32(len(t.lines)) * t.lines[0].MinSize().Height
}

func (t *WrapText) breakLines(width float32) {
	if width == t.width && t.lines != nil || width <= 0 {
		return
	}
	t.width, t.lines = width, []*canvas.Text{}
	if t.text == "" {
		return
	}
	y := float32(0)
	for _, line := range wrap(t.text, theme.Size(t.size), width, t.style) {
		drawn := newText(line, t.color, t.size)
		drawn.TextStyle, drawn.Alignment = t.style, t.side
		height := drawn.MinSize().Height
		drawn.Move(fyne.NewPos(0, y))
		drawn.Resize(fyne.NewSize(width, height))
		t.lines = append(t.lines, drawn)
		y += height
	}
}

// CreateRenderer draws the lines.
func (t *WrapText) CreateRenderer() fyne.WidgetRenderer {
	t.ExtendBaseWidget(t)
	return &wrapTextRenderer{t}
}

type wrapTextRenderer struct{ t *WrapText }

func (r *wrapTextRenderer) Destroy() {}

func (r *wrapTextRenderer) Objects() []fyne.CanvasObject {
	objects := make([]fyne.CanvasObject, len(r.t.lines))
	for i, line := range r.t.lines {
		objects[i] = line
	}
	return objects
}

func (r *wrapTextRenderer) MinSize() fyne.Size {
	if r.t.width == 0 {
		r.t.breakLines(400)
		defer func() { r.t.width = 0 }()
	}
	return fyne.NewSize(0, r.t.height())
}

func (r *wrapTextRenderer) Layout(size fyne.Size) { r.t.breakLines(size.Width) }

func (r *wrapTextRenderer) Refresh() {
	width := r.t.width
	r.t.lines, r.t.width = nil, 0
	r.t.breakLines(max(width, r.t.Size().Width))
	canvas.Refresh(r.t)
}
