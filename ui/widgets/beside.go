package widgets

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
)

// Beside lays content out beside a name of a fixed width, so that several of
// them below each other are aligned.
func Beside(name fyne.CanvasObject, width float32, content fyne.CanvasObject) fyne.CanvasObject {
	left := container.NewVBox(container.NewGridWrap(fyne.NewSize(width, name.MinSize().Height), name))
	return container.NewBorder(nil, nil, left, nil, content)
}
