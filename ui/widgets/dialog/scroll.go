package dialog

import "fyne.io/fyne/v2"

// scrollStep is how far an arrow key scrolls, in Fyne's units: about two lines.
const scrollStep = 40

// scrollBy scrolls content that is longer than the dialog as a key asks, which the widget
// with the focus did not use: a button has no use for Page Down, and who reads has it.
func (o *overlay) scrollBy(key fyne.KeyName) {
	height := o.scroll.Size().Height
	last := max(0, o.content.MinSize().Height-height)
	offset := o.scroll.Offset.Y
	switch key {
	case fyne.KeyDown:
		offset += scrollStep
	case fyne.KeyUp:
		offset -= scrollStep
	case fyne.KeyPageDown:
		offset += height - scrollStep
	case fyne.KeyPageUp:
		offset -= height - scrollStep
	case fyne.KeyHome:
		offset = 0
	case fyne.KeyEnd:
		offset = last
	default:
		return
	}
	o.scroll.ScrollToOffset(fyne.NewPos(0, min(max(0, offset), last)))
}
