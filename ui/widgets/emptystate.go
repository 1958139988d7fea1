package widgets

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	fynetheme "fyne.io/fyne/v2/theme"
	"fyne.io/fyne/v2/widget"

	"inventorybeacon/ui/theme"
)

// EmptyState says in the middle of an empty place what is missing there and what to do next.
type EmptyState struct {
	widget.BaseWidget
	title  *canvas.Text
	text   *WrapText
	button *Button
}

// NewEmptyState returns an empty state; text and button may be missing.
func NewEmptyState(title, text string, button *Button) *EmptyState {
	e := &EmptyState{
		title: newText(title, fynetheme.ColorNameForeground, fynetheme.SizeNameText),
		text:  NewWrapText(text, theme.ColorNameMutedText, fynetheme.SizeNameText),
	}
	e.title.TextStyle.Bold = true
	e.button = button
	e.ExtendBaseWidget(e)
	return e
}

// Set changes what it says.
func (e *EmptyState) Set(title, text string, button *Button) {
	e.title.Text, e.text.text, e.button = title, text, button
	e.Refresh()
}

// CreateRenderer draws the texts below each other.
func (e *EmptyState) CreateRenderer() fyne.WidgetRenderer {
	e.ExtendBaseWidget(e)
	return &emptyRenderer{e}
}

const emptyPad = 8 // least room above and below

// textWidth is how wide the text is in a place of a width.
func (e *EmptyState) textWidth(width float32) float32 { return min(width-24, 460) }

// heightFor is the height of all that it says, at a width.
func (e *EmptyState) heightFor(width float32) float32 {
	height := e.title.MinSize().Height + 4 + e.text.heightFor(e.textWidth(width)) + 2*emptyPad
	if e.button != nil {
		height += 12 + e.button.MinSize().Height
	}
	return height
}

type emptyRenderer struct{ e *EmptyState }

func (r *emptyRenderer) Destroy() {}

func (r *emptyRenderer) Objects() []fyne.CanvasObject {
	objects := []fyne.CanvasObject{r.e.title, r.e.text}
	if r.e.button != nil {
		objects = append(objects, r.e.button)
	}
	return objects
}

func (r *emptyRenderer) MinSize() fyne.Size { return fyne.NewSize(160, 0) }

func (r *emptyRenderer) Layout(size fyne.Size) {
	e := r.e
	width := e.textWidth(size.Width)
	title, text := e.title.MinSize(), e.text.heightFor(width)
	total := e.heightFor(size.Width) - 2*emptyPad
	y := max(emptyPad, (size.Height-total)*0.4)
	e.title.Move(fyne.NewPos((size.Width-title.Width)/2, y))
	e.title.Resize(title)
	y += title.Height + 4
	e.text.align(fyne.TextAlignCenter)
	e.text.Move(fyne.NewPos((size.Width-width)/2, y))
	e.text.Resize(fyne.NewSize(width, text))
	if e.button != nil {
		button := e.button.MinSize()
		e.button.Move(fyne.NewPos((size.Width-button.Width)/2, y+text+12))
		e.button.Resize(button)
	}
}

func (r *emptyRenderer) Refresh() {
	restyle(r.e.title, fynetheme.ColorNameForeground, fynetheme.SizeNameText)
	r.e.text.Refresh()
	if r.e.button != nil {
		r.e.button.Refresh()
	}
	r.Layout(r.e.Size())
	canvas.Refresh(r.e)
}
