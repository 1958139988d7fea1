package widgets

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	fynetheme "fyne.io/fyne/v2/theme"

	"inventorybeacon/ui/theme"
)

// EmptyState says in the middle of an empty place what is missing there and what to do next.
type EmptyState struct {
	Composite
	title   *Label
	text    *WrapText
	button  *Button // nil for none
	content *fyne.Container
}

// NewEmptyState returns an empty state; text and button may be missing.
func NewEmptyState(title, text string, button *Button) *EmptyState {
	e := &EmptyState{
		title:   NewBoldLabel(title, fynetheme.ColorNameForeground, fynetheme.SizeNameText),
		text:    NewWrapText(text, theme.ColorNameMutedText, fynetheme.SizeNameText),
		content: container.New(Column{Gap: 4}),
	}
	e.title.Drawn.Alignment, e.text.align = fyne.TextAlignCenter, fyne.TextAlignCenter
	e.Compose(e, Arranged(func() fyne.Size { return fyne.NewSize(160, 0) }, e.place), e.content)
	e.Set(title, text, button)
	return e
}

// Set changes what it says.
func (e *EmptyState) Set(title, text string, button *Button) {
	e.title.SetText(title)
	e.text.SetText(text)
	e.button = button
	e.content.Objects = []fyne.CanvasObject{e.title, e.text}
	if button != nil {
		e.content.Add(Padded(8, 0, 0, 0, container.NewCenter(button)))
	}
	e.Refresh()
}

const emptyPad = 8 // least room above and below

// HeightFor is the height of all that it says, at a width.
func (e *EmptyState) HeightFor(width float32) float32 {
	return HeightAt(e.content, textWidth(width)) + 2*emptyPad
}

// textWidth is how wide the text is in a place of a width.
func textWidth(width float32) float32 { return min(width-24, 460) }

func (e *EmptyState) place(size fyne.Size) {
	width := textWidth(size.Width)
	height := HeightAt(e.content, width)
	Put(e.content, (size.Width-width)/2, max(emptyPad, (size.Height-height)*0.4), width, height)
}
