package session

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/layout"
	"fyne.io/fyne/v2/theme"
	"fyne.io/fyne/v2/widget"
)

// PageLayout lays a page out: its title at the top left, what filters it at the
// top right or, in a narrow window, below, and then its content. Refresh has it laid out
// anew after a filter was shown or hidden.
func PageLayout(title string, content fyne.CanvasObject, filters ...Filter) fyne.CanvasObject {
	heading := widget.NewLabelWithStyle(title, fyne.TextAlignLeading, fyne.TextStyle{Bold: true})
	heading.SizeName = theme.SizeNameHeadingText
	page := &pageLayout{heading: container.New(layout.NewCustomPaddedLayout(-4, 4, -5, 0), heading), content: content, filters: filters}
	return container.New(layout.NewCustomPaddedLayout(12, 12, 18, 18), container.New(page, page.objects()...))
}

// OnEnd has stop called when the session ends.
func (s *Session) OnEnd(stop func()) { s.stops = append(s.stops, stop) }

// Beside lays content out beside a name of a fixed width, so that several of
// them below each other are aligned.
func Beside(name fyne.CanvasObject, width float32, content fyne.CanvasObject) fyne.CanvasObject {
	left := container.NewVBox(container.NewGridWrap(fyne.NewSize(width, name.MinSize().Height), name))
	return container.NewBorder(nil, nil, left, nil, content)
}
