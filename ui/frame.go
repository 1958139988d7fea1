package ui

import "fyne.io/fyne/v2"

// frame lays out the navigation bar at the left, the notice above the page, and
// the status bar below, without gaps between their backgrounds.
type frame struct{}

// The objects of the frame, in their order.
const (
	frameSidebar = iota
	frameNotice
	framePage
	frameStatus
)

// Layout implements [fyne.Layout].
func (frame) Layout(objects []fyne.CanvasObject, size fyne.Size) {
	sidebar, notice, page, status := objects[frameSidebar], objects[frameNotice], objects[framePage], objects[frameStatus]
	left, bottom := sidebar.MinSize().Width, status.MinSize().Height
	height, width := size.Height-bottom, size.Width-left
	sidebar.Move(fyne.NewPos(0, 0))
	sidebar.Resize(fyne.NewSize(left, height))
	status.Move(fyne.NewPos(0, height))
	status.Resize(fyne.NewSize(size.Width, bottom))
	top := float32(0)
	if notice.Visible() {
		notice.Resize(fyne.NewSize(width, notice.Size().Height)) // its height follows from its width
		top = notice.MinSize().Height
	}
	notice.Move(fyne.NewPos(left, 0))
	notice.Resize(fyne.NewSize(width, top))
	page.Move(fyne.NewPos(left, top))
	page.Resize(fyne.NewSize(width, height-top))
}

// MinSize implements [fyne.Layout].
func (frame) MinSize(objects []fyne.CanvasObject) fyne.Size {
	sidebar, page, status := objects[frameSidebar].MinSize(), objects[framePage].MinSize(), objects[frameStatus].MinSize()
	return fyne.NewSize(
		max(sidebar.Width+page.Width, status.Width),
		max(sidebar.Height, page.Height+objects[frameNotice].MinSize().Height)+status.Height,
	)
}
