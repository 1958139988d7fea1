package session

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/layout"
	"fyne.io/fyne/v2/theme"
	"fyne.io/fyne/v2/widget"
)

// PageLayout lays a page out: its title at the top left, what filters it at the
// top right, and below them its content.
func PageLayout(title string, filters fyne.CanvasObject, content fyne.CanvasObject) fyne.CanvasObject {
	heading := widget.NewLabelWithStyle(title, fyne.TextAlignLeading, fyne.TextStyle{Bold: true})
	heading.SizeName = theme.SizeNameHeadingText
	head := container.NewBorder(nil, nil, container.New(layout.NewCustomPaddedLayout(-4, 4, -5, 0), heading), filters)
	return container.New(layout.NewCustomPaddedLayout(12, 12, 18, 18),
		container.NewBorder(container.New(layout.NewCustomPaddedLayout(0, 8, 0, 0), head), nil, nil, nil, content))
}

// OnEnd has stop called when the session ends.
func (s *Session) OnEnd(stop func()) { s.stops = append(s.stops, stop) }

// Beside lays content out beside a name of a fixed width, so that several of
// them below each other are aligned.
func Beside(name fyne.CanvasObject, width float32, content fyne.CanvasObject) fyne.CanvasObject {
	left := container.NewVBox(container.NewGridWrap(fyne.NewSize(width, name.MinSize().Height), name))
	return container.NewBorder(nil, nil, left, nil, content)
}
