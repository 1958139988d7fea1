package ui

import "fyne.io/fyne/v2"

// frame lays out the menu at the top, the navigation bar at the left, the notice above the page, and
// the status bar below, without gaps between their backgrounds.
type frame struct{}

// The objects of the frame, in their order.
const (
	frameMenu = iota
	frameSidebar
	frameNotice
	framePage
	frameStatus
)

// Layout implements [fyne.Layout].
func (frame) Layout(objects []fyne.CanvasObject, size fyne.Size) {
	menu, sidebar, status := objects[frameMenu], objects[frameSidebar], objects[frameStatus]
	notice, page := objects[frameNotice], objects[framePage]
	top, left, bottom := menu.MinSize().Height, sidebar.MinSize().Width, size.Height-status.MinSize().Height
	menu.Move(fyne.NewPos(0, 0))
	menu.Resize(fyne.NewSize(size.Width, top))
	sidebar.Move(fyne.NewPos(0, top))
	sidebar.Resize(fyne.NewSize(left, bottom-top))
	status.Move(fyne.NewPos(0, bottom))
	status.Resize(fyne.NewSize(size.Width, size.Height-bottom))
	width, height := size.Width-left, float32(0)
	if notice.Visible() {
		notice.Resize(fyne.NewSize(width, notice.Size().Height)) // its height follows from its width
		height = notice.MinSize().Height
	}
	notice.Move(fyne.NewPos(left, top))
	notice.Resize(fyne.NewSize(width, height))
	page.Move(fyne.NewPos(left, top+height))
	page.Resize(fyne.NewSize(width, bottom-top-height))
}

// MinSize implements [fyne.Layout].
func (frame) MinSize(objects []fyne.CanvasObject) fyne.Size {
	menu, sidebar := objects[frameMenu].MinSize(), objects[frameSidebar].MinSize()
	page, status := objects[framePage].MinSize(), objects[frameStatus].MinSize()
	return fyne.NewSize(
		max(menu.Width, sidebar.Width+page.Width, status.Width),
		menu.Height+max(sidebar.Height, page.Height+objects[frameNotice].MinSize().Height)+status.Height,
	)
}
