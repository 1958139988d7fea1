package dialog

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/driver/desktop"

	"inventorybeacon/ui/theme"
	"inventorybeacon/ui/widgets"
)

// cover lies over a window that takes no input, because a dialog of the system stands above it.
type cover struct {
	widgets.Composite
}

// Cover keeps the pointer and the keys from a window until uncover is called, which gives the focus back. Calling that again does
// nothing.
func Cover(w fyne.Window) (uncover func()) {
	c := &cover{}
	c.Compose(c, widgets.Arranged(c.minSize, c.place), widgets.NewBox(theme.ColorNameBackdrop, ""))
	before := widgets.AddOverlay(w.Canvas(), c)
	return func() { widgets.RemoveOverlay(w.Canvas(), c, before) }
}

func (c *cover) minSize() fyne.Size { return fyne.Size{} }

func (c *cover) place(size fyne.Size) { c.Body.Objects[0].Resize(size) }

// Tapped does nothing.
func (c *cover) Tapped(*fyne.PointEvent) {}

// TappedSecondary does nothing.
func (c *cover) TappedSecondary(*fyne.PointEvent) {}

// MouseIn takes the pointer, so that nothing below lights up.
func (c *cover) MouseIn(*desktop.MouseEvent) {}

// MouseMoved does nothing.
func (c *cover) MouseMoved(*desktop.MouseEvent) {}

// MouseOut does nothing.
func (c *cover) MouseOut() {}
