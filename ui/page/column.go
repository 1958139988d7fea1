package page

import "fyne.io/fyne/v2"

// columnGap is the space between the parts of a page.
const columnGap = 8

// Column lays the parts of a page out below each other, in the order of the screen, which is also that of Tab: the main one has the
// height that the others leave.
func Column(main fyne.CanvasObject, parts ...fyne.CanvasObject) fyne.CanvasObject {
	return &fyne.Container{Layout: column{main}, Objects: parts}
}

type column struct{ main fyne.CanvasObject }

// Layout implements [fyne.Layout].
func (c column) Layout(objects []fyne.CanvasObject, size fyne.Size) {
	for _, o := range objects {
		o.Resize(fyne.NewSize(size.Width, o.Size().Height)) // the height of a row that wraps follows from its width
	}
	others := c.MinSize(objects).Height - c.main.MinSize().Height
	y := float32(0)
	for _, o := range objects {
		if !o.Visible() {
			continue
		}
		height := o.MinSize().Height
		if o == c.main {
			height = max(height, size.Height-others)
		}
		o.Move(fyne.NewPos(0, y))
		o.Resize(fyne.NewSize(size.Width, height))
		y += height + columnGap
	}
}

// MinSize implements [fyne.Layout].
func (c column) MinSize(objects []fyne.CanvasObject) fyne.Size {
	var least fyne.Size
	for _, o := range objects {
		if o.Visible() {
			size := o.MinSize()
			least.Width = max(least.Width, size.Width)
			least.Height += size.Height + columnGap
		}
	}
	least.Height = max(0, least.Height-columnGap)
	return least
}
