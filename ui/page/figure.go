package page

import (
	"fyne.io/fyne/v2"
	fynetheme "fyne.io/fyne/v2/theme"

	"inventorybeacon/ui/theme"
	"inventorybeacon/ui/widgets"
)

// Figure is a number in a panel of its own, with what it consists of below it.
type Figure struct {
	Panel *widgets.Panel
	Value *widgets.Link
	Parts []*widgets.Link
}

// NewFigure makes one with a number of parts.
func NewFigure(title string, parts int) *Figure {
	f := &Figure{Value: widgets.NewLargeLink()}
	rows := []fyne.CanvasObject{
		widgets.NewWrapText(title, theme.ColorNameMutedText, fynetheme.SizeNameText), f.Value,
	}
	for range parts {
		link := widgets.NewLink()
		f.Parts = append(f.Parts, link)
		rows = append(rows, link)
	}
	f.Panel = widgets.NewPanel("", widgets.NewColumn(1, rows...))
	return f
}

// Set changes a part, which is hidden while it says nothing.
func (f *Figure) Set(part int, text, tooltip string, open func()) {
	f.Parts[part].Set(text, tooltip, open)
	widgets.SetVisible(f.Parts[part], text != "")
}

// ScrollRoom keeps panels beside the scroll bar, which lies over what it scrolls.
const ScrollRoom = 10

// PanelGap is the space between two panels.
const PanelGap = 10
