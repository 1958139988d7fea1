package widgets

import (
	"fyne.io/fyne/v2"
	fynetheme "fyne.io/fyne/v2/theme"

	"inventorybeacon/ui/theme"
)

// EmptyState says in the middle of an empty place what is missing there and what to do next.
type EmptyState struct {
	composite
	title  *label
	text   *WrapText
	button *Button // nil for none
}

// NewEmptyState returns an empty state; text and button may be missing.
func NewEmptyState(title, text string, button *Button) *EmptyState {
	e := &EmptyState{
		title: newHeading(title, fynetheme.ColorNameForeground, fynetheme.SizeNameText),
		text:  NewWrapText(text, theme.ColorNameMutedText, fynetheme.SizeNameText),
	}
	e.text.align = fyne.TextAlignCenter
	e.compose(e, arrangement{func() fyne.Size { return fyne.NewSize(160, 0) }, e.place})
	e.Set(title, text, button)
	return e
}

// Set changes what it says.
func (e *EmptyState) Set(title, text string, button *Button) {
	e.title.setText(title)
	e.text.SetText(text)
	e.button = button
	e.body.Objects = []fyne.CanvasObject{e.title, e.text}
	if button != nil {
		e.body.Objects = append(e.body.Objects, button)
	}
	e.Refresh()
}

const emptyPad = 8 // least room above and below

// textWidth is how wide the text is in a place of a width.
func (e *EmptyState) textWidth(width float32) float32 { return min(width-24, 460) }

// HeightFor is the height of all that it says, at a width.
func (e *EmptyState) HeightFor(width float32) float32 {
	height := e.title.MinSize().Height + 4 + heightAt(e.text, e.textWidth(width)) + 2*emptyPad
	if e.button != nil {
		height += 12 + e.button.MinSize().Height
	}
	return height
}

func (e *EmptyState) place(size fyne.Size) {
	width, title := e.textWidth(size.Width), e.title.MinSize()
	text := heightAt(e.text, width)
	y := max(emptyPad, (size.Height-e.HeightFor(size.Width)+2*emptyPad)*0.4)
	Put(e.title, (size.Width-title.Width)/2, y, title.Width, title.Height)
	y += title.Height + 4
	Put(e.text, (size.Width-width)/2, y, width, text)
	if e.button != nil {
		button := e.button.MinSize()
		Put(e.button, (size.Width-button.Width)/2, y+text+12, button.Width, button.Height)
	}
}
